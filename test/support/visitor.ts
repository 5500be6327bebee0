/** A customer of a whole house who is told about warranty, and books visits of every kind. */
import { afterEach } from 'vitest'
import type { DeskCommand, DeskOutcome, VisitMove } from '../../src/desk/command.ts'
import type { Language, Values } from '../../src/flow/flow.ts'
import type { Row } from '../../src/store/sql.ts'
import { type House, openHouse, shippedContent } from './house.ts'
import { COMPLETION_FORM } from './journey.ts'
import { sampleService } from './sample-service.ts'
import { staffOf } from './staff.ts'

const content = await shippedContent()
/** Monday. */
export const NOW = Date.parse('2026-03-02T09:00+08:00')

export const LINES = {
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
    declined: 'No, thanks',
    extended: /your warranty is extended: it now runs until 1 April 2027/,
    accept: 'I accept the work',
    stock: /Your refrigerator is in stock from 5 March 2026/,
    now: 'Choose a time',
    question: 'is my fridge still under warranty',
    opened: 'Have you opened the packing',
    damaged: 'Something is damaged or wrong',
    exchange: 'Exchange it',
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
    fee: '上门检测费是¥30',
    toVerify: '拍一张保修卡或购买凭证的照片',
    never: /没有保修|不保修/,
    install: '请来安装新洗衣机',
    ready: '都准备好了',
    training: '我们需要培训',
    topic: '操作工怎么清洗滚筒',
    five: '5',
    offer: '好的，请安排',
    offered: /您的洗衣机保修期到2026年4月1日结束/,
    declined: '不用了',
    extended: /延长保修，新的保修期到2027年4月1日为止/,
    accept: '确认验收',
    stock: /您订购的冰箱2026年3月5日到货/,
    now: '现在约时间',
    question: '冰箱还在保修期吗',
    opened: '开箱检查过了吗',
    damaged: '有损坏或不对',
    exchange: '换一台',
  },
} as const

const houses: House[] = []
afterEach(async () => {
  for (const house of houses.splice(0)) await house.app.stop()
})

/** A customer of a whole house. */
export async function visitor(language: Language) {
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
    async sends(file: string) {
      await house.does({ kind: 'file', file: { kind: 'photo', file } }, customer)
    },
    last: () => heard().at(-1) ?? '',
    rows: (sql: string) => house.app.database.read(reader => reader.all<Row>(sql)),
    async desk(command: DeskCommand) {
      const outcome = await house.app.runDesk({ conversation: 'test:1', staff: staffOf('Wei'), command })
      await house.app.worker.drain()
      return outcome
    },
  }
}

export type Visitor = Awaited<ReturnType<typeof visitor>>

/** On a button that is a time. */
export const WINDOW = /\d\d:\d\d–\d\d:\d\d/

/** From the first word to the tapped window of a repair. */
export async function reachTerms(
  { says, taps }: Visitor,
  lines: (typeof LINES)[Language],
  bought: string,
): Promise<void> {
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
export async function tellWhoAndWhere(
  { says, taps }: Visitor,
  lines: (typeof LINES)[Language],
  model: boolean,
): Promise<void> {
  await says(lines.name, '13812345678', lines.home)
  if (model) await taps(lines.unknown)
  await taps(lines.noWish)
}

/** Staff bring the newest visit from booked to completed with this form; gives what the completion came to. */
export async function serve({ desk, rows }: Visitor, form: Values): Promise<DeskOutcome> {
  const { policy } = sampleService()
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
