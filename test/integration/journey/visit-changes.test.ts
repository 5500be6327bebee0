/** Scripts E-05 and E-07 of the rulebook, as the customer of each platform reads them. */
import { afterEach, describe, expect, test } from 'vitest'
import type { Platform } from '../../support/channel-rig.ts'
import { type AtDoor, bookedVisit, enRouteVisit, moved, takesWindow, tasksOf, visitOf } from '../../support/door.ts'
import { shippedContent } from '../../support/house.ts'
import { moveVisit } from '../../support/journey.ts'
import { freeWindow, WORDS } from '../../support/to-the-door.ts'

const EACH = (['telegram', 'slack'] as const).flatMap(platform =>
  (['en', 'zh'] as const).map(language => [platform, language] as const),
)
const MINUTE = 60_000

const content = await shippedContent()
let here: AtDoor

afterEach(() => here.house.close())

async function stands(platform: Platform, language: 'en' | 'zh', how: typeof bookedVisit): Promise<void> {
  here = await how(platform, language, content)
}

describe.each(EACH)('on %s in %s', (platform, language) => {
  const words = WORDS[language]

  test('E-05: another time is refused; the old one stays, somebody else is found, and the customer hears who', async () => {
    await stands(platform, language, bookedVisit)
    await moved(here, 'assign')
    await here.customer.hears(here.lines.assigned)
    const before = await visitOf(here)
    const window = await here.house.app.database.transaction(here.house.app.clock.now(), tx =>
      freeWindow(tx, content.loaded.service, before.id),
    )
    await moved(here, 'propose', { window, reason: 'previous-visit' })
    const asked = await here.customer.hears(words.proposed)
    expect(asked.text).toMatch(words.previousVisit)
    expect(asked.text).toContain(here.window)
    expect((await visitOf(here)).state).toBe('RESCHEDULE_PROPOSED')

    await here.customer.taps(words.refuse)
    const kept = await here.customer.hears(words.kept)
    expect(kept.text).toContain(here.window)
    expect(kept.text).not.toMatch(/\d+ ?(minutes|分钟)/)
    expect(await visitOf(here)).toMatchObject({
      state: 'CONFIRMED',
      starts_at: before.starts_at,
      revision: before.revision,
    })
    expect((await tasksOf(here)).find(({ kind }) => kind === 'reassign')?.data).toMatchObject({ visit: before.id })
    expect(await here.house.rows('select state from booking')).toEqual([{ state: 'booked' }])

    const candidates = content.loaded.service.outlets.technicians.filter(
      ({ id, outlet, skills }) =>
        id !== before.technician_id && outlet === before.outlet_id && skills.includes('washing-machine'),
    )
    let other: (typeof candidates)[number] | undefined
    for (const technician of candidates) {
      if (!(await moveVisit(here.house, here.customer, 'assign', { technician: technician.id })).ok) continue
      other = technician
      break
    }
    if (!other) throw new Error('Nobody else has the time')
    const told = await here.customer.hears(words.otherEngineer)
    expect(told.text).toContain(other.name[language])
    expect(told.text).toContain(other.permitNo)
    expect(told.text).toContain((await visitOf(here)).code)
    expect(told.text).toContain(here.window)
  })

  test('E-07: ten minutes late, the customer must leave, and chooses another time at no charge; no gift is thought of', async () => {
    await stands(platform, language, enRouteVisit)
    const before = await visitOf(here)
    await here.house.app.time.moveBy(before.ends_at + 10 * MINUTE - here.house.app.clock.now())
    await here.house.settled()
    await here.customer.hears(words.warned)

    await here.customer.says(words.tenLate)
    const late = await here.customer.hears(words.late1)
    expect(late.labels).toEqual(expect.arrayContaining([words.wait, words.rebook]))
    await here.customer.taps(words.rebook)
    await here.customer.hears(words.free)
    const window = await takesWindow(here, /./)
    const done = await here.customer.hears(words.rebooked)
    expect(done.text).toContain(window)
    const after = await visitOf(here)
    expect(after.state).toBe('CONFIRMED')
    expect(after.starts_at).toBeGreaterThan(before.starts_at)
    const kinds = (await tasksOf(here)).map(({ kind }) => kind)
    expect(kinds).not.toContain('late-remedy')
    const said = here.customer.seen.map(({ text }) => text).join('\n')
    expect(said).not.toMatch(/gift|compensation|礼品|礼物|补偿/)
  })
})
