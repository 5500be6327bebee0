/** What is covered, what it costs, and the kinds of cases: rules. */
import { afterEach, describe, expect, test } from 'vitest'
import type { DeskCommand, VisitMove } from '../../src/desk/command.ts'
import type { Language, Values } from '../../src/flow/flow.ts'
import { requiredFields } from '../../src/service/case-fields.ts'
import { DAY_MS } from '../../src/service/local-time.ts'
import { callOutFee, priceLine } from '../../src/service/tariff.ts'
import { billingClassFor, isBillingConflict, partWarrantyEnd, warrantyOf } from '../../src/service/warranty.ts'
import { addAsset } from '../../src/store/assets.ts'
import type { Row } from '../../src/store/sql.ts'
import { type House, openHouse, shippedContent } from '../support/house.ts'
import { COMPLETION_FORM } from '../support/journey.ts'
import { sampleService } from '../support/sample-service.ts'
import { staffOf } from '../support/staff.ts'

const content = await shippedContent()
const { products, policy } = sampleService()
const ZONE = 'Asia/Shanghai'
const NOW = Date.parse('2026-03-02T09:00+08:00')
const household = { products, postWarranty: 'tariff' } as const
const critical = { products, postWarranty: policy.profiles['contract-critical']?.postWarranty ?? 'tariff' } as const

function covered(facts: Partial<Parameters<typeof warrantyOf>[0]>) {
  return warrantyOf({ appliance: 'refrigerator', purchasedOn: null, proven: false, ...facts }, products, NOW, ZONE)
}

test('R-054: a compressor that was replaced on day D is covered until D + its term, and the set ends when it did', () => {
  const replacedAt = Date.parse('2026-01-15T11:00+08:00')
  const end = partWarrantyEnd('refrigerator', 'compressor', replacedAt, products, policy, ZONE)
  expect(end).toBe('2029-01-15')
  const bought = { purchasedOn: '2022-05-01', proven: true, replaced: [{ part: 'compressor', warrantyEnd: end }] }
  expect(covered({ ...bought, part: 'compressor' })).toEqual({ status: 'ACTIVE', end })
  expect(covered(bought)).toEqual({ status: 'EXPIRED', end: '2023-05-01' })
  // Where the table says nothing of a part, the policy does.
  expect(partWarrantyEnd('refrigerator', 'door-seal', replacedAt, products, policy, ZONE)).toBe('2027-01-15')
})

describe('R-055: without proof it is to be verified', () => {
  test.each([
    ['2025-09-01', false, 'UNVERIFIED'],
    ['2025-09-01', true, 'ACTIVE'],
    // Bought some time in 2025: it may have ended, and may not.
    ['2025', true, 'UNVERIFIED'],
    ['2025-03', true, 'UNVERIFIED'],
    ['2025-04', true, 'ACTIVE'],
    ['2025-03-02', true, 'ACTIVE'],
    ['2025-03-01', true, 'EXPIRED'],
    ['2025-02', false, 'EXPIRED'],
    ['2024', false, 'EXPIRED'],
    [null, false, 'UNVERIFIED'],
    ['last summer', true, 'UNVERIFIED'],
  ])('R-055: bought %s, proven %s: %s', (purchasedOn, proven, status) => {
    expect(covered({ purchasedOn, proven }).status).toBe(status)
  })

  test('R-055: nobody is told "no warranty" of an appliance that is not in the table (K-14)', () => {
    expect(covered({ appliance: 'other', purchasedOn: '2001', proven: true })).toEqual({ status: 'UNVERIFIED' })
    expect(covered({ warrantyEnd: '2027-01-01', purchasedOn: '2001', proven: true }).status).toBe('ACTIVE')
  })
})

describe('R-057: after warranty', () => {
  test('R-057: under a profile that charges material only, a small part costs nothing', () => {
    expect(priceLine({ code: 'fuse', qty: 2 }, { ...critical, warranty: 'EXPIRED' })?.total).toBe(0)
    expect(priceLine({ code: 'labour-large' }, { ...critical, warranty: 'EXPIRED' })?.total).toBe(0)
    expect(priceLine({ code: 'compressor' }, { ...critical, warranty: 'EXPIRED' })?.total).toBe(680)
  })

  test('R-057: under the tariff each line has its price, and covered work none (K-15)', () => {
    expect(priceLine({ code: 'fuse', qty: 2 }, { ...household, warranty: 'EXPIRED' })?.total).toBe(6)
    expect(callOutFee({ ...household, warranty: 'EXPIRED' })).toBe(30)
    expect(callOutFee({ ...household, warranty: 'ACTIVE' })).toBe(0)
    expect(callOutFee({ ...household, warranty: 'ACTIVE', excluded: true })).toBe(30)
    expect(priceLine({ code: 'drum-clean' }, { ...household, warranty: 'ACTIVE' })?.total).toBe(150)
    expect(priceLine({ code: 'gold-plating' }, { ...household, warranty: 'EXPIRED' })).toBeUndefined()
  })
})

