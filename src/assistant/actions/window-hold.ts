/** Which windows a customer can have just now, and taking one of them for a while. */
import type { ServiceCase } from '../../service/case.ts'
import { DAY_MS, dayOfDate, instantFrom } from '../../service/local-time.ts'
import { findOutlet, outletFor } from '../../service/outlets.ts'
import type { Outlet } from '../../service/outlets-file.ts'
import type { Visit } from '../../service/visit.ts'
import { type Team, teamOf } from '../../service/window-grid.ts'
import {
  buffersOf,
  decodeWindow,
  meantSlot,
  offerWindows,
  type Window,
  type WindowQuery,
  type WindowValue,
} from '../../service/windows.ts'
import { readWish } from '../../service/wish.ts'
import { type Booking, findFree, holdWindow, loadsBetween } from '../../store/bookings.ts'
import { findCase } from '../../store/cases.ts'
import { earlierTechnicians } from '../../store/earlier-visits.ts'
import { partsThereAt } from '../../store/parts.ts'
import type { ActionContext } from '../action.ts'
import { currentCase, told } from './known.ts'

/**
 * Windows that somebody has free, of the outlet that serves the address, and whether one is as soon as promised. The
 * address of a visit that is moved is its own, whatever other place was talked of, unless `address` was named for it.
 */
export async function freeWindows(
  context: ActionContext,
  visit: Visit | undefined,
  address?: string,
): Promise<{ readonly windows: readonly Window[]; readonly isSoon: boolean }> {
  const { tx, service, conversationId } = context
  const theCase = await caseOf(context, visit)
  const appliance = applianceOf(context, theCase)
  const outlet = outletFor(service.outlets, address ?? visit?.address ?? told(context, 'address'), appliance)
  // with the missing part, not before it is there.
  const partsAt = visit && (await partsThereAt(tx, visit.id))
  const query = {
    ...windowQuery(context, teamOf(service.outlets, outlet, appliance), theCase),
    ...(partsAt !== undefined && { earliest: partsAt }),
  }
  const asker = { conversationId, ...(visit && { visitId: visit.id }) }
  const windows = await offerWindows({ ...query, ...(visit && { without: visit }) }, search =>
    findFree(tx, search, asker),
  )
  const { earliest = query.now, promise = query.policy.booking.promise } = query
  return { windows, isSoon: windows.some(({ startsAt }) => startsAt <= Math.max(query.now, earliest) + promise) }
}

function windowQuery(context: ActionContext, team: Team, theCase: ServiceCase | undefined): WindowQuery {
  const { now, service } = context
  const { zone } = team.outlet
  const wish = readWish(told(context, 'wish') ?? '', now, zone)
  // goods are delivered when they are there, and soon after that.
  const ready = theCase?.type === 'DELIVERY' ? dayOfDate(theCase.readyOn ?? '') : undefined
  const delivery = ready !== undefined && {
    earliest: instantFrom(ready, 0, zone),
    promise: service.policy.delivery.within,
  }
  return { team, now, policy: service.policy, ...(wish && { wish }), ...delivery }
}

/** A visit is for its case, whatever the conversation is about by now. */
function caseOf(context: ActionContext, visit: Visit | undefined): Promise<ServiceCase | undefined> {
  return visit ? findCase(context.tx, visit.caseId) : currentCase(context)
}

function applianceOf(context: ActionContext, theCase: ServiceCase | undefined): string | undefined {
  return theCase?.appliance ?? told(context, 'appliance')
}

/**
 * Holds the window a button stands for; undefined when it cannot be had (any more). Of those who are on duty then, the
 * technician of the visit that is moved is asked first, whoever came for the same fault before last, and
 * of the others who has least to do that day, by lot among equals.
 */
export function takeWindow(
  context: ActionContext,
  value: unknown,
  visit: Visit | undefined,
): Promise<Booking | undefined> {
  const window = typeof value === 'string' ? decodeWindow(value) : undefined
  return window ? takeAt(context, window, visit) : Promise.resolve(undefined)
}

/** As `takeWindow`, of the outlet that the window names. */
export async function takeAt(
  context: ActionContext,
  window: WindowValue,
  visit: Visit | undefined,
): Promise<Booking | undefined> {
  const { tx, now, service, conversationId } = context
  const theCase = await caseOf(context, visit)
  const appliance = applianceOf(context, theCase)
  const outlet: Outlet = findOutlet(service.outlets, window.outletId)
  const team = teamOf(service.outlets, outlet, appliance)
  const slot = meantSlot(windowQuery(context, team, theCase), window)
  if (!slot) return undefined
  const { startsAt, endsAt, crew } = slot
  return holdWindow(tx, await inTurn(context, crew.technicianIds, { startsAt, visit, theCase, appliance }), {
    conversationId,
    startsAt,
    endsAt,
    until: now + service.policy.booking.hold,
    buffers: buffersOf(team, crew.technicianIds),
    ...(visit && { visitId: visit.id }),
  })
}

type Work = {
  readonly startsAt: number
  readonly visit: Visit | undefined
  readonly theCase: ServiceCase | undefined
  readonly appliance: string | undefined
}

async function inTurn(
  context: ActionContext,
  ids: readonly string[],
  { startsAt, visit, theCase, appliance }: Work,
): Promise<readonly string[]> {
  const { tx, now, service, conversationId, random } = context
  const loads = await loadsBetween(tx, startsAt - DAY_MS / 2, startsAt + DAY_MS / 2)
  const symptom = theCase?.symptomCode ?? told(context, 'symptom')
  const since = now - service.policy.case.repeat
  const earlier =
    appliance && symptom ? await earlierTechnicians(tx, { conversationId, appliance, symptom, since }) : []
  const place = (id: string) => (earlier.includes(id) ? 2 : id === visit?.technicianId ? 0 : 1)
  return ids
    .map(id => ({ id, rank: [place(id), loads.get(id) ?? 0, random(1_000_000)] as const }))
    .toSorted((one, other) => compareRanks(one.rank, other.rank))
    .map(({ id }) => id)
}

function compareRanks(one: readonly number[], other: readonly number[]): number {
  const place = one.findIndex((rank, index) => rank !== other[index])
  return place < 0 ? 0 : (one[place] ?? 0) - (other[place] ?? 0)
}
