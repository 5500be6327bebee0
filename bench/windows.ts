/**
 * The first five free windows of an outlet with 200 technicians and 20,000 bookings in 30 days (67 %), as they are found
 * now and as they were before: every booking of the horizon loaded and looked through. CPU of the whole process, with the
 * threads in which the database works.
 */
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseDayInterval, type WeekHours } from '../src/service/calendar.ts'
import { DAY_MS } from '../src/service/local-time.ts'
import type { Policy } from '../src/service/policy.ts'
import { slotsOn, type Team } from '../src/service/window-grid.ts'
import { type FoundSlots, offerWindows, type WindowSearch } from '../src/service/windows.ts'
import { findFree } from '../src/store/bookings.ts'
import { type Database, openDatabase } from '../src/store/database.ts'
import type { Tx } from '../src/store/sql.ts'
import { findFreeLoaded } from './windows-loaded.ts'

const TECHNICIANS = 200
const DAYS = 30
const BOOKINGS = 20_000
/** Monday, 23 November 2026, 00:00 in Shanghai. */
const NOW = Date.parse('2026-11-23T00:00:00+08:00')
const FIRST_DAY = Date.parse('2026-11-23T00:00:00Z') / DAY_MS

const interval = (text: string) => parseDayInterval(text) ?? { from: 0, to: 0 }
const shifts = ['08:00-20:00'].map(interval)
const roster: WeekHours = { mon: shifts, tue: shifts, wed: shifts, thu: shifts, fri: shifts, sat: shifts, sun: shifts }
const team: Team = {
  outlet: { id: 'bench', zone: 'Asia/Shanghai', holidays: [] },
  technicians: Array.from({ length: TECHNICIANS }, (_, number) => ({
    id: `technician-${number}`,
    roster,
    absences: [],
    buffer: 0,
  })),
}
const booking: Policy['booking'] = {
  hold: 600_000,
  horizon: DAYS * DAY_MS,
  notice: 0,
  promise: 2 * DAY_MS,
  offered: 5,
  windows: ['08:00-10:00', '10:00-12:00', '14:00-16:00', '16:00-18:00', '18:00-20:00'].map(interval),
  avoid: [],
  carryOver: 18 * 60,
}

/** `spread`: at random over the 30 days · `full`: the first twenty days have no place left. */
export type Spread = 'spread' | 'full'

export type WindowFigures = {
  readonly spread: Spread
  /** Statements for one offer. */
  readonly statements: number
  /** Microseconds of CPU for one offer. */
  readonly now: number
  readonly before: number
}

type Find = (tx: Tx, search: WindowSearch) => Promise<FoundSlots>

const CONTENDERS: readonly { readonly find: Find; readonly offers: number }[] = [
  { find: (tx, search) => findFree(tx, search, {}), offers: 200 },
  { find: findFreeLoaded, offers: 5 },
]

/** Medians over the rounds, the contenders interleaved. */
export async function measureWindows(rounds: number): Promise<readonly WindowFigures[]> {
  return [await measureSpread('spread', rounds), await measureSpread('full', rounds)]
}

async function measureSpread(spread: Spread, rounds: number): Promise<WindowFigures> {
  const file = join(tmpdir(), `aftercare-windows-${process.pid}-${spread}.sqlite`)
  const database = await openDatabase(`sqlite:${file}`)
  try {
    await fill(database, spread)
    const [now, before] = CONTENDERS
    if (!now || !before) throw new Error('There are two ways to find windows')
    const { statements } = await compare(database, now.find, before.find)
    const figures: number[][] = [[], []]
    for (let round = 0; round < rounds + 1; round++) {
      for (const [place, { find, offers }] of CONTENDERS.entries()) {
        const cpu = await cpuOf(database, find, spread === 'full' ? Math.ceil(offers / 10) : offers)
        // The first round warms up.
        if (round > 0) figures[place]?.push(cpu)
      }
    }
    return { spread, statements, now: median(figures[0] ?? []), before: median(figures[1] ?? []) }
  } finally {
    await database.close()
    await Promise.all(['', '-wal', '-shm'].map(end => rm(`${file}${end}`, { force: true })))
  }
}

async function fill(database: Database, spread: Spread): Promise<void> {
  const places = Array.from({ length: DAYS }, (_, day) => slotsOn(team, booking, FIRST_DAY + day))
    .flat()
    .flatMap(({ startsAt, endsAt }) => team.technicians.map(({ id }) => [id, startsAt, endsAt] as const))
  if (spread === 'spread') shuffle(places)
  await database.transaction(NOW, tx =>
    tx.run(
      `INSERT INTO booking (technician_id, starts_at, ends_at, conversation_id, visit_id, state)
       SELECT place.value ->> 0, place.value ->> 1, place.value ->> 2, 'web:' || place.key, place.key + 1, 'booked'
       FROM json_each(?) AS place`,
      [JSON.stringify(places.slice(0, BOOKINGS))],
    ),
  )
}

/** Both ways must offer the same, or the figures mean nothing. */
async function compare(database: Database, now: Find, before: Find): Promise<{ statements: number }> {
  let statements = 0
  const [one, other] = await database.transaction(NOW, async tx => {
    const counted: Tx = {
      ...tx,
      all: (text, params) => {
        statements += 1
        return tx.all(text, params)
      },
    }
    const first = await offer(counted, now)
    return [first, await offer(tx, before)]
  })
  if (one === '' || one !== other) throw new Error(`Offered now: ${one}; before: ${other}`)
  return { statements }
}

async function offer(tx: Tx, find: Find): Promise<string> {
  const windows = await offerWindows({ team, now: NOW, policy: { booking } }, search => find(tx, search))
  return windows.map(({ value }) => value).join(' ')
}

async function cpuOf(database: Database, find: Find, offers: number): Promise<number> {
  return database.transaction(NOW, async tx => {
    const begin = process.cpuUsage()
    for (let count = 0; count < offers; count++) await offer(tx, find)
    const { user, system } = process.cpuUsage(begin)
    return (user + system) / offers
  })
}

function shuffle(places: unknown[]): void {
  let seed = 1
  for (let last = places.length - 1; last > 0; last--) {
    seed = (seed * 16_807) % 2_147_483_647
    const chosen = seed % (last + 1)
    ;[places[last], places[chosen]] = [places[chosen], places[last]]
  }
}

function median(figures: readonly number[]): number {
  return figures.toSorted((one, other) => one - other)[Math.floor(figures.length / 2)] ?? Number.NaN
}

/** As Markdown. */
export function windowsTable(figures: readonly WindowFigures[]): string {
  const rows = figures.map(({ spread, statements, now, before }) => {
    const name = spread === 'spread' ? 'at random over 30 days' : 'the first 20 days full'
    return `| ${name} | ${statements} | ${Math.round(now)} | ${Math.round(before)} | ${(before / now).toFixed(1)} |`
  })
  return ['| bookings | statements | CPU µs | CPU µs, all loaded | ratio |', '|---|---|---|---|---|', ...rows].join(
    '\n',
  )
}