test('R-130: class C, free under warranty, and a warranty that is over are in conflict', () => {
  expect(isBillingConflict('FREE', 'EXPIRED')).toBe(true)
  expect(isBillingConflict('PAID', 'EXPIRED')).toBe(false)
  expect(isBillingConflict('FREE', 'UNVERIFIED')).toBe(false)
  expect(billingClassFor('ACTIVE', 'household')).toBe('FREE')
  expect(billingClassFor('EXPIRED', 'household')).toBe('PAID')
  expect(billingClassFor('UNVERIFIED', 'household')).toBeUndefined()
  expect(billingClassFor('EXPIRED', 'contract-critical')).toBe('CONTRACT')
})

test('R-119: each type of case has its own required fields', () => {
  expect(requiredFields('REPAIR')).toEqual(['name', 'address', 'phone', 'model', 'purchased', 'symptom'])
  expect(requiredFields('TRAINING')).toEqual(['topic', 'people', 'window'])
  expect(requiredFields('EXCHANGE')).toEqual(['exchangeWish', 'proof', 'photo'])
  expect(requiredFields('DELIVERY')).toHaveLength(5)
})

// ---- In conversations

const LINES = {
  en: {
    book: 'send a technician',
    washer: 'Washing machine',
    noise: 'it makes a grinding noise',
    safe: 'No, nothing like that',
    name: 'Ann Smith',
    home: '12 Long Road, Minhang, Shanghai, building 3, door 201',
    unknown: "I don't know",
    old: 'May 2023',
    lately: 'half a year ago',
    noWish: 'No special wish',
    agree: 'I agree',
    confirm: 'Confirm',
    fee: 'the call-out and inspection then cost ¥30',
    toVerify: 'send me a photo of the warranty card or the receipt',
    never: /no warranty|not covered/i,
    install: 'please install my new washing machine',
    ready: 'Yes, all ready',
    training: 'we need a training',
    topic: 'how the operators clean the drum',
    five: '5',
    offer: 'Yes, please',
    offered: /warranty of your washing machine ends on 1 April 2026/,
    stock: /Your refrigerator is in stock from 5 March 2026/,
    now: 'Choose a time',
    question: 'is my fridge still under warranty',
  },
  zh: {
    book: '帮我约个师傅上门',
    washer: '洗衣机',
    noise: '一转就有摩擦声',
    safe: '都没有',
    name: '李雷',
    home: '上海市闵行区江川路12号3号楼501室',
    unknown: '不清楚',
    old: '2023年5月',
    lately: '半年前',
    noWish: '没有特别要求',
    agree: '我同意',
    confirm: '确认',
    fee: '上门检测费是30元',
    toVerify: '拍一张保修卡或购买凭证的照片',
    never: /没有保修|不保修/,
    install: '请来安装新洗衣机',
    ready: '都准备好了',
    training: '我们需要培训',
    topic: '操作工怎么清洗滚筒',
    five: '5',
    offer: '好的，请安排',
    offered: /您的洗衣机保修期到2026年4月1日结束/,
    stock: /您订购的冰箱2026年3月5日到货/,
    now: '现在约时间',
    question: '冰箱还在保修期吗',
  },
} as const

const houses: House[] = []
afterEach(async () => {
  for (const house of houses.splice(0)) await house.app.stop()
})

/** A customer of a whole house. */
async function visitor(language: Language) {
  const house = await openHouse({ ...content, now: NOW })
  houses.push(house)
  const customer = { id: '1', language }
  const heard = () =>
    house.recorder.sent.map(({ content }) => (content.kind === 'text' ? content.text : '')).filter(text => text !== '')
  const says = (...texts: string[]) =>
    texts.reduce<Promise<unknown>>(
      (before, text) => before.then(() => house.does({ kind: 'text', text }, customer)),
      Promise.resolve(),
    )
  const taps = async (label: string | RegExp) => {
    const buttons = house.recorder.sent.flatMap(({ content }) =>
      content.kind === 'text' ? (content.buttons ?? []) : [],
    )
    const button = buttons.findLast(other =>
      typeof label === 'string' ? other.label === label : label.test(other.label),
    )
    if (!button) throw new Error(`There is no button ${label}; heard last: ${heard().at(-1)}`)
    await house.does({ kind: 'tap', token: button.token }, customer)
    return button.label
  }
  return {
    house,
    says,
    taps,
    heard,
    last: () => heard().at(-1) ?? '',
    rows: (sql: string) => house.app.database.read(reader => reader.all<Row>(sql)),
    async desk(command: DeskCommand) {
      const outcome = await house.app.runDesk({ conversation: 'test:1', staff: staffOf('Wei'), command })
      await house.app.worker.drain()
      return outcome
    },
  }
}

