/** A machine that is dangerous to work with: somebody is called at once, and what is promised by distance is told. */
import type { Values } from '../../flow/flow.ts'
import type { ServiceCase } from '../../service/case.ts'
import { distanceTo, type Outlet, outletFor } from '../../service/outlets.ts'
import { arrivalDue, type Profile, profileOf } from '../../service/profiles.ts'
import { kilometresIn } from '../../service/site.ts'
import { caseValues } from '../../service/visit-values.ts'
import { saveCase } from '../../store/cases.ts'
import { levelTimer, openEscalationOf, raiseEscalation } from '../../store/escalations.ts'
import { addTask } from '../../store/tasks.ts'
import type { ActionContext, ActionResult, Actions } from '../action.ts'
import { currentCase, FAILED, ok, told } from './known.ts'

export const MACHINE_ACTIONS: Actions = {
  'page-staff': { outcomes: [], needs: ['reason'], gives: ['paged'], run: pageStaff },
  'promise-arrival': { outcomes: ['unknown', 'too-far'], needs: ['site'], gives: ['case', 'promise'], run: promise },
}

/** calls somebody now, while the talk goes on: what the machine is and where it stands is still asked. */
async function pageStaff({ reason }: Values, context: ActionContext): Promise<ActionResult> {
  if (typeof reason !== 'string') return FAILED
  const { tx, now, service, conversationId, conversation, remind } = context
  const theCase = await currentCase(context)
  const top = conversation.stack.at(-1)
  const before = await openEscalationOf(tx, conversationId)
  const { id, state } = await raiseEscalation(tx, {
    conversationId,
    caseId: theCase?.id ?? null,
    reason,
    priority: 'SAFETY',
    summary: { flow: top?.flow ?? null, step: top?.step ?? null, slots: conversation.slots, reason },
  })
  if (state === 'RAISED' && before?.priority !== 'SAFETY') {
    const at = now + service.policy.staff.firstContactSafety
    remind({ key: levelTimer(id), at, flow: 'desk', values: { do: 'raise-level', escalation: id } })
  }
  return ok({ paged: true })
}

/**
 * Promises an arrival by the distance in `site` (kilometres in words, a shared place, an address) and the restoration by
 * the profile, both from the call on. `unknown`: no distance can be had from it · `too-far`: a person states the time.
 */
async function promise({ site }: Values, context: ActionContext): Promise<ActionResult> {
  const { tx, now } = context
  const before = await currentCase(context)
  if (!before) return FAILED
  const profile = profileFor(before, context)
  const called = before.restoreDueAt === null || !profile.restore ? now : before.restoreDueAt - profile.restore
  const text = typeof site === 'string' ? site : ''
  const outlet = outletOf(before, told(context, 'address') ?? text, context)
  const km = kilometresIn(text) ?? distanceTo(outlet, text) ?? before.distanceKm
  const due = arrivalDue(profile, outlet, km, called)
  const after: ServiceCase = {
    ...before,
    distanceKm: km,
    arrivalDueAt: due ?? null,
    restoreDueAt: profile.restore ? called + profile.restore : null,
    updatedAt: now,
  }
  await saveCase(tx, before, after, 'bot', { site: text, km, arrivalDueAt: due ?? null })
  promiseRestoration(after, context)
  if (due !== undefined && due > now) return ok({ case: caseValues(after), promise: promiseOf(after, called) })
  const outcome = km === null ? 'unknown' : 'too-far'
  await askForTime(after, context)
  return { outcome, values: { case: caseValues(after) } }
}

/** The outlet of the place, as far as it looks after such machines, else the first that does. */
function outletOf({ appliance }: ServiceCase, address: string, { service }: ActionContext): Outlet {
  const named = outletFor(service.outlets, address, appliance ?? undefined)
  const serves = ({ products }: Outlet) =>
    appliance !== null && (products === undefined || products.includes(appliance))
  return serves(named) ? named : (service.outlets.outlets.find(serves) ?? named)
}

/** at another place the promise of an arrival is another; where nothing was promised, nothing is. */
export async function promiseAgain(
  context: ActionContext,
  before: ServiceCase,
  outlet: Outlet,
  distanceKm: number | null,
): Promise<void> {
  const profile = profileFor(before, context)
  if (profile.arrival !== 'distance') return
  const arrivalDueAt = arrivalDue(profile, outlet, distanceKm, before.openedAt) ?? null
  await saveCase(context.tx, before, { ...before, distanceKm, arrivalDueAt, updatedAt: context.now }, 'customer')
  if (arrivalDueAt === null) await askForTime({ ...before, distanceKm }, context)
}

function profileFor({ profile, appliance }: ServiceCase, { service }: ActionContext): Profile {
  const { profiles } = service.policy
  const own = profiles[profileOf(service, appliance, profile === 'household' ? null : profile)]
  return own ?? { arrival: 'appointment', postWarranty: 'tariff' }
}

/** R-026; whoever owns the conversation by then, it is the desk's to see. */
function promiseRestoration({ id, restoreDueAt }: ServiceCase, { remind }: ActionContext): void {
  if (restoreDueAt === null) return
  remind({ key: `restore:${id}`, at: restoreDueAt, flow: 'desk', values: { do: 'restore-due', case: id } })
}

/** `{ km, hours, arrivalAt, restoreAt }`: instants in epoch milliseconds, `hours` from the call. */
function promiseOf({ distanceKm, arrivalDueAt, restoreDueAt }: ServiceCase, called: number): Values {
  return {
    km: distanceKm,
    hours: Math.round(((arrivalDueAt ?? called) - called) / HOUR_MS),
    arrivalAt: arrivalDueAt,
    ...(restoreDueAt !== null && { restoreAt: restoreDueAt }),
  }
}

const HOUR_MS = 3_600_000

/** nobody of ours invents a time; somebody states it. */
async function askForTime({ id, distanceKm }: ServiceCase, { tx, conversationId }: ActionContext): Promise<void> {
  await addTask(tx, { conversationId, caseId: id, kind: 'state-arrival', data: { km: distanceKm } })
}
