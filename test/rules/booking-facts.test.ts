/** What a booking takes into account, rule by rule: days off, the way, the distance, and what is promised (rulebook B). */
import { describe, expect, test } from 'vitest'
import { addAsset } from '../../src/store/assets.ts'
import { openWorld } from '../integration/actions/action-world.ts'
import { MONDAY_MORNING, shippedContent } from '../support/house.ts'
import { changedTeam, label, type TeamChanges } from '../support/team.ts'
import { type Caller, openTown, type Town } from '../support/town.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const content = await shippedContent()
const sample = content.loaded.service

const open = (changes: TeamChanges) => openTown(content, changedTeam(sample, changes))

function only(town: Town, language: 'en' | 'zh'): Caller {
  const [caller] = town.people(1, language)
  if (!caller) throw new Error('Nobody is there')
  return caller
}

async function book(town: Town, caller: Caller, time: string): Promise<void> {
  await town.taps(caller, time)
  town.heard(caller)
  await town.taps(caller, caller.lines.confirm)
  expect(town.heard(caller)).toMatch(caller.lines.booked)
}

const visit = async (town: Town) => (await town.rows('select * from visit order by id desc limit 1'))[0] ?? {}

async function assign(town: Town, caller: Caller) {
  const { id, revision } = await visit(town)
  return town.desk(caller, { do: 'move-visit', visit: Number(id), revision: Number(revision), move: 'assign' })
}

const FAR = { en: '3 Chenjia Town, Chongming, Shanghai, house 5', zh: '上海市崇明区陈家镇1号5栋301室' }
const OTHER_FAR = { en: '8 Bin Road, Chongming, Shanghai, house 2', zh: '上海市崇明区滨江路8号2栋101室' }
const CORRECT = { en: 'the address is wrong', zh: '地址写错了' }
const LATER = { en: '2026-03-12', zh: '3月12日' }
const CHOOSE = { en: 'Choose a time', zh: '现在约时间' }

