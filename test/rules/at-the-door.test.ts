/** Rules at the door: one test for each, by its number (rulebook section B). */
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Language } from '../../src/flow/flow.ts'
import { type ChannelHouse, openChannelHouse } from '../support/channel-rig.ts'
import { heardTexts } from '../support/customer.ts'
import {
  type AtDoor,
  arrivedVisit,
  bookedVisit,
  comesToReminder,
  enRouteVisit,
  moved,
  takesWindow,
  tasksOf,
  visitOf,
} from '../support/door.ts'
import type { Content } from '../support/house.ts'
import { HOUR_MS, moveVisit } from '../support/journey.ts'
import { slackContent } from '../support/slack-house.ts'

const MINUTE = 60_000

let content: Content
let house: ChannelHouse

beforeAll(async () => {
  content = await slackContent()
})
afterEach(() => house.close())

async function at(reach: Promise<AtDoor>): Promise<AtDoor> {
  const here = await reach
  house = here.house
  return here
}

async function later(ms: number): Promise<void> {
  await house.app.time.moveBy(ms)
  await house.settled()
}

const SAID = {
  en: {
    ping: /^Our engineer is at your door: Li Ming, work permit A1023, visit code \d{4}\. Are you there\?/,
    coming: 'I am coming',
    comingTold: /^Thank you, I am telling the engineer\./,
    missed: /^I am sorry that we could not meet you this time/,
    another: 'Choose another time',
    windows: /These times are free/,
    rebooked: /^Done, we come /,
    doubt: 'verify the technician',
    compare: /^Please compare, with the door closed/,
    type: 'Type what I am shown',
    shown: /^What does the work permit say/,
    ours: /^That is our engineer/,
    notOurs: /^Please do not open\./,
    nobody: /^I find nobody of ours who is due at your door now/,
    notSure: 'not sure',
    withManager: /with a manager present\?/,
    wantsManager: 'Yes, another time',
    owner: /May the engineer go in and work\?/,
    allow: 'Allow',
    allowed: /The engineer hears at once that you agree/,
    early: /^Li Ming is at your door already, before the agreed time/,
    notYet: 'Not before the agreed time',
    kept: /^All right, the agreed time stays/,
    meal: /^The engineer does not want to disturb your meal/,
    goOn: 'Please go on',
    goesOn: /^Thank you, I am telling the engineer/,
    elsewhere: 'Another address',
    where: /Where is the appliance\?/,
    carryOn: /shall the engineer carry on after all, or come at another time\?/,
    anotherTime: 'Another time',
    otherAddress: '88 Jiangnan Ave, Binjiang',
    wrong: 'The address of my visit is wrong',
    updated: /^Updated: 88 Jiangnan Ave, Binjiang/,
    near: '9 Other Road, Minhang, Shanghai',
    nearUpdated: /^Updated: 9 Other Road.*The time stays/,
    far: 'Chongming, 5 Harbour Road',
    farTold: /That is farther than we usually go/,
    loader: (km: number) => `Loader brake only at the floor, site ${km} km away`,
    loaderSomewhere: 'Loader brake only at the floor',
    stop: /^Stop now: level ground/,
    where250: '250 km',
    within: (hours: number) => `within ${hours} hours`,
    whereMachine: /how far is that from us/,
    stated: /A colleague tells you here when an engineer can be with you/,
    overdue: /^I am sorry: your machine/,
    obstacles: {
      'power-cut': 'Power cut',
      'appliance-elsewhere': 'The appliance is elsewhere',
      'owner-leaving': 'I must leave',
      meal: 'We are eating',
    },
    obstacle: /What stands in the way\?/,
    notNow: 'the engineer need not come up now',
    status: (number: string) => `status of case ${number}`,
    notFound: /^I find no case of yours with that number/,
  },
  zh: {
    ping: /^我们的工程师已在您门口：李明师傅，上岗证号A1023，到访码\d{4}。您在家吗？/,
    coming: '马上来开门',
    comingTold: /^好的，我这就告诉工程师/,
    missed: /^很抱歉，这次没能和您见上面/,
    another: '重新选时间',
    windows: /以下时间可以上门/,
    rebooked: /^已经改好，我们/,
    doubt: '核验',
    compare: /^请先不开门，核对一下/,
    type: '我来输入看到的',
    shown: /^请输入您看到或听到的/,
    ours: /^核对一致，是我们安排的工程师/,
    notOurs: /^请先不要开门/,
    nobody: /^目前没有查到应该上门的工程师/,
    notSure: '不放心',
    withManager: /请经理陪同上门吗？/,
    wantsManager: '需要，另约时间',
    owner: /可以让工程师进门检修吗？/,
    allow: '同意进门',
    allowed: /工程师马上就能看到您同意进门/,
    early: /^李明师傅提前到了您门口/,
    notYet: '按约定时间',
    kept: /^好的，仍按约定的/,
    meal: /^工程师不想打扰您用餐/,
    goOn: '现在继续',
    goesOn: /^好的，谢谢，我这就告诉工程师/,
    elsewhere: '换个地址',
    where: /机器现在在什么地址？|机器在什么地址？/,
    carryOn: /是让工程师现在继续，还是另约时间？/,
    anotherTime: '另约时间',
    otherAddress: '滨江区江南大道88号',
    wrong: '上门地址不对',
    updated: /^已更新为：滨江区江南大道88号/,
    near: '上海市闵行区别路9号',
    nearUpdated: /^已更新为：上海市闵行区别路9号。上门时间不变/,
    far: '崇明港口路5号',
    farTold: /这个地址超出了常规服务范围/,
    loader: (km: number) => `装载机刹车踩到底才有，工地离你们${km}公里`,
    loaderSomewhere: '装载机刹车踩到底才有',
    stop: /^请立即停机：停在平地/,
    where250: '250公里',
    within: (hours: number) => `${hours}小时内`,
    whereMachine: /离我们大约多少公里/,
    stated: /工程师的到达时间，由同事在这里告诉您/,
    overdue: /^非常抱歉，您的设备/,
    obstacles: {
      'power-cut': '停电了',
      'appliance-elsewhere': '机器不在这里',
      'owner-leaving': '我要出门',
      meal: '正在吃饭',
    },
    obstacle: /请问是什么情况？/,
    notNow: '师傅先别上来',
    status: (number: string) => `查一下单号${number}`,
    notFound: /^未找到该工单/,
  },
} as const

