/** Scripts of rulebook section E about the door, on Telegram and Slack, in both languages. */
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Language } from '../../../src/flow/flow.ts'
import type { Platform } from '../../support/channel-rig.ts'
import { openChannelHouse } from '../../support/channel-rig.ts'
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
} from '../../support/door.ts'
import type { Content } from '../../support/house.ts'
import { HOUR_MS } from '../../support/journey.ts'
import { slackContent } from '../../support/slack-house.ts'

let content: Content
let here: Pick<AtDoor, 'house'>

beforeAll(async () => {
  content = await slackContent()
})
afterEach(() => here.house.close())

const EACH = (['telegram', 'slack'] as const).flatMap(platform =>
  (['zh', 'en'] as const).map((language): [Platform, Language] => [platform, language]),
)

const SCRIPT = {
  en: {
    wrongAddress: "No, it's at my mother's, 88 Jiangnan Ave, Binjiang",
    rightAddress: '88 Jiangnan Ave, Binjiang',
    otherOutlet: /^Updated: 88 Jiangnan Ave, Binjiang\. Hangzhou Binjiang service centre serves it, at the same time/,
    doubt: 'Someone at the door, the nanny is afraid',
    compare: /^Please compare, with the door closed: Li Ming, work permit A1023, visit code \d{4}/,
    differs: 'Number differs',
    closed: /^Please do not open\. I have alerted the duty manager/,
    ownerAsked: /^Li Ming \(work permit A1023\) is at .* May the engineer go in and work\?/,
    allow: 'Allow',
    allowed: /^Thank you\. The engineer hears at once that you agree/,
    brake: 'Loader brake only at the floor, site 250 km away',
    stop: /^Stop now: level ground, bucket down, parking brake on, engine off, chocks/,
    hours: 'within 8 hours',
    plate: 'nameplate',
    powerCut: "Power cut here, he needn't come up",
    told: /^All right, I am telling the engineer/,
    rebooked: /^Done, we come /,
  },
  zh: {
    wrongAddress: '不对，机器在我妈家，滨江区江南大道88号',
    rightAddress: '滨江区江南大道88号',
    otherOutlet: /^已更新为：滨江区江南大道88号。该地区由杭州滨江服务中心负责，时间不变/,
    doubt: '门口的人说是你们的，保姆不敢开门',
    compare: /^请先不开门，核对一下：李明师傅，上岗证号A1023，到访码\d{4}/,
    differs: '证号不一样',
    closed: /^请先不要开门，我已联系值班经理/,
    ownerAsked: /^李明师傅（上岗证号A1023）已到.*可以让工程师进门检修吗？/,
    allow: '同意进门',
    allowed: /^谢谢，工程师马上就能看到您同意进门/,
    brake: '装载机刹车踩到底才有，工地在县里，离你们250公里',
    stop: /^请立即停机：停在平地、铲斗落地、拉驻车制动、熄火、垫好车轮/,
    hours: '8小时内',
    plate: '铭牌',
    powerCut: '我们这儿停电了，师傅别上来了',
    told: /^好的，我这就告诉工程师/,
    rebooked: /^已经改好，我们/,
  },
} as const