describe.each(['en', 'zh'] as const)('in %s', language => {
  test('peers I42: a holiday of the outlet and an absence of the only technician have no times', async () => {
    const absences = [{ from: '2026-03-04', to: '2026-03-05T12:00' }]
    const town = await open({ technicians: [{ id: 'one', absences }], outlet: { holidays: ['2026-03-03'] } })
    const anna = only(town, language)
    await town.reachTimes([anna])
    expect(town.times(anna)).toEqual(
      ['2026-03-02T14:00', '2026-03-02T16:00', '2026-03-02T18:00', '2026-03-05T14:00', '2026-03-05T16:00'].map(local =>
        label(local, language),
      ),
    )
  })

  test('R-034: the way between two visits is kept free when times are offered, and when one is taken', async () => {
    const town = await open({ technicians: [{ id: 'one', buffer: 30 }] })
    const [anna, ben] = town.people(2, language)
    if (!anna || !ben) return
    await town.reachTimes([anna, ben])
    await book(town, anna, label('2026-03-02T16:00', language))
    town.heard(ben)
    await town.taps(ben, label('2026-03-02T14:00', language))
    expect(town.heard(ben)).not.toMatch(ben.lines.summary)
    expect(town.times(ben)[0]).toBe(label('2026-03-03T08:00', language))
  })

  test('R-103: 75 km from an outlet that goes 60: kept with the visit, and nobody is sent before a manager says so', async () => {
    const town = await open({ technicians: [{ id: 'one' }] })
    const anna = only(town, language)
    await town.reachTimes([anna], undefined, FAR[language])
    await book(town, anna, town.times(anna)[0] ?? '')
    expect(await visit(town)).toMatchObject({ distance_km: 75, out_of_area_by: null })
    expect(await assign(town, anna)).toMatchObject({ ok: false, why: 'out-of-area' })
    const [task] = await town.rows("select id from staff_task where kind = 'out-of-area'")
    await town.desk(anna, { do: 'decide-task', task: Number(task?.id), approve: true })
    // Another far place is another question.
    await town.says(anna, CORRECT[language], OTHER_FAR[language])
    expect(await visit(town)).toMatchObject({ address: OTHER_FAR[language], distance_km: 75, out_of_area_by: null })
    expect(await assign(town, anna)).toMatchObject({ ok: false, why: 'out-of-area' })
    await town.says(anna, CORRECT[language], anna.lines.home)
    expect(await visit(town)).toMatchObject({ distance_km: null })
    expect(await assign(town, anna)).toMatchObject({ ok: true })
  })

  test('K-04: a customer with a critical contract is promised somebody within 30 minutes from the opening; a household is not', async () => {
    const town = await open({ technicians: [{ id: 'one' }] })
    const [anna, ben] = town.people(2, language)
    if (!anna || !ben) return
    // Known before, by a report of another kind.
    await town.reachTimes([anna, ben])
    await book(town, anna, town.times(anna)[0] ?? '')
    await town.house.app.database.transaction(MONDAY_MORNING, async tx => {
      const [row] = await tx.all<{ customer_id: number }>("select customer_id from conversation where id = 'test:1'")
      await addAsset(tx, {
        customerId: Number(row?.customer_id),
        appliance: 'refrigerator',
        modelNo: null,
        serialNo: null,
        purchasedOn: null,
        proven: false,
        profile: 'contract-critical',
      })
    })
    const fridge = { en: 'my fridge does not cool', zh: '冰箱不制冷' }[language]
    await town.says(anna, fridge, anna.lines.safe)
    const cases = await town.rows(
      'select conversation_id, appliance, profile, arrival_due_at from service_case order by id',
    )
    expect(cases).toEqual([
      { conversation_id: 'test:1', appliance: 'washing-machine', profile: 'household', arrival_due_at: null },
      { conversation_id: 'test:2', appliance: 'washing-machine', profile: 'household', arrival_due_at: null },
      {
        conversation_id: 'test:1',
        appliance: 'refrigerator',
        profile: 'contract-critical',
        arrival_due_at: MONDAY_MORNING + 30 * MINUTE,
      },
    ])
  })

  test('R-128: a wish for a later day comes first, and one time within three days of the goods stands beside it', async () => {
    const town = await open({ technicians: [{ id: 'one', skills: ['refrigerator'] }] })
    const anna = only(town, language)
    await town.says(anna, { en: 'hello', zh: '你好' }[language])
    const readyOn = '2026-03-05'
    expect(await town.desk(anna, { do: 'announce-delivery', appliance: 'refrigerator', readyOn })).toMatchObject({
      ok: true,
    })
    await town.taps(anna, CHOOSE[language])
    await town.says(anna, 'BCD-215', anna.lines.name, '13812345678', anna.lines.home, LATER[language])
    const ready = Date.parse(`${readyOn}T00:00+08:00`)
    expect(town.times(anna)).toContain(label('2026-03-12T08:00', language))
    const promised = [0, 1, 2].flatMap(day =>
      ['08:00', '10:00', '14:00', '16:00', '18:00'].map(time =>
        label(`${new Date(ready + 8 * HOUR + day * DAY).toISOString().slice(0, 10)}T${time}`, language),
      ),
    )
    expect(town.times(anna).filter(time => promised.includes(time))).toHaveLength(1)
  })
})

test('K-04: a loader 250 km away has the profile and the promise of machinery from the opening', async () => {
  const world = await openWorld('2026-03-02T09:00')
  world.tell({ appliance: 'loader', symptom: 'other', address: '扬州市江都区工业园8号' })
  await world.run('open-case')
  expect(await world.rows('select profile, distance_km, arrival_due_at from service_case')).toEqual([
    { profile: 'machinery', distance_km: 250, arrival_due_at: MONDAY_MORNING + 8 * HOUR },
  ])
})
