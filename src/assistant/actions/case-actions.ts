/** Cases: opened, filled, guided. */
import type { Values } from '../../flow/flow.ts'
import {
  belongs,
  type CaseState,
  moreUrgent,
  moveCase,
  OPEN_STATES,
  OUTCOMES,
  type Outcome,
  type ServiceCase,
  triage,
} from '../../service/case.ts'
import { caseTypeOf, requiredFields } from '../../service/case-fields.ts'
import { outletFor } from '../../service/outlets.ts'
import { urgencyOf } from '../../service/products.ts'
import { CHANGEABLE } from '../../service/visit.ts'
import { atPlace } from '../../service/visit-place.ts'
import { caseValues } from '../../service/visit-values.ts'
import { recordChange } from '../../store/audit.ts'
import { addCase, casesOf, saveCase } from '../../store/cases.ts'
import { attachMedia } from '../../store/media.ts'
import { addTask } from '../../store/tasks.ts'
import { saveVisit, visitsOfCase } from '../../store/visits.ts'
import type { ActionContext, ActionResult, Actions } from '../action.ts'
import { keepProfile } from './case-profile.ts'
import { followHere } from './join-actions.ts'
import { currentCase, FAILED, ok, textIn, told, UNKNOWN } from './known.ts'

export const CASE_ACTIONS: Actions = {
  'open-case': { outcomes: ['joined'], needs: [], gives: ['case'], run: (_, context) => openCase(context) },
  'update-case': { outcomes: [], needs: [], gives: ['case', 'pending'], run: updateCase },
  'set-outcome': { outcomes: [], needs: ['outcome'], gives: ['case'], run: setOutcome },
  'flag-case': { outcomes: [], needs: ['flag'], gives: ['case'], run: flagCase },
  'find-case': { outcomes: ['none'], needs: [], gives: ['case'], run: (_, context) => findOpenCase(context) },
}

/** one case per fault; what is reported again joins it. */
async function openCase(context: ActionContext): Promise<ActionResult> {
  const { joined, case: opened } = await ensureCase(context)
  return { outcome: joined ? 'joined' : 'ok', values: { case: caseValues(opened) } }
}

/** The open case of what is reported, begun now if there is none. */
export async function ensureCase(context: ActionContext): Promise<{ case: ServiceCase; joined: boolean }> {
  const { tx, conversation, conversationId } = context
  const fault = { appliance: told(context, 'appliance'), symptom: told(context, 'symptom') }
  await followHere(context)
  const type = caseTypeOf(told(context, 'caseType'))
  // What is to be installed or delivered is no fault, and a fault belongs to neither.
  const open = (await casesOf(tx, conversationId, OPEN_STATES)).filter(one => one.type === type)
  const same = open.find(one => belongs(one, fault) === 'joins')
  if (same) {
    await recordChange(tx, {
      actor: 'customer',
      entity: 'case',
      entityId: same.id,
      was: same.state,
      became: same.state,
      data: { note: conversation.opening ?? null },
    })
    return { case: same, joined: true }
  }
  const unnamed = open.find(one => belongs(one, fault) === 'names')
  const begun = unnamed ? await nameFault(context, unnamed, fault) : await beginCase(context, fault)
  return { case: await keepProfile(context, begun), joined: false }
}

type Told = { readonly appliance: string | undefined; readonly symptom: string | undefined }

async function beginCase(context: ActionContext, fault: Told): Promise<ServiceCase> {
  const { tx, service, conversation, conversationId } = context
  const isRepeat = await wasSolvedLately(context, fault)
  const { priority, reason } = triage({
    symptom: fault.symptom,
    repeat: isRepeat,
    rated: urgencyOf(service.products, fault.appliance, fault.symptom),
  })
  const begun = await addCase(tx, {
    conversationId,
    type: caseTypeOf(told(context, 'caseType')),
    state: fault.symptom ? 'OPEN' : 'DRAFT',
    appliance: fault.appliance ?? null,
    symptomCode: fault.symptom ?? null,
    modelNo: told(context, 'model') ?? null,
    serialNo: told(context, 'serial') ?? null,
    freeText: told(context, 'problem') ?? conversation.opening ?? null,
    priority,
    priorityReason: reason,
    flags: isRepeat ? ['REPEAT'] : [],
  })
  await attachMedia(tx, conversationId, begun.id)
  return begun
}

async function nameFault(context: ActionContext, before: ServiceCase, fault: Told): Promise<ServiceCase> {
  const named = withTold(context, {
    ...before,
    state: before.state === 'DRAFT' && fault.symptom ? 'OPEN' : before.state,
    freeText: before.freeText ?? context.conversation.opening ?? null,
  })
  await saveCase(context.tx, before, named, 'customer')
  return named
}

/** the same fault of the same appliance was solved a short while ago. */
async function wasSolvedLately({ tx, now, service, conversationId }: ActionContext, fault: Told): Promise<boolean> {
  if (!fault.appliance || !fault.symptom) return false
  const solved = await casesOf(tx, conversationId, ['RESOLVED', 'CLOSED'])
  return solved.some(
    ({ appliance, symptomCode, resolvedAt }) =>
      appliance === fault.appliance &&
      symptomCode === fault.symptom &&
      resolvedAt !== null &&
      now - resolvedAt <= service.policy.case.repeat,
  )
}

