/** From the first word to our engineer at the door, and what a house holds of it, for tests about the door. */
import type { VisitMove } from '../../src/desk/command.ts'
import type { Language, Values } from '../../src/flow/flow.ts'
import { type ChannelHouse, openChannelHouse, type Platform } from './channel-rig.ts'
import type { Person } from './customer.ts'
import type { Content } from './house.ts'
import { bookLastWindow, HOUR_MS, LINES, type Lines, moveVisit, offeredWindows, reachWindows } from './journey.ts'

export type AtDoor = {
  readonly house: ChannelHouse
  readonly customer: Person
  readonly lines: Lines
  /** The window that was agreed, as the customer reads it. */
  readonly window: string
}

export type VisitRow = {
  readonly id: number
  readonly state: string
  readonly code: string
  readonly technician_id: string | null
  readonly outlet_id: string
  readonly starts_at: number
  readonly ends_at: number
  readonly revision: number
  readonly address: string
  readonly entry_allowed_at: number | null
  readonly distance_km: number | null
}

/** A visit that is booked; nobody is assigned yet. */
export async function bookedVisit(platform: Platform, language: Language, content: Content): Promise<AtDoor> {
  const house = await openChannelHouse(platform, content)
  const customer = house.person({ language })
  const lines: Lines = LINES[language]
  await reachWindows(customer, lines)
  return { house, customer, lines, window: await bookLastWindow(customer, lines) }
}

/** So many minutes after the window has begun, the engineer is at the door. */
export async function arrivedVisit(platform: Platform, language: Language, content: Content): Promise<AtDoor> {
  const here = await enRouteVisit(platform, language, content)
  await moved(here, 'arrived')
  await here.customer.hears(here.lines.arrived)
  return here
}

/** Within the agreed window, the engineer is on the way. */
export async function enRouteVisit(platform: Platform, language: Language, content: Content): Promise<AtDoor> {
  const here = await bookedVisit(platform, language, content)
  await moved(here, 'assign')
  await here.customer.hears(here.lines.assigned)
  const { starts_at } = await visitOf(here)
  await here.house.app.time.moveBy(starts_at + 5 * 60_000 - here.house.app.clock.now())
  await here.house.settled()
  await moved(here, 'on-the-way')
  await here.customer.hears(here.lines.onTheWay)
  return here
}

/** An order of the staff that must be obeyed. */
export async function moved(here: AtDoor, move: VisitMove, details: Values = {}): Promise<void> {
  const outcome = await moveVisit(here.house, here.customer, move, details)
  if (!outcome.ok) throw new Error(`${move} was refused: ${JSON.stringify(outcome)}`)
}

export async function visitOf({ house, customer }: Pick<AtDoor, 'house' | 'customer'>): Promise<VisitRow> {
  const [visit] = await house.rows<VisitRow>('select * from visit where conversation_id = ? order by id desc', [
    customer.conversation,
  ])
  if (!visit) throw new Error('There is no visit')
  return visit
}

/** Kinds of open tasks with what they bring, oldest first. */
export async function tasksOf({
  house,
}: Pick<AtDoor, 'house'>): Promise<{ kind: string; data: Record<string, unknown> }[]> {
  const rows = await house.rows<{ kind: string; data: string | null }>(
    "select kind, data from staff_task where state = 'OPEN' order by id",
  )
  return rows.map(({ kind, data }) => ({ kind, data: data === null ? {} : JSON.parse(data) }))
}

/** The clock stands where the visit is to be confirmed (policy `previsit.confirm`). */
export async function comesToReminder(here: AtDoor): Promise<void> {
  const { starts_at } = await visitOf(here)
  await here.house.app.time.moveBy(starts_at - 18 * HOUR_MS - here.house.app.clock.now())
  await here.house.settled()
}

/** The last window offered now whose label matches, taken. */
export async function takesWindow({ customer }: AtDoor, label: RegExp): Promise<string> {
  const window = offeredWindows(customer).findLast(offered => label.test(offered))
  if (window === undefined) throw new Error(`None of ${offeredWindows(customer).join(' | ')} matches ${label}`)
  await customer.taps(window)
  return window
}