describe.each(EACH)('on %s, in %s', (platform, language) => {
  const script = SCRIPT[language]

  test('E-09 a wrong address at the confirmation: another outlet, the same time, the old address in the audit only', async () => {
    const booked = await bookedVisit(platform, language, content)
    here = booked
    const { house, customer, lines, window } = booked
    await comesToReminder(booked)
    await customer.hears(lines.reminder)
    await customer.says(script.wrongAddress)
    const updated = await customer.hears(script.otherOutlet)
    expect(updated.text).toContain(window)
    const visit = await visitOf(booked)
    expect(visit).toMatchObject({
      address: script.rightAddress,
      outlet_id: 'hangzhou',
      state: 'REQUESTED',
      technician_id: null,
    })
    const [booking] = await house.rows<{ technician_id: string }>('select technician_id from booking')
    expect(['chen-jie', 'sun-yan', 'zhou-tao']).toContain(booking?.technician_id)
    const places = await house.rows<{ data: string }>("select data from audit_event where entity = 'visit'")
    expect(places.filter(({ data }) => data?.includes(lines.home))).toHaveLength(1)
    const columns = Object.values(visit).filter(value => typeof value === 'string')
    expect(columns.join()).not.toContain(lines.home)
  })

  test('E-10 who doubts the engineer compares, hears not to open, and the duty manager is called', async () => {
    const arrived = await arrivedVisit(platform, language, content)
    here = arrived
    const { house, customer } = arrived
    await customer.says(script.doubt)
    expect((await customer.hears(script.compare)).text).toContain((await visitOf(arrived)).code)
    await customer.says(script.differs)
    await customer.hears(script.closed)
    await house.settled()
    expect(await house.rows('select reason, priority, state from escalation')).toEqual([
      { reason: 'technician-not-verified', priority: 'HIGH', state: 'RAISED' },
    ])
  })

  test('E-10 the owner who is out lets the engineer in', async () => {
    const arrived = await arrivedVisit(platform, language, content)
    here = arrived
    await moved(arrived, 'owner-absent')
    await arrived.customer.hears(script.ownerAsked)
    await arrived.customer.taps(script.allow)
    await arrived.customer.hears(script.allowed)
    await arrived.house.settled()
    expect((await visitOf(arrived)).entry_allowed_at).not.toBeNull()
  })

  test('E-16 a loader whose brake is weak, 250 km away: first it stands, then the promise, then the nameplate', async () => {
    const house = await openChannelHouse(platform, content)
    here = { house }
    const customer = house.person({ language })
    const called = house.app.clock.now()
    await customer.says(script.brake)
    const said = await customer.hears(script.stop)
    await house.settled()
    const { text } = said
    expect(text).toContain(script.hours)
    expect(text.indexOf(script.hours)).toBeGreaterThan(0)
    expect(text.indexOf(script.plate)).toBeGreaterThan(text.indexOf(script.hours))
    const [theCase] = await house.rows<{ arrival_due_at: number; restore_due_at: number; opened_at: number }>(
      'select * from service_case',
    )
    expect(theCase).toMatchObject({ state: 'ESCALATED', priority: 'SAFETY', appliance: 'loader', distance_km: 250 })
    const opened = theCase?.opened_at ?? 0
    expect(opened).toBeGreaterThanOrEqual(called)
    expect(theCase?.arrival_due_at).toBe(opened + 8 * HOUR_MS)
    expect(theCase?.restore_due_at).toBe(opened + 24 * HOUR_MS)
    expect(await house.rows('select reason, priority, level from escalation')).toEqual([
      { reason: 'safety', priority: 'SAFETY', level: 1 },
    ])
    expect(await house.rows('select id from booking')).toEqual([])
  })

  test('E-24 a power cut while the engineer comes: told, another time by consent, no fee, the same engineer', async () => {
    const coming = await enRouteVisit(platform, language, content)
    here = coming
    const { house, customer } = coming
    await customer.says(script.powerCut)
    await customer.hears(script.told)
    const window = await takesWindow(coming, /1[46]:00–/)
    const { text } = await customer.hears(script.rebooked)
    expect(text).toContain(window)
    expect(text).toMatch(/There is no charge for the change|改约不收任何费用/)
    await house.settled()
    expect(await visitOf(coming)).toMatchObject({ state: 'CONFIRMED', technician_id: 'li-ming' })
    expect((await tasksOf(coming)).filter(({ kind }) => kind === 'tell-technician')).toMatchObject([
      { data: { what: 'cannot', reason: 'power-cut', technician: 'li-ming' } },
    ])
    const reasons = await house.rows<{ data: string }>("select data from audit_event where entity = 'visit'")
    expect(reasons.some(({ data }) => data?.includes('power-cut'))).toBe(true)
  })
})
