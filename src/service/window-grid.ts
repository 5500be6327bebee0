/** The policy's windows by the clock of an outlet, each with those who are on duty then. */
import { dayOf, instantAt } from './local-time.ts'
import { trainedTechnicians } from './outlets.ts'
import type { Outlet, Outlets } from './outlets-file.ts'
import type { Policy } from './policy.ts'
import { isOnDuty, type OnRoster, type Span } from './roster.ts'

/** `buffer`: minutes of travel between two visits. */
export type Member = OnRoster & { readonly id: string; readonly buffer: number }

/** Technicians of an outlet who may be sent to an appliance. */
export type Team = {
  readonly outlet: Pick<Outlet, 'id' | 'zone' | 'holidays'>
  readonly technicians: readonly Member[]
}

/** Of a team, those who are on duty in a window. */
export type Crew = {
  readonly technicianIds: readonly string[]
  /** A `1` at the place of each technician of the team who is in it, `0` at all others. */
  readonly places: string
}

/** A window of the grid, whoever has it free. */
export type Slot = Span & {
  readonly crew: Crew
  /** It begins in a time of rest. */
  readonly isAvoided: boolean
}

const teams = new WeakMap<Outlets, Map<string, Team>>()
const MOST_TEAMS = 500

/** The team for an appliance, or for any while that is not known; the same object while the outlets are the same. */
export function teamOf(outlets: Outlets, outlet: Team['outlet'], appliance: string | undefined): Team {
  let known = teams.get(outlets)
  if (!known || known.size >= MOST_TEAMS) {
    known = new Map()
    teams.set(outlets, known)
  }
  const key = `${outlet.id} ${appliance ?? ''}`
  const team = known.get(key) ?? { outlet, technicians: trainedTechnicians(outlets, outlet.id, appliance) }
  known.set(key, team)
  return team
}

type Grid = Pick<Policy['booking'], 'windows' | 'avoid'>

const grids = new WeakMap<Team, WeakMap<Grid, Map<number, readonly Slot[]>>>()
const MOST_DAYS = 400

/** The windows of a local day that somebody is on duty for, in the order of the grid; found once. */
export function slotsOn(team: Team, grid: Grid, day: number): readonly Slot[] {
  const byGrid = grids.get(team) ?? new WeakMap<Grid, Map<number, readonly Slot[]>>()
  grids.set(team, byGrid)
  let days = byGrid.get(grid)
  if (!days || days.size >= MOST_DAYS) {
    days = new Map()
    byGrid.set(grid, days)
  }
  const slots = days.get(day) ?? findSlots(team, grid, day)
  days.set(day, slots)
  return slots
}

/** Whether the grid has this very window, and who is on duty then. */
export function slotAt(team: Team, grid: Grid, { startsAt, endsAt }: Span): Slot | undefined {
  const slots = slotsOn(team, grid, dayOf(startsAt, team.outlet.zone))
  return slots.find(slot => slot.startsAt === startsAt && slot.endsAt === endsAt)
}

function findSlots(team: Team, { windows, avoid }: Grid, day: number): readonly Slot[] {
  const { zone } = team.outlet
  return windows.flatMap(interval => {
    const startsAt = instantAt(day, interval.from, zone)
    const endsAt = instantAt(day, interval.to, zone)
    // A clock that is put forward skips this time; one that is put back shows it twice, and the first is meant.
    if (startsAt === undefined || endsAt === undefined || endsAt <= startsAt) return []
    const crew = crewOf(team, { startsAt, endsAt })
    const isAvoided = avoid.some(({ from, to }) => interval.from >= from && interval.from < to)
    return crew.technicianIds.length === 0 ? [] : [{ startsAt, endsAt, crew, isAvoided }]
  })
}

type Rosters = { readonly crews: Map<string, Crew>; readonly keys: readonly string[] }

const rosters = new WeakMap<Team, Rosters>()

function crewOf(team: Team, span: Span): Crew {
  const { crews, keys } = rostersOf(team)
  // Many technicians share a roster; whether it covers the window is asked once for all of them.
  const onDuty = new Map<string, boolean>()
  const isThere = team.technicians.map((technician, place) => {
    const key = keys[place] ?? ''
    const found = onDuty.get(key) ?? isOnDuty(technician, team.outlet, span)
    onDuty.set(key, found)
    return found
  })
  const places = isThere.map(there => (there ? '1' : '0')).join('')
  const crew = crews.get(places) ?? {
    technicianIds: team.technicians.filter((_, place) => isThere[place]).map(({ id }) => id),
    places,
  }
  crews.set(places, crew)
  return crew
}

function rostersOf(team: Team): Rosters {
  const known = rosters.get(team) ?? {
    crews: new Map(),
    keys: team.technicians.map(({ roster, absences }) => JSON.stringify([roster, absences])),
  }
  rosters.set(team, known)
  return known
}
