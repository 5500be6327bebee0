/** What goes with a case when its customer goes on in another conversation, and what stays. */
import { expect, test } from 'vitest'
import type { CaseState } from '../../../src/service/case.ts'
import { addCase } from '../../../src/store/cases.ts'
import { followCustomer } from '../../../src/store/following.ts'
import { addQuote } from '../../../src/store/quotes.ts'
import type { Tx } from '../../../src/store/sql.ts'
import { addTask } from '../../../src/store/tasks.ts'
import { armTimers } from '../../../src/store/timers.ts'
import { addVisit } from '../../../src/store/visits.ts'
import { aVisit } from '../../support/visits.ts'
import { at, CUSTOMER, openWorld } from '../actions/action-world.ts'

const THERE = 'web:2'
const LATER = at('2026-11-23T09:00')

async function caseOf(tx: Tx, state: CaseState): Promise<{ caseId: number; visitId: number }> {
  const known = { modelNo: null, serialNo: null, symptomCode: null, freeText: null, priority: 'MEDIUM' as const }
  const opened = { conversationId: CUSTOMER, state, appliance: 'refrigerator', flags: [] }
  const { id: caseId } = await addCase(tx, { ...known, ...opened, priorityReason: 'default' })
  const visit = await addVisit(tx, aVisit({ caseId, conversationId: CUSTOMER }))
  await addQuote(tx, {
    visitId: visit.id,
    caseId,
    conversationId: CUSTOMER,
    plan: 'A seal',
    lines: [],
    createdBy: 'wei',
    state: 'SENT',
  })
  await addTask(tx, { conversationId: CUSTOMER, caseId, kind: 'verify-model', data: { visit: visit.id } })
  return { caseId, visitId: visit.id }
}

test('a case takes its quotes, tasks and promises along; those of another case stay with it', async () => {
  const world = await openWorld()
  const open = await world.write(tx => caseOf(tx, 'IN_SERVICE'))
  const done = await world.write(tx => caseOf(tx, 'RESOLVED'))
  const desk = (key: string, values: Record<string, string | number>) => ({
    conversationId: CUSTOMER,
    key,
    dueAt: LATER,
    flow: 'desk',
    values,
  })
  await world.write(tx =>
    armTimers(tx, [
      desk('restore', { do: 'restore-due', case: open.caseId }),
      desk('late', { do: 'visit-due', visit: open.visitId, due: 'mark-late' }),
      {
        ...desk('confirm', {}),
        flow: 'confirm-visit',
        values: { visit: { id: open.visitId }, case: { id: open.caseId } },
      },
      { ...desk('recheck', {}), flow: 'recheck', values: { case: { id: open.caseId } } },
      desk('report', { do: 'visit-due', visit: done.visitId, due: 'report' }),
      { ...desk('rating', {}), flow: 'rate-visit', values: { visit: { id: done.visitId }, case: { id: done.caseId } } },
      desk('level', { do: 'raise-level', escalation: open.caseId }),
    ]),
  )
  const [before] = await world.rows(`select updated_at from visit where id = ${open.visitId}`)
  world.setNow(LATER)
  await world.write(tx => followCustomer(tx, { id: open.caseId, conversationId: CUSTOMER, state: 'IN_SERVICE' }, THERE))
  for (const table of ['quote', 'staff_task', 'visit']) {
    expect(await world.rows(`select case_id, conversation_id as at from ${table} order by case_id`), table).toEqual([
      { case_id: open.caseId, at: THERE },
      { case_id: done.caseId, at: CUSTOMER },
    ])
  }
  const keys = async (where: string) =>
    (await world.rows(`select key from timer where conversation_id = '${where}' order by key`)).map(({ key }) => key)
  expect(await keys(THERE)).toEqual(['confirm', 'late', 'recheck', 'restore'])
  expect(await keys(CUSTOMER)).toEqual(['level', 'rating', 'report'])
  expect(await world.rows(`select updated_at from visit where id = ${open.visitId}`)).toEqual([before])
  expect(await world.rows(`select updated_at from service_case where id = ${open.caseId}`)).toEqual([
    { updated_at: LATER },
  ])
})