type Visitor = Awaited<ReturnType<typeof visitor>>

const WINDOW = /\d\d:\d\d–\d\d:\d\d/

/** From the first word to the tapped window of a repair. */
async function reachTerms({ says, taps }: Visitor, lines: (typeof LINES)[Language], bought: string): Promise<void> {
  await says(lines.book)
  await taps(lines.washer)
  await says(lines.noise)
  await taps(lines.safe)
  await says(lines.name, '13812345678', lines.home)
  await taps(lines.unknown)
  await says(bought)
  await taps(lines.noWish)
  await taps(WINDOW)
}

/** What is left to say once the talk is about a visit of another kind. */
async function tellWhoAndWhere(
  { says, taps }: Visitor,
  lines: (typeof LINES)[Language],
  model: boolean,
): Promise<void> {
  await says(lines.name, '13812345678', lines.home)
  if (model) await taps(lines.unknown)
  await taps(lines.noWish)
}

describe.each(['en', 'zh'] as const)('in %s', language => {
  const lines = LINES[language]

  test('R-117: warranty expired: the call-out fee is shown when a slot is tapped, and "I agree" is needed', async () => {
    const anna = await visitor(language)
    await reachTerms(anna, lines, lines.old)
    expect(anna.last()).toContain(lines.fee)
    // "Confirm" is no agreement, and there is no such button yet.
    await expect(anna.taps(lines.confirm)).rejects.toThrow('There is no button')
    expect(await anna.rows('select id from visit')).toEqual([])
    await anna.taps(lines.agree)
    await anna.taps(lines.confirm)
    expect(await anna.rows('select state from visit')).toEqual([{ state: 'REQUESTED' }])
  })

  test('R-055: no proof: "to be verified" and a photo is asked for, never a refusal', async () => {
    const anna = await visitor(language)
    await reachTerms(anna, lines, lines.lately)
    await anna.taps(lines.confirm)
    expect(anna.heard().join('\n')).toContain(lines.toVerify)
    expect(anna.heard().join('\n')).not.toMatch(lines.never)
    expect(await anna.rows('select state from visit')).toEqual([{ state: 'REQUESTED' }])
  })

  test('R-055: a question about the warranty is answered with what is known, and a person is one tap away', async () => {
    const anna = await visitor(language)
    await anna.says(lines.question)
    expect(anna.last()).toMatch(language === 'en' ? /is to be verified[\s\S]*¥30/ : /还需要核实[\s\S]*30元/)
    expect(anna.heard().join('\n')).not.toMatch(lines.never)
    await anna.taps(language === 'en' ? 'Yes, please' : '好的，请同事回答')
    expect(await anna.rows('select reason from escalation')).toEqual([{ reason: 'charges-or-warranty' }])
  })

  test('R-119: an installation and a training are cases of their own kind with their own questions', async () => {
    const anna = await visitor(language)
    await anna.says(lines.install)
    await anna.taps(lines.ready)
    await tellWhoAndWhere(anna, lines, true)
    await anna.taps(WINDOW)
    await anna.taps(lines.confirm)
    expect(await anna.rows('select type, state, appliance from service_case')).toEqual([
      { type: 'INSTALL', state: 'SCHEDULED', appliance: 'washing-machine' },
    ])
    await anna.says(lines.training, lines.topic, lines.five)
    await anna.taps(lines.noWish)
    await anna.taps(WINDOW)
    expect(anna.last()).toContain(lines.topic)
    await anna.taps(lines.confirm)
    expect(await anna.rows("select state, appliance from service_case where type = 'TRAINING'")).toEqual([
      { state: 'SCHEDULED', appliance: null },
    ])
    const [task] = await anna.rows("select data from staff_task where kind = 'prepare-visit'")
    expect(JSON.parse(String(task?.data))).toEqual({ type: 'TRAINING', topic: lines.topic, people: 5 })
  })

  test('R-056: thirty days before its warranty ends an inspection is offered once', async () => {
    const anna = await visitor(language)
    await anna.says(lines.book)
    await anna.taps(lines.washer)
    await anna.says(lines.noise)
    await anna.taps(lines.safe)
    await anna.says(lines.name)
    const { app } = anna.house
    await app.database.transaction(NOW, async tx => {
      const [{ customer_id: customerId } = { customer_id: null }] = await tx.all<Row>(
        'select customer_id from conversation',
      )
      await addAsset(tx, {
        customerId: Number(customerId),
        appliance: 'washing-machine',
        modelNo: 'XQB80',
        serialNo: null,
        purchasedOn: '2025-04-01',
        proven: true,
      })
      await tx.run(
        `insert into timer (conversation_id, key, due_at, flow, payload)
         values ('test:1', 'overhaul:1', ?, 'maintenance-offer', '{"asset":{"id":1}}'), ('test:1', 'again', ?, 'maintenance-offer', '{"asset":{"id":1}}')`,
        [NOW + DAY_MS, NOW + 2 * DAY_MS],
      )
    })
    await app.time.moveBy(1.5 * DAY_MS)
    await anna.taps(lines.offer)
    expect(await anna.rows("select appliance, model_no from service_case where type = 'MAINTENANCE'")).toEqual([
      { appliance: 'washing-machine', model_no: 'XQB80' },
    ])
    await app.time.moveBy(1.5 * DAY_MS)
    expect(anna.heard().filter(text => lines.offered.test(text))).toHaveLength(1)
  })

  test('R-128: goods are there on day D: the windows begin within three days of it, and five fields are confirmed', async () => {
    const anna = await visitor(language)
    await anna.says(lines.book)
    const announced = await anna.desk({ do: 'announce-delivery', appliance: 'refrigerator', readyOn: '2026-03-05' })
    expect(announced.ok).toBe(true)
    expect(anna.last()).toMatch(lines.stock)
    await anna.taps(lines.now)
    await anna.says('BCD-215')
    await tellWhoAndWhere(anna, lines, false)
    const ready = Date.parse('2026-03-05T00:00+08:00')
    const window = await anna.taps(WINDOW)
    for (const told of [window, lines.name, '+8613812345678', lines.home, 'BCD-215'])
      expect(anna.last()).toContain(told)
    await anna.taps(lines.confirm)
    const [visit] = await anna.rows('select starts_at from visit')
    expect(Number(visit?.starts_at)).toBeGreaterThanOrEqual(ready)
    expect(Number(visit?.starts_at)).toBeLessThanOrEqual(ready + 3 * DAY_MS)
    expect(await anna.rows("select ready_on from service_case where type = 'DELIVERY'")).toEqual([
      { ready_on: '2026-03-05' },
    ])
  })
})

