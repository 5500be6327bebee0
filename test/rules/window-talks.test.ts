/** Windows as customers hear of them, rule by rule, through a whole house in both languages (rulebook section B). */
import { describe, expect, test } from 'vitest'
import { DAY_MS } from '../../src/service/local-time.ts'
import { holdWindow } from '../../src/store/bookings.ts'
import { MONDAY_MORNING, shippedContent } from '../support/house.ts'
import { changedTeam, label, type TeamChanges } from '../support/team.ts'
import { openTown, type Town } from '../support/town.ts'

const HOUR = 3_600_000
const content = await shippedContent()
const sample = content.loaded.service
const serviceWith = (changes: TeamChanges) => changedTeam(sample, changes)

const starts = async (town: Town) =>
  (await town.rows('select starts_at from booking order by id')).map(row => Number(row.starts_at))
const kinds = async (town: Town) => (await town.rows('select kind from staff_task')).map(({ kind }) => kind)

const WORDS = {
  en: {
    taken: /that time was taken just now\. These are free:/,
    otherTime: 'Another time',
    noon: 'tomorrow at noon',
    nextWeek: '2026-03-11',
    cancel: 'cancel',
    sure: /Yes/,
  },
  zh: {
    taken: /这个时间刚刚被约走了。现在可以约的时间有：/,
    otherTime: '换个时间',
    noon: '明天中午',
    nextWeek: '3月11日',
    cancel: '取消',
    sure: /是/,
  },
} as const

describe.each(['en', 'zh'] as const)('in %s', language => {
  const words = WORDS[language]

  test('R-021: a household that wishes for next week is offered it first, and one time within 48 hours besides', async () => {
    const town = await openTown(content, serviceWith({ technicians: [{ id: 'one' }] }))
    const [anna] = town.people(1, language)
    if (!anna) return
    await town.reachTimes([anna], () => words.nextWeek)
    expect(town.times(anna)).toContain(label('2026-03-11T08:00', language))
    expect(town.times(anna)).toContain(label('2026-03-02T14:00', language))
    expect(await kinds(town)).not.toContain('no-window-soon')
  })

  test('R-021: nobody has time within 48 hours: the soonest times are offered, and a person is asked to find one', async () => {
    const absences = [{ from: '2026-03-01', to: '2026-03-06' }]
    const town = await openTown(content, serviceWith({ technicians: [{ id: 'one', absences }] }))
    const [anna] = town.people(1, language)
    if (!anna) return
    await town.reachTimes([anna])
    expect(town.times(anna)[0]).toBe(label('2026-03-07T08:00', language))
    expect((await kinds(town)).filter(kind => kind === 'no-window-soon')).toHaveLength(1)
  })

  test('R-034: two tap the same time: one has it, the other hears that it is just taken, with other times', async () => {
    const town = await openTown(content, serviceWith({ technicians: [{ id: 'one' }] }))
    const [anna, ben] = town.people(2, language)
    if (!anna || !ben) return
    await town.reachTimes([anna, ben])
    const wanted = label('2026-03-02T14:00', language)
    town.heard(ben)
    await town.taps(anna, wanted)
    expect(town.heard(anna)).toMatch(anna.lines.summary)
    await town.taps(ben, wanted)
    expect(town.heard(ben)).toMatch(words.taken)
    expect(town.times(ben)).not.toContain(wanted)
    expect(town.times(ben).length).toBeGreaterThan(0)
    await town.taps(anna, anna.lines.confirm)
    expect(town.heard(anna)).toMatch(anna.lines.booked)
  })

  test('R-051: no time between 12:00 and 13:30 is offered; who asks for noon gets it', async () => {
    const windows = ['10:00-12:00', '12:00-14:00', '14:00-16:00']
    const town = await openTown(content, serviceWith({ technicians: [{ id: 'one' }], windows }))
    const [anna] = town.people(1, language)
    if (!anna) return
    await town.reachTimes([anna])
    expect(town.times(anna).length).toBeGreaterThan(0)
    expect(town.times(anna).filter(time => / 12:00–/.test(time))).toEqual([])
    await town.taps(anna, words.otherTime)
    await town.says(anna, words.noon)
    expect(town.times(anna)[0]).toBe(label('2026-03-03T12:00', language))
    await town.taps(anna, label('2026-03-03T12:00', language))
    await town.taps(anna, anna.lines.confirm)
    expect(await starts(town)).toEqual([Date.parse('2026-03-03T12:00+08:00')])
  })

  test('R-101: the same fault again on day 12: flag REPEAT, more urgent, and another engineer', async () => {
    const town = await openTown(content, serviceWith({ technicians: [{ id: 'one' }, { id: 'two' }] }))
    const [anna] = town.people(1, language)
    if (!anna) return
    await town.reachTimes([anna])
    await town.taps(anna, label('2026-03-02T14:00', language))
    await town.taps(anna, anna.lines.confirm)
    const [first] = await town.rows('select technician_id from booking')
    const { database, clock, time } = town.house.app
    await database.transaction(clock.now(), async tx => {
      await tx.run("update visit set state = 'ACCEPTED', technician_id = ?, completed_at = ?", [
        String(first?.technician_id),
        clock.now(),
      ])
      await tx.run("update service_case set state = 'RESOLVED', resolved_at = ?", [clock.now()])
      await tx.run('delete from timer')
    })
    await time.moveBy(12 * DAY_MS)
    await town.says(anna, anna.lines.opening, anna.lines.safe, anna.lines.hoseFine, anna.lines.filterClean)
    for (const said of [anna.lines.bought, anna.lines.noWish]) {
      if (town.times(anna).length === 0) await town.says(anna, said)
    }
    expect(await town.rows('select flags, priority from service_case order by id')).toEqual([
      { flags: '[]', priority: 'MEDIUM' },
      { flags: '["REPEAT"]', priority: 'HIGH' },
    ])
    await town.taps(anna, town.times(anna)[0] ?? '')
    const [, second] = await town.rows('select technician_id from booking order by starts_at')
    expect([first?.technician_id, second?.technician_id].toSorted()).toEqual(['one', 'two'])
  })

  test.each(['cancel', 'hand-over', 'claim', 'silence'] as const)(
    'R-034: a time that is held is free again after %s',
    async how => {
      const town = await openTown(content, serviceWith({ technicians: [{ id: 'one' }] }))
      const [anna, ben] = town.people(2, language)
      if (!anna || !ben) return
      await town.reachTimes([anna, ben])
      const wanted = label('2026-03-02T14:00', language)
      if (how !== 'claim') await town.taps(anna, wanted)
      if (how === 'cancel') await town.says(anna, words.cancel)
      if (how === 'hand-over' || how === 'claim') await town.says(anna, anna.lines.human)
      if (how === 'silence') await town.house.app.time.moveBy(sample.policy.booking.hold)
      if (how === 'claim') {
        const startsAt = Date.parse('2026-03-02T14:00+08:00')
        const hold = { conversationId: 'test:1', startsAt, endsAt: startsAt + 2 * HOUR, until: MONDAY_MORNING + HOUR }
        await town.house.app.database.transaction(MONDAY_MORNING, tx => holdWindow(tx, ['one'], hold))
        const [raised] = await town.rows('select id from escalation')
        expect(await town.desk(anna, { do: 'claim', escalation: Number(raised?.id) })).toMatchObject({ ok: true })
      }
      town.heard(ben)
      await town.taps(ben, wanted)
      expect(town.heard(ben)).toMatch(ben.lines.summary)
      expect(await town.rows("select conversation_id from booking where state = 'held'")).toEqual([
        { conversation_id: 'test:2' },
      ])
    },
  )
})
