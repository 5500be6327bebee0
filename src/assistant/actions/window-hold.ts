/** Which windows a customer can have just now, and taking one of them for a while. */
import { DAY_MS } from '../../service/local-time.ts'
import { findOutlet, outletFor, trainedTechnicians } from '../../service/outlets.ts'
import type { Visit } from '../../service/visit.ts'
import { decodeWindow, freeTechnicians, type WindowQuery, type WindowValue } from '../../service/windows.ts'
import { readWish } from '../../service/wish.ts'
import { type Booking, holdWindow, takenBetween } from '../../store/bookings.ts'
import { findCase } from '../../store/cases.ts'
import type { ActionContext } from '../action.ts'
import { told } from './known.ts'

/**
 * What windows are chosen from: all within the horizon, of the outlet that serves the address, or only what is
 * near the one window that is meant.
 */
export async function windowQuery(
  context: ActionContext,
  visit: Visit | undefined,
  meant?: WindowValue,
): Promise<WindowQuery> {
  const { tx, now, service, conversationId } = context
  const { policy, outlets } = service
  const appliance = await applianceOf(context, visit)
  const outlet = meant
    ? findOutlet(outlets, meant.outletId)
    : outletFor(outlets, told(context, 'address') ?? visit?.address, appliance)
  const wish = readWish(told(context, 'wish') ?? '', now, outlet.zone)
  const [from, to] = meant
    ? [meant.startsAt - DAY_MS / 2, meant.startsAt + DAY_MS / 2]
    : [now, now + policy.booking.horizon + DAY_MS]
  const own = { conversationId, ...(visit && { visitId: visit.id }) }
  return {
    outlet,
    technicians: trainedTechnicians(outlets, outlet.id, appliance),
    taken: await takenBetween(tx, from, to, own),
    now,
    policy,
    ...(wish && { wish }),
  }
}

/** A visit is for the appliance of its case, whatever the conversation is about by now. */
async function applianceOf(context: ActionContext, visit: Visit | undefined): Promise<string | undefined> {
  const theCase = visit && (await findCase(context.tx, visit.caseId))
  return theCase?.appliance ?? told(context, 'appliance')
}

/**
 * Holds the window a button stands for; undefined when it cannot be had (any more). The technician of the visit that is
 * moved is asked first, then whoever has least to do that day, by lot among equals.
 */
export async function takeWindow(
  context: ActionContext,
  value: unknown,
  visit: Visit | undefined,
): Promise<Booking | undefined> {
  const { tx, now, service, conversationId, random } = context
  const window = typeof value === 'string' ? decodeWindow(value) : undefined
  if (!window) return undefined
  const query = await windowQuery(context, visit, window)
  const load = (id: string) => query.taken.filter(({ technicianId }) => technicianId === id).length
  const free = freeTechnicians(query, window)
    .map(id => ({ id, rank: [id === visit?.technicianId ? 0 : 1, load(id), random(1_000_000)] as const }))
    .toSorted((one, other) => compareRanks(one.rank, other.rank))
  const { startsAt, endsAt } = window
  const until = now + service.policy.booking.hold
  return holdWindow(
    tx,
    free.map(({ id }) => id),
    { conversationId, startsAt, endsAt, until },
  )
}

function compareRanks(one: readonly number[], other: readonly number[]): number {
  const place = one.findIndex((rank, index) => rank !== other[index])
  return place < 0 ? 0 : (one[place] ?? 0) - (other[place] ?? 0)
}