/** Staff bring the newest visit from booked to completed with this form; gives what the completion came to. */
async function serve({ desk, rows }: Visitor, form: Values) {
  const order = async (move: VisitMove, details: Values = {}) => {
    const [visit] = await rows('select id, revision from visit order by id desc limit 1')
    return desk({ do: 'move-visit', visit: Number(visit?.id), revision: Number(visit?.revision), move, details })
  }
  await order('assign', { despiteBillingConflict: true })
  await order('on-the-way', { checklist: [...policy.dispatch.checklist] })
  await order('arrived')
  await order('begin')
  return order('complete', { ...COMPLETION_FORM, ...form })
}

test('R-120: an installation without one of its documents is refused; accepted, its warranty has begun', async () => {
  const anna = await visitor('en')
  const lines = LINES.en
  await anna.says(lines.install)
  await anna.taps(lines.ready)
  await tellWhoAndWhere(anna, lines, true)
  await anna.taps(WINDOW)
  await anna.taps(lines.confirm)
  const documents = { acceptanceList: true, configuration: true, maintenanceManual: true }
  expect(await serve(anna, documents)).toMatchObject({ ok: false, values: { missing: ['faq'] } })
  expect(await anna.rows('select id from asset')).toEqual([])
  expect(await serve(anna, { ...documents, faq: true })).toMatchObject({ ok: true })
  expect(await anna.rows('select id from asset')).toEqual([])
  const [visit] = await anna.rows('select id, revision from visit')
  const order = {
    do: 'move-visit',
    visit: Number(visit?.id),
    revision: Number(visit?.revision),
    move: 'accept',
  } as const
  expect(await anna.desk({ ...order, details: { method: 'override', why: 'agreed on the phone' } })).toMatchObject({
    ok: true,
  })
  expect(await anna.rows('select appliance, purchased_on, proven from asset')).toEqual([
    { appliance: 'washing-machine', purchased_on: '2026-03-02', proven: 1 },
  ])
  // a year of warranty, and thirty days before its end at nine the offer is due.
  const [timer] = await anna.rows("select due_at from timer where flow = 'maintenance-offer'")
  expect(new Date(Number(timer?.due_at)).toISOString().slice(0, 10)).toBe('2027-01-31')
})

test('R-128: a day that has passed, or goods nobody knows, are no announcement', async () => {
  const anna = await visitor('en')
  await anna.says('hello')
  const past = await anna.desk({ do: 'announce-delivery', appliance: 'toaster', readyOn: '2026-03-01' })
  expect(past).toMatchObject({ ok: false, why: 'details-wrong', values: { fields: ['appliance', 'readyOn'] } })
})