/** The case with everything the customer has said by now; its priority may rise with it, never fall. */
function withTold(context: ActionContext, before: ServiceCase): ServiceCase {
  const after: ServiceCase = {
    ...before,
    appliance: told(context, 'appliance') ?? before.appliance,
    symptomCode: told(context, 'symptom') ?? before.symptomCode,
    modelNo: told(context, 'model') ?? before.modelNo,
    serialNo: told(context, 'serial') ?? before.serialNo,
    purchasedOn: told(context, 'purchased') ?? before.purchasedOn,
    wish: told(context, 'wish') ?? before.wish,
    freeText: told(context, 'problem') ?? before.freeText,
    updatedAt: context.now,
  }
  const { priority, reason } = moreUrgent(
    { priority: before.priority, reason: before.priorityReason },
    triage({
      outcome: after.outcome,
      symptom: after.symptomCode,
      rated: urgencyOf(context.service.products, after.appliance, after.symptomCode),
    }),
  )
  return { ...after, priority, priorityReason: reason }
}

/** `address`: where the customer wants the visit of the case to be. */
async function updateCase({ address }: Values, context: ActionContext): Promise<ActionResult> {
  const before = await currentCase(context)
  if (!before) return FAILED
  const { slots } = context.conversation
  const required = requiredFields(before.type)
  const pending = required.filter(field => slots[field] === UNKNOWN)
  const isComplete = required.every(field => (slots[field] ?? '') !== '')
  const after: ServiceCase = {
    ...withTold(context, before),
    infoPending: pending,
    state: before.state === 'DRAFT' && isComplete ? 'OPEN' : before.state,
  }
  await saveCase(context.tx, before, after, 'customer')
  if (pending.length > 0) {
    await addTask(context.tx, {
      conversationId: context.conversationId,
      caseId: after.id,
      kind: 'verify',
      data: { fields: pending },
    })
  }
  await askToPrepare(context, after)
  await correctVisit(context, after, textIn(address))
  return ok({ case: caseValues(after), pending })
}

/** what staff must know before such a visit, besides the fields of every case. */
async function askToPrepare(
  { tx, conversation, conversationId }: ActionContext,
  { id, type }: ServiceCase,
): Promise<void> {
  const { ready, topic, people } = conversation.slots
  const data =
    type === 'TRAINING'
      ? { topic: topic ?? null, people: people ?? null }
      : type === 'INSTALL' && ready !== 'yes'
        ? { ready: ready ?? null }
        : undefined
  if (data) await addTask(tx, { conversationId, caseId: id, kind: 'prepare-visit', data: { type, ...data } })
}

/** what was corrected after booking holds for the visit too; the old value stays in the audit. */
async function correctVisit(context: ActionContext, { id, appliance }: ServiceCase, place?: string): Promise<void> {
  const { tx, now, service, conversationId } = context
  const visits = await visitsOfCase(tx, id)
  const before = visits.find(({ state }) => CHANGEABLE.includes(state))
  if (!before) return
  const { name, phone, address } = before
  const after = {
    ...before,
    name: told(context, 'name') ?? name,
    phone: told(context, 'phone') ?? phone,
    address: place ?? address,
  }
  if (after.name === name && after.phone === phone && after.address === address) return
  const placed = atPlace(service.outlets, before, { ...after, updatedAt: now })
  await saveVisit(tx, before, placed, 'customer', { was: { name, phone, address } })
  const outlet = outletFor(service.outlets, after.address, appliance ?? undefined)
  if (after.address === address || outlet.id === before.outletId) return
  await addTask(tx, {
    conversationId,
    caseId: id,
    kind: 'reassign',
    data: { outlet: outlet.name },
  })
}

const STATE_AFTER: Readonly<Record<Outcome, CaseState>> = {
  USE: 'REMOTE_GUIDED',
  FIX: 'REMOTE_GUIDED',
  OBS: 'REMOTE_GUIDED',
  VISIT: 'OPEN',
  'VISIT-H': 'OPEN',
  STOP: 'ESCALATED',
}

/** What the diagnosis came to (section F). A hazard needs no case to be one: it opens its own. */
async function setOutcome(args: Values, context: ActionContext): Promise<ActionResult> {
  const outcome = OUTCOMES.find(one => one === args.outcome)
  if (!outcome) return FAILED
  const before = (await currentCase(context)) ?? (await ensureCase(context)).case
  const moved = moveCase(before, STATE_AFTER[outcome], 'bot', context.now)
  const after = withTold(context, { ...(moved.ok ? moved.case : before), outcome })
  await saveCase(context.tx, before, after, 'bot', { outcome })
  return ok({ case: caseValues(after) })
}

/** Something about the case that reports count, such as a follow-up nobody answered in time. */
async function flagCase({ flag }: Values, context: ActionContext): Promise<ActionResult> {
  const before = await currentCase(context)
  if (!before || typeof flag !== 'string') return FAILED
  if (before.flags.includes(flag)) return ok({ case: caseValues(before) })
  const after = { ...before, flags: [...before.flags, flag], updatedAt: context.now }
  await saveCase(context.tx, before, after, 'bot')
  await recordChange(context.tx, {
    actor: 'bot',
    entity: 'case',
    entityId: before.id,
    was: before.state,
    became: before.state,
    data: { flag },
  })
  return ok({ case: caseValues(after) })
}

async function findOpenCase(context: ActionContext): Promise<ActionResult> {
  await followHere(context)
  const [newest] = await casesOf(context.tx, context.conversationId, OPEN_STATES)
  return newest ? ok({ case: caseValues(newest) }) : { outcome: 'none' }
}