const LANGUAGES: readonly Language[] = ['en', 'zh']

describe.each(LANGUAGES)('in %s', language => {
  const said = SAID[language]

  test('R-045 nobody answers: a ping at once, a call after five minutes, and with the note another time is offered', async () => {
    const here = await at(arrivedVisit('telegram', language, content))
    await moved(here, 'no-answer')
    await here.customer.hears(said.ping)
    expect(await moveVisit(house, here.customer, 'left-note', { called: true })).toMatchObject({
      ok: false,
      why: 'too-early',
    })
    await later(5 * MINUTE - 1)
    expect(await doorCalls(here)).toBe(0)
    await later(1)
    expect(await doorCalls(here)).toBe(1)
    expect(await moveVisit(house, here.customer, 'left-note', { called: false })).toMatchObject({
      ok: false,
      why: 'call-first',
    })
    await moved(here, 'left-note', { called: true })
    expect((await visitOf(here)).state).toBe('MISSED_CUSTOMER')
    expect((await tasksOf(here)).map(({ kind }) => kind)).toContain('centre-informed')
    await here.customer.hears(said.missed)
    await here.customer.taps(said.another)
    await here.customer.hears(said.windows)
    const window = await takesWindow(here, /:00–/)
    expect((await here.customer.hears(said.rebooked)).text).toContain(window)
    expect((await visitOf(here)).state).toBe('CONFIRMED')
  })

  test('R-045 who is coming says so, and the engineer is no longer in front of a closed door', async () => {
    const here = await at(arrivedVisit('telegram', language, content))
    await moved(here, 'no-answer')
    await here.customer.hears(said.ping)
    await here.customer.taps(said.coming)
    await here.customer.hears(said.comingTold)
    await later(5 * MINUTE)
    expect((await visitOf(here)).state).toBe('ARRIVED')
    expect(await doorCalls(here)).toBe(0)
  })

  test('R-046 who was absent reads an apology and not a word of fees or fault', async () => {
    const here = await at(arrivedVisit('telegram', language, content))
    await moved(here, 'no-answer')
    await later(5 * MINUTE)
    await moved(here, 'left-note', { called: true })
    const { text } = await here.customer.hears(said.missed)
    expect(text).toMatch(/sorry|抱歉/)
    const flow = content.loaded.content.flows.get('visit-missed')
    const texts = flow?.steps.flatMap(step => ('say' in step ? [step.say[language]] : [])) ?? []
    expect(texts).toHaveLength(2)
    for (const told of [text, ...texts]) expect(told).not.toMatch(FEE_OR_BLAME)
  })

  test('R-047 name, permit and code are told once one is assigned, and what is shown at the door is compared', async () => {
    const here = await at(arrivedVisit('telegram', language, content))
    const { code } = await visitOf(here)
    const assigned = heardTexts(here.customer).find(text => here.lines.assigned.test(text)) ?? ''
    for (const told of [here.lines.engineer, code]) expect(assigned).toContain(told)
    for (const shown of ['A1023', `a 1023 ${code}`, '李明', 'Li Ming']) {
      await here.customer.says(said.doubt)
      await here.customer.hears(said.compare)
      await here.customer.taps(said.type)
      await here.customer.hears(said.shown)
      await here.customer.says(shown)
      await here.customer.hears(said.ours)
    }
    await here.customer.says(said.doubt)
    await here.customer.hears(said.compare)
    await here.customer.taps(said.type)
    await here.customer.hears(said.shown)
    await here.customer.says('A1024')
    await here.customer.hears(said.notOurs)
    await house.settled()
    expect(await house.rows('select reason from escalation')).toEqual([{ reason: 'technician-not-verified' }])
  })

  test('R-047 a visit of another day is nobody who is expected now; its name, permit and code are not told', async () => {
    const here = await at(bookedVisit('telegram', language, content))
    await moved(here, 'assign')
    await here.customer.hears(here.lines.assigned)
    const { code } = await visitOf(here)
    await here.customer.says(said.doubt)
    const { text } = await here.customer.hears(said.nobody)
    for (const secret of [here.lines.engineer, 'A1023', code]) expect(text).not.toContain(secret)
    await house.settled()
    expect(await house.rows('select reason, priority from escalation')).toEqual([
      { reason: 'technician-not-verified', priority: 'HIGH' },
    ])
  })

  test('R-047 yesterday’s visit that came to nothing is nobody who is expected now', async () => {
    const here = await at(arrivedVisit('telegram', language, content))
    await moved(here, 'no-answer')
    await later(5 * MINUTE)
    await moved(here, 'left-note', { called: true })
    await here.customer.hears(said.missed)
    await here.customer.says(said.doubt)
    await here.customer.hears(said.nobody)
  })

  test('R-047 once the time is near, whoever rings may be ours though the staff have not said so', async () => {
    const here = await at(bookedVisit('telegram', language, content))
    await moved(here, 'assign')
    await here.customer.hears(here.lines.assigned)
    const { starts_at } = await visitOf(here)
    await later(starts_at - 5 * MINUTE - house.app.clock.now())
    await here.customer.says(said.doubt)
    await here.customer.hears(said.compare)
  })

  test('R-048 who is still not sure gets the manager, and another time with one is kept as a wish', async () => {
    const here = await at(arrivedVisit('telegram', language, content))
    await here.customer.says(said.doubt)
    await here.customer.hears(said.compare)
    await here.customer.says(said.notSure)
    await here.customer.hears(said.notOurs)
    await house.settled()
    const [raised] = await house.rows<{ id: number }>('select * from escalation')
    expect(raised).toMatchObject({ reason: 'technician-not-verified', priority: 'HIGH', state: 'RAISED' })
    const escalation = raised?.id ?? 0
    await house.desk(here.customer.conversation, { do: 'claim', escalation })
    await house.desk(here.customer.conversation, { do: 'hand-back', escalation })
    await here.customer.hears(said.withManager)
    await here.customer.taps(said.wantsManager)
    await here.customer.hears(said.windows)
    expect((await tasksOf(here)).map(({ kind }) => kind)).toContain('manager-present')
  })

  test('R-049 the owner who is out lets the engineer in or chooses another time', async () => {
    const here = await at(arrivedVisit('telegram', language, content))
    await moved(here, 'owner-absent')
    const asked = await here.customer.hears(said.owner)
    expect(asked.labels).toHaveLength(2)
    await here.customer.taps(said.allow)
    await here.customer.hears(said.allowed)
    expect(await visitOf(here)).toMatchObject({ state: 'ARRIVED', entry_allowed_at: house.app.clock.now() })
  })

  test.each(['power-cut', 'appliance-elsewhere', 'owner-leaving', 'meal'] as const)(
    'R-050 %s, says the engineer: another time, the reason kept, no fee',
    async reason => {
      const here = await at(arrivedVisit('telegram', language, content))
      await moved(here, 'postpone', { reason })
      if (reason === 'meal') await here.customer.hears(said.meal)
      await here.customer.taps(reason === 'meal' ? said.anotherTime : said.another)
      await here.customer.hears(said.windows)
      await takesWindow(here, /:00–/)
      await here.customer.hears(said.rebooked)
      expect(await visitOf(here)).toMatchObject({ state: 'CONFIRMED' })
      expect(await reasonsKept()).toContain(reason)
      expect(await house.rows('select id from quote')).toEqual([])
    },
  )

  test.each(['power-cut', 'appliance-elsewhere', 'owner-leaving', 'meal'] as const)(
    'R-050 %s, says the customer: another time, the reason kept, and who comes is told',
    async reason => {
      const here = await at(enRouteVisit('telegram', language, content))
      await here.customer.says(said.notNow)
      await here.customer.hears(said.obstacle)
      await here.customer.taps(said.obstacles[reason])
      if (reason === 'appliance-elsewhere') {
        await here.customer.hears(said.where)
        await here.customer.says(said.near)
      }
      if (reason === 'meal') {
        await here.customer.hears(said.carryOn)
        await here.customer.taps(said.anotherTime)
      }
      await here.customer.hears(said.windows)
      await takesWindow(here, /:00–/)
      await here.customer.hears(said.rebooked)
      expect(await visitOf(here)).toMatchObject({ state: 'CONFIRMED' })
      expect(await reasonsKept()).toContain(reason)
      expect(await tasksOf(here)).toContainEqual({
        kind: 'tell-technician',
        data: expect.objectContaining({ what: 'cannot', reason }),
      })
    },
  )

  test('R-050 who cannot now and chooses no time is not told that we are late, and the staff see why', async () => {
    const here = await at(enRouteVisit('telegram', language, content))
    await here.customer.says(said.notNow)
    await here.customer.hears(said.obstacle)
    await here.customer.taps(said.obstacles['power-cut'])
    await here.customer.hears(said.windows)
    await later(8 * HOUR_MS)
    const [visit] = await house.rows('select state, delay, block from visit')
    expect(visit).toEqual({ state: 'EN_ROUTE', delay: null, block: '{"reason":"power-cut","until":null}' })
    expect((await tasksOf(here)).map(({ kind }) => kind)).not.toContain('no-show')
    const watched = await house.rows("select key from timer where key like 'visit:%' order by key")
    expect(watched.map(({ key }) => key)).toEqual(['visit:1:choose-time', 'visit:1:time-not-chosen'])
    // Once somebody is on the way to them again, by the staff's word, the clock counts as ever.
    await moved(here, 'late', { minutes: 600 })
    await later(16 * HOUR_MS)
    expect(await visitOf(here)).toMatchObject({ state: 'STAFF_NO_SHOW' })
  })

  test('R-050 at a meal the engineer is to go on after all: nothing stands in the way any more', async () => {
    const here = await at(enRouteVisit('telegram', language, content))
    await here.customer.says(said.notNow)
    await here.customer.hears(said.obstacle)
    await here.customer.taps(said.obstacles.meal)
    await here.customer.hears(said.carryOn)
    await house.settled()
    expect(await house.rows("select key from timer where key like 'visit:%:no-show'")).toEqual([])
    // Whether to wait is not settled before they have said so.
    expect((await tasksOf(here)).flatMap(({ data }) => data.what ?? [])).toEqual(['moment'])
    await here.customer.taps(language === 'en' ? 'Please carry on' : '现在继续')
    await house.settled()
    expect(await house.rows('select block from visit')).toEqual([{ block: null }])
    expect(await house.rows("select key from timer where key like 'visit:%:no-show'")).toHaveLength(1)
  })

  test('R-003 a corrected address: outlet, distance and technician are looked at again, the old one is in the audit', async () => {
    const here = await at(bookedVisit('telegram', language, content))
    await moved(here, 'assign')
    await here.customer.says(said.wrong)
    await here.customer.hears(said.where)
    await here.customer.says(said.near)
    await here.customer.hears(said.nearUpdated)
    expect(await visitOf(here)).toMatchObject({ state: 'ASSIGNED', technician_id: 'li-ming', address: said.near })
    await here.customer.says(said.wrong)
    await here.customer.hears(said.where)
    await here.customer.says(said.otherAddress)
    expect((await here.customer.hears(said.updated)).text).toContain(here.window)
    expect(await visitOf(here)).toMatchObject({ state: 'REQUESTED', technician_id: null, outlet_id: 'hangzhou' })
    const audit = await house.rows<{ data: string }>("select data from audit_event where entity = 'visit' order by id")
    const kept = audit.flatMap(({ data }) => (data?.includes('"was"') ? [JSON.parse(data).was.address] : []))
    expect(kept).toEqual([here.lines.home, said.near])
  })

  test('R-003 a corrected address beyond the radius is for a manager to allow (R-103)', async () => {
    const here = await at(bookedVisit('telegram', language, content))
    await comesToReminder(here)
    await here.customer.hears(here.lines.reminder)
    await here.customer.says(said.wrong)
    await here.customer.hears(said.where)
    await here.customer.says(said.far)
    await here.customer.hears(said.farTold)
    expect(await visitOf(here)).toMatchObject({ distance_km: 75 })
    expect(await tasksOf(here)).toContainEqual({
      kind: 'out-of-area',
      data: expect.objectContaining({ distanceKm: 75, radiusKm: 60 }),
    })
  })

  test('K-08 who is too early is not promised to anybody: the customer decides', async () => {
    const here = await at(bookedVisit('telegram', language, content))
    await moved(here, 'assign')
    const { starts_at } = await visitOf(here)
    await later(starts_at - 6 * MINUTE - house.app.clock.now())
    await moved(here, 'on-the-way')
    await moved(here, 'arrived')
    await here.customer.hears(said.early)
    await here.customer.taps(said.notYet)
    await here.customer.hears(said.kept)
    expect(await tasksOf(here)).toContainEqual({
      kind: 'tell-technician',
      data: expect.objectContaining({ what: 'not-yet' }),
    })
  })

  test('K-12 at a meal the customer decides that the work goes on', async () => {
    const here = await at(arrivedVisit('telegram', language, content))
    await moved(here, 'postpone', { reason: 'meal' })
    await here.customer.hears(said.meal)
    await here.customer.taps(said.goOn)
    await here.customer.hears(said.goesOn)
    expect(await visitOf(here)).toMatchObject({ state: 'ARRIVED' })
    expect(await tasksOf(here)).toContainEqual({
      kind: 'tell-technician',
      data: expect.objectContaining({ what: 'go-on' }),
    })
  })

  test.each([
    [250, 8],
    [200, 6],
    [30, 2],
  ])('R-025 %i km: the arrival is promised within %i hours (K-04)', async (km, hours) => {
    house = await openChannelHouse('telegram', content)
    const customer = house.person({ language })
    await customer.says(said.loader(km))
    expect((await customer.hears(said.stop)).text).toContain(said.within(hours))
    const [theCase] = await house.rows<{ opened_at: number; arrival_due_at: number }>('select * from service_case')
    expect((theCase?.arrival_due_at ?? 0) - (theCase?.opened_at ?? 0)).toBe(hours * HOUR_MS)
  })

  test('R-025 401 km: no promise is invented, somebody of ours states the time', async () => {
    house = await openChannelHouse('telegram', content)
    const customer = house.person({ language })
    await customer.says(said.loader(401))
    const { text } = await customer.hears(said.stop)
    expect(text).toMatch(said.stated)
    expect(text).not.toMatch(/within \d+ hours|\d+小时内/)
    expect(await house.rows('select arrival_due_at from service_case')).toEqual([{ arrival_due_at: null }])
    expect(await tasksOf({ house })).toContainEqual({ kind: 'state-arrival', data: { km: 401 } })
  })

  test('R-025 a distance that was not said is asked for, once the machine stands and somebody is called', async () => {
    house = await openChannelHouse('telegram', content)
    const customer = house.person({ language })
    await customer.says(said.loaderSomewhere)
    expect((await customer.hears(said.stop)).text).toMatch(said.whereMachine)
    await house.settled()
    expect(await house.rows('select priority from escalation')).toEqual([{ priority: 'SAFETY' }])
    await customer.says(said.where250)
    await customer.hears(new RegExp(said.within(8)))
  })

  test('R-026 a machine that does not work again after a day is the duty manager’s', async () => {
    house = await openChannelHouse('telegram', content)
    const customer = house.person({ language })
    await customer.says(said.loader(250))
    await customer.hears(said.stop)
    await house.settled()
    const [raised] = await house.rows<{ id: number }>('select id from escalation')
    await house.desk(customer.conversation, { do: 'claim', escalation: raised?.id ?? 0 })
    await later(24 * HOUR_MS - 1)
    expect(await house.rows('select level from escalation')).toEqual([{ level: 1 }])
    await later(1)
    await customer.hears(said.overdue)
    expect(await house.rows('select level from escalation')).toEqual([{ level: 2 }])
  })

  test('R-099 a foreign case number is not found, one’s own is shown (R-124)', async () => {
    const here = await at(bookedVisit('telegram', language, content))
    const stranger = house.person({ language })
    await stranger.says(said.status('C1001'))
    await stranger.hears(said.notFound)
    await stranger.says(said.status('C9999'))
    await stranger.hears(said.notFound)
    await here.customer.says(said.status('C1001'))
    await here.customer.hears(/C1001\n/)
  })
})

const FEE_OR_BLAME =
  /\bfees?\b|\bcharges?\b|\bcost|\bpay|\bpenalt|¥|\byou were not\b|\byour fault\b|\bmissed (?:the|your)\b|\bfail|费|罚|钱|元|您没有|您不在|爽约|失约|耽误/i

async function doorCalls(here: AtDoor): Promise<number> {
  return (await tasksOf(here)).filter(({ kind, data }) => kind === 'call-customer' && data.why === 'door').length
}

async function reasonsKept(): Promise<string[]> {
  const rows = await house.rows<{ data: string | null }>("select data from audit_event where entity = 'visit'")
  return rows.flatMap(({ data }) => {
    const { postponed } = JSON.parse(data ?? '{}')
    return postponed ? [postponed] : []
  })
}
