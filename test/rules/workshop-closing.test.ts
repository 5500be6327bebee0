/** What closing a case needs after a repair in the workshop (rulebook section B). */
import { expect, test } from 'vitest'
import { addCase } from '../../src/store/cases.ts'
import { followCustomer } from '../../src/store/following.ts'
import { armTimers } from '../../src/store/timers.ts'
import { addVisit, saveVisit } from '../../src/store/visits.ts'
import { addLoan, addWorkshop, saveLoan, saveWorkshop } from '../../src/store/workshops.ts'
import { CUSTOMER, openWorld } from '../integration/actions/action-world.ts'
import { aVisit } from '../support/visits.ts'
import { FRIDAY } from '../support/workshop.ts'

test('R-064 closing needs the receipt, the loaner and the acceptance; staff read what is missing', async () => {
  const world = await openWorld()
  world.tell({ case: { id: 1 } })
  const { repair, lent, visit } = await world.write(async tx => {
    const known = { modelNo: null, serialNo: null, symptomCode: null, freeText: null, priority: 'MEDIUM' as const }
    const opened = { conversationId: CUSTOMER, state: 'RESOLVED' as const, appliance: 'refrigerator', flags: [] }
    const { id: caseId } = await addCase(tx, { ...known, ...opened, priorityReason: 'default' })
    const visit = await addVisit(tx, { ...aVisit({ caseId, conversationId: CUSTOMER }) })
    const proposal = { reason: 'long-test', condition: 'new', promisedReturnAt: FRIDAY } as const
    const proposed = await addWorkshop(tx, { visitId: visit.id, caseId, conversationId: CUSTOMER, ...proposal }, 'wei')
    const repair = { ...proposed, state: 'READY' as const }
    await saveWorkshop(tx, proposed, repair, 'wei')
    const offered = await addLoan(tx, { loanerId: 'fridge-1', workshopRepairId: repair.id, caseId, dueAt: FRIDAY })
    const lent = { ...offered, state: 'OUT' as const }
    await saveLoan(tx, lent)
    return { repair, lent, visit }
  })
  const close = async () => (await world.run('close-case', { confirmed: true })).outcome
  const missing = async () => {
    const tasks = await world.rows("select data from staff_task where kind = 'return-incomplete' order by id desc")
    return JSON.parse(String(tasks[0]?.data)).missing
  }
  expect(await close()).toBe('refused')
  expect(await missing()).toEqual(['return', 'receipt', 'loaner', 'acceptance'])
  await world.write(tx => saveWorkshop(tx, repair, { ...repair, state: 'RETURNED', receiptReclaimedAt: 1 }, 'wei'))
  expect(await close()).toBe('refused')
  expect(await missing()).toEqual(['loaner', 'acceptance'])
  await world.write(tx => saveLoan(tx, { ...lent, state: 'RETURNED' }))
  expect(await close()).toBe('refused')
  expect(await missing()).toEqual(['acceptance'])
  const acceptance = { by: 'customer', at: 1, method: 'chat' } as const
  await world.write(tx => saveVisit(tx, visit, { ...visit, acceptance }, 'customer'))
  expect(await close()).toBe('ok')
})

test('R-063 a promised return follows the customer to another conversation', async () => {
  const world = await openWorld()
  await world.write(async tx => {
    const known = { modelNo: null, serialNo: null, symptomCode: null, freeText: null, priority: 'MEDIUM' as const }
    const opened = { conversationId: CUSTOMER, state: 'IN_SERVICE' as const, appliance: 'refrigerator', flags: [] }
    const { id: caseId } = await addCase(tx, { ...known, ...opened, priorityReason: 'default' })
    const visit = await addVisit(tx, { ...aVisit({ caseId, conversationId: CUSTOMER }) })
    const proposal = { reason: 'long-test', condition: 'new', promisedReturnAt: FRIDAY } as const
    await addWorkshop(tx, { visitId: visit.id, caseId, conversationId: CUSTOMER, ...proposal }, 'wei')
    const values = { do: 'workshop-due', workshop: 1, due: 'broken' }
    await armTimers(tx, [{ conversationId: CUSTOMER, key: 'workshop:1:broken', dueAt: FRIDAY, flow: 'desk', values }])
    await followCustomer(tx, { id: caseId, conversationId: CUSTOMER, state: 'IN_SERVICE' }, 'web:2')
  })
  expect(await world.rows('select conversation_id from workshop_repair')).toEqual([{ conversation_id: 'web:2' }])
  expect(await world.rows('select conversation_id from timer')).toEqual([{ conversation_id: 'web:2' }])
})
