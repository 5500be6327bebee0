/** A part is missing: it is ordered by rule or by a manager's word, and the customer hears the day. */
import type { Values } from '../../flow/flow.ts'
import { tariffItem } from '../../service/tariff.ts'
import type { Visit } from '../../service/visit.ts'
import { findCase } from '../../store/cases.ts'
import { addPart, findPart, type PartRequest, type PartState, partsOfVisit, savePart } from '../../store/parts.ts'
import { addTask } from '../../store/tasks.ts'
import { findVisit } from '../../store/visits.ts'
import type { CommandContext } from '../context.ts'
import { notice } from './carry-out.ts'
import type { Decide } from './decisions.ts'
import type { Prepare } from './prepare.ts'

/** Until it is there, or is not coming. */
export const ON_ORDER: readonly PartState[] = ['REQUESTED', 'APPROVED', 'SHIPPED']

/** The same part asked for once more is the same order with another day. */
export const part: Prepare = async ({ visit, details }, context) => {
  const { partAt, part: name } = details
  if (typeof name !== 'string') return { refused: { ok: false, why: 'details-wrong', values: { fields: ['part'] } } }
  if (typeof partAt !== 'number') return { refused: { ok: false, why: 'date-missing' } }
  if (partAt <= context.now) return { refused: { ok: false, why: 'details-wrong', values: { fields: ['partAt'] } } }
  const asked = { part: name, qty: typeof details.qty === 'number' ? details.qty : 1, etaAt: partAt }
  return {
    details: { partAt },
    after: async () => {
      const [request, changed] = await order(visit, asked, context)
      // No day is promised before somebody has allowed it.
      if (request.state === 'REQUESTED') return { silent: true }
      return { values: partValues(request, changed, context) }
    },
  }
}

type Asked = Pick<PartRequest, 'part' | 'qty' | 'etaAt'>

/** The order, and whether its day is another one than the customer was told. */
async function order(visit: Visit, asked: Asked, context: CommandContext): Promise<[PartRequest, boolean]> {
  const { tx, staff, service } = context
  const before = (await partsOfVisit(tx, visit.id)).filter(({ state }) => ON_ORDER.includes(state))
  const same = before.find(({ part: name }) => name === asked.part)
  const others = before.filter(one => one !== same).reduce((sum, { qty }) => sum + qty, 0)
  const isInLimit = others + asked.qty <= service.policy.dispatch.parts.limit
  if (same && asked.qty <= same.qty) {
    const after = { ...same, ...asked }
    await savePart(tx, same, after, staff.id)
    return [after, same.etaAt !== asked.etaAt]
  }
  if (same) await savePart(tx, same, { ...same, state: 'RETURNED' }, staff.id)
  const approvedBy = isInLimit ? 'rule' : null
  const added = await addPart(tx, { visitId: visit.id, caseId: visit.caseId, ...asked, approvedBy }, staff.id)
  if (!isInLimit) {
    await addTask(tx, {
      conversationId: visit.conversationId,
      caseId: visit.caseId,
      kind: 'approve-part',
      data: {
        request: added.id,
        visit: visit.id,
        part: added.part,
        qty: added.qty,
        partAt: added.etaAt,
        by: staff.name,
      },
    })
  }
  return [added, same !== undefined && same.etaAt !== added.etaAt]
}

/** `part` { name, qty, etaAt }, the name in both languages, and whether the day has `changed`. */
export function partValues(
  { part: code, qty, etaAt }: PartRequest,
  changed: boolean,
  { service }: Pick<CommandContext, 'service'>,
): Values {
  const name = tariffItem(service.products, code)?.name ?? { en: code, zh: code }
  return { part: { name, qty, etaAt, changed } }
}

/** The customer hears the day once it is allowed. What is refused does not come: somebody settles with them how it goes on. */
export const decidePart: Decide = async (task, { approve }, context) => {
  const { tx, staff } = context
  const request = await findPart(tx, Number(task.data?.request))
  if (request?.state !== 'REQUESTED') return { ok: false, why: 'not-possible-now' }
  const decided = approve
    ? { ...request, state: 'APPROVED' as const, approvedBy: staff.id }
    : { ...request, state: 'REFUSED' as const }
  await savePart(tx, request, decided, staff.id)
  if (!approve) {
    await addTask(tx, {
      conversationId: task.conversationId,
      caseId: task.caseId,
      kind: 'part-refused',
      data: { request: request.id, visit: request.visitId, part: request.part, qty: request.qty },
    })
    return { ok: true, events: [] }
  }
  const visit = await findVisit(tx, request.visitId)
  const theCase = visit && (await findCase(tx, visit.caseId))
  if (!theCase || visit.state !== 'AWAITING_PART') return { ok: true, events: [] }
  return { ok: true, events: [notice('visit-part', visit, theCase, partValues(decided, false, context), context)] }
}
