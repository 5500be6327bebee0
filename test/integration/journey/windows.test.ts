/** Five hundred people and seven places, through the turns of a whole house (R-034, peers I21 to I27). */
import { DateTime } from 'luxon'
import { expect, test } from 'vitest'
import { parseDayInterval } from '../../../src/service/calendar.ts'
import type { Service } from '../../../src/service/service.ts'
import { windowLabel } from '../../../src/service/windows.ts'
import { shippedContent } from '../../support/house.ts'
import { type Caller, openTown, type Town } from '../../support/town.ts'

const ZONE = 'Europe/Berlin'
const PLACES = 7
const content = await shippedContent()

const at = (local: string) => DateTime.fromISO(local, { zone: ZONE }).toMillis()
const interval = (text: string) => parseDayInterval(text) ?? { from: 0, to: 0 }

/** The sample service in Berlin, with seven technicians who are there from midnight on. */
function inBerlin(): Service {
  const { service } = content.loaded
  const shifts = ['00:00-20:00'].map(interval)
  const roster = { mon: shifts, tue: shifts, wed: shifts, thu: shifts, fri: shifts, sat: shifts, sun: shifts }
  const [headOffice] = service.outlets.outlets
  const [sample] = service.outlets.technicians
  if (!sample) throw new Error('The sample has no technician')
  return {
    ...service,
    policy: {
      ...service.policy,
      region: { ...service.policy.region, zone: ZONE },
      booking: { ...service.policy.booking, windows: ['02:00-04:00', '08:00-10:00', '10:00-12:00'].map(interval) },
    },
    outlets: {
      ...service.outlets,
      outlets: [{ ...headOffice, zone: ZONE, holidays: [] }],
      technicians: Array.from({ length: PLACES }, (_, number) => ({
        ...sample,
        id: `engineer-${number}`,
        outlet: headOffice.id,
        skills: ['washing-machine'],
        roster,
        absences: [],
        buffer: 0,
      })),
    },
  }
}

const GONE = { en: /that time was taken just now\. These are free:/, zh: /这个时间刚刚被约走了。现在可以约的时间有：/ }
const EXPIRED = { en: /somebody else has it now\. These are free:/, zh: /这个时间被别人约走了。现在可以约的时间有：/ }

/** Who heard what, of all that they have heard since they were asked last. */
function hearing(town: Town, callers: readonly Caller[]) {
  const told = new Map(callers.map(caller => [caller, town.heard(caller)]))
  return (pattern: (caller: Caller) => RegExp) => callers.filter(caller => pattern(caller).test(told.get(caller) ?? ''))
}

const ids = (callers: readonly Caller[]) => callers.map(({ id }) => id)

const DAYS: readonly (readonly [string, string, string, string])[] = [
  ['an ordinary day', '2026-03-23T20:00', '2026-03-24T08:00', '2026-03-24T10:00'],
  // 02:00 is skipped.
  ['the day clocks go forward', '2026-03-28T20:00', '2026-03-29T08:00', '2026-03-29T10:00'],
  // 02:00 comes twice, and the first is meant.
  ['the day clocks go back', '2026-10-24T20:00', '2026-10-25T02:00+02:00', '2026-10-25T04:00+01:00'],
]

test.each(DAYS)(
  'R-034: of 500 who tap the same time on %s and confirm at once 7 have it, and the others hear so and have others',
  async (_, now, start, end) => {
    const town = await openTown(content, inBerlin(), at(now))
    const people = town.people(500)
    await town.reachTimes(people)
    const label = windowLabel({ startsAt: at(start), endsAt: at(end) }, ZONE)
    const offered = people.filter(caller => town.times(caller).includes(label[caller.language]))
    expect(offered).toHaveLength(500)
    hearing(town, people)

    await town.all(people, caller => town.tap(caller, label[caller.language]))
    const held = hearing(town, people)
    const lucky = held(({ lines }) => lines.summary)
    const others = held(({ language }) => GONE[language])
    expect([lucky.length, others.length]).toEqual([PLACES, 500 - PLACES])
    for (const caller of others) {
      expect(town.times(caller)).not.toContain(label[caller.language])
      expect(town.times(caller).length).toBeGreaterThan(0)
    }

    // The lucky confirm while all the others go for the next time.
    await town.all(people, caller =>
      lucky.includes(caller) ? town.tap(caller, caller.lines.confirm) : town.tap(caller, town.times(caller)[0] ?? ''),
    )
    const booked = hearing(town, people)
    expect(ids(booked(({ lines }) => lines.booked))).toEqual(ids(lucky))
    expect(booked(({ lines }) => lines.summary)).toHaveLength(PLACES)
    expect(booked(({ language }) => GONE[language])).toHaveLength(500 - 2 * PLACES)
    expect(
      await town.rows(
        `select count(*) as visits, count(distinct booking.technician_id) as engineers, min(visit.starts_at) as starts
         from visit join booking on booking.visit_id = visit.id and booking.state = 'booked'`,
      ),
    ).toEqual([{ visits: PLACES, engineers: PLACES, starts: at(start) }])
  },
  // Seven thousand turns, on a machine that may be doing something else.
  300_000,
)

test('R-034: what was kept for ten minutes of silence is for others: of 14 who confirm at once 7 have it', async () => {
  const town = await openTown(content, inBerlin(), at('2026-03-23T20:00'))
  const people = town.people(2 * PLACES)
  const [early, late] = [people.slice(0, PLACES), people.slice(PLACES)]
  await town.reachTimes(people)
  const label = windowLabel({ startsAt: at('2026-03-24T08:00'), endsAt: at('2026-03-24T10:00') }, ZONE)
  await town.all(early, caller => town.tap(caller, label[caller.language]))
  await town.house.app.time.moveBy(content.loaded.service.policy.booking.hold)
  await town.all(late, caller => town.tap(caller, label[caller.language]))
  hearing(town, people)

  await town.all(people, caller => town.tap(caller, caller.lines.confirm))
  const booked = hearing(town, people)
  expect(ids(booked(({ lines }) => lines.booked))).toEqual(ids(late))
  expect(ids(booked(({ language }) => EXPIRED[language]))).toEqual(ids(early))
  for (const caller of early) {
    expect(town.times(caller)).not.toContain(label[caller.language])
    expect(town.times(caller).length).toBeGreaterThan(0)
  }
  expect(await town.rows('select count(*) as visits, count(distinct technician_id) as engineers from booking')).toEqual(
    [{ visits: PLACES, engineers: PLACES }],
  )
})
