/** The way from "my washer won't drain" to a booked visit and behind it, as customers of every channel go it. */
import type { DeskOutcome, VisitMove } from '../../src/desk/command.ts'
import type { Language, Values } from '../../src/flow/flow.ts'
import type { ChannelHouse } from './channel-rig.ts'
import type { Person, Seen } from './customer.ts'

/** What a customer says and taps, and what is heard, in one language. */
export const LINES = {
  en: {
    code: 'en',
    opening: "my washer won't drain",
    safety: /First, your safety/,
    safe: 'No, nothing like that',
    hose: /drain hose behind the machine/,
    hoseFine: 'Hose is fine, no drain',
    filter: /drain filter at the bottom front/,
    filterClean: 'Clean, still no drain',
    whoAreYou: /an engineer should take a look[\s\S]*May I have your name/,
    name: 'Anna Long',
    phone: /At which phone number/,
    shareContact: 'Share my number',
    address: /Where is the appliance/,
    home: '12 Long Road, Minhang, Shanghai, building 3, door 501',
    model: /What is the model/,
    purchased: /When did you buy it/,
    bought: 'half a year ago',
    wish: /a time you prefer/,
    noWish: 'No special wish',
    windows: /When may we come/,
    summary: /Please check, I keep this time for you for 10 minutes/,
    confirm: 'Confirm',
    booked: /^It is booked: /,
    reminder: /^A short reminder of our visit/,
    confirmed: /^Thank you\. We come /,
    assigned: /^Your engineer for /,
    engineer: 'Li Ming, work permit A1023',
    onTheWay: /^Li Ming is on the way to you/,
    arrived: /^Li Ming is at your door\. .*A1023/,
    begun: /^Li Ming has begun/,
    completed: /^The work is done/,
    rating: /how satisfied are you with the service, from 1/,
    stars: ['1 ★', '5 ★'],
    thanks: /^Thank you very much/,
    nothingToAdd: 'Nothing to add',
    apology: /^I am very sorry that we let you down/,
    notFixed: 'It is not fixed',
    tell: /^Please tell me what happened/,
    complaint: 'the water is still in the drum',
    passedOn: /^Everything is passed on to a colleague/,
    human: 'I want to talk to a person',
    calling: /^I am calling a person for you/,
    claimed: /Wei/,
    back: /^The assistant is back with you/,
    person: 'Talk to a person',
  },
  zh: {
    code: 'zh-hans',
    opening: '洗衣机不排水',
    safety: /先确认一下安全/,
    safe: '都没有',
    hose: /洗衣机后面的排水管/,
    hoseFine: '管子正常，还是不排',
    filter: /正面下方的排水过滤器/,
    filterClean: '清理了还是不排',
    whoAreYou: /需要工程师上门检查[\s\S]*怎么称呼您/,
    name: '李娜',
    phone: /请留一个工程师可以联系到您的手机号/,
    shareContact: '分享我的手机号',
    address: /机器在什么地址/,
    home: '上海市闵行区江川路12号3号楼501室',
    model: /机器型号是什么/,
    purchased: /什么时候买的/,
    bought: '半年前',
    wish: /您方便的时间是/,
    noWish: '没有特别要求',
    windows: /您希望什么时候上门/,
    summary: /请核对一下，这个时间为您保留/,
    confirm: '确认',
    booked: /^已为您预约成功/,
    reminder: /^提醒您一下即将上门的服务/,
    confirmed: /^谢谢，我们.*上门/,
    assigned: /^为您安排的工程师/,
    engineer: '李明师傅，上岗证号A1023',
    onTheWay: /^李明师傅 ?已经出发/,
    arrived: /^李明师傅 ?已经到您门口.*A1023/,
    begun: /^李明师傅 ?已经开始/,
    completed: /^本次服务已经完成/,
    rating: /对这次服务满意吗？请打分/,
    stars: ['1分', '5分'],
    thanks: /^非常感谢/,
    nothingToAdd: '没有了',
    apology: /^非常抱歉，这次服务没有让您满意/,
    notFixed: '问题没解决',
    tell: /^方便的话请说说具体情况/,
    complaint: '水还是排不出去',
    passedOn: /^以上情况已经转交给同事/,
    human: '转人工',
    calling: /^正在为您转接人工客服/,
    claimed: /Wei/,
    back: /^智能助手继续为您服务/,
    person: '转人工客服',
  },
} as const satisfies Readonly<Record<Language, object>>

type English = (typeof LINES)['en']

export type Lines = {
  readonly [Line in keyof English]: English[Line] extends string
    ? string
    : English[Line] extends RegExp
      ? RegExp
      : readonly [string, string]
}

/** A washing machine of the sample catalogue. */
export const MODEL = 'XQB80'

/** A completion form with every box ticked. */
export const COMPLETION_FORM = {
  testRun: true,
  noOtherFaults: true,
  cleaned: true,
  demonstrated: true,
  explained: true,
  cause: 'drain pump blocked',
  measures: 'pump replaced',
  parts: 'pump',
}

/** From the first word to the first question of the diagnosis. */
export async function reachHose(customer: Person, lines: Lines): Promise<Seen> {
  await customer.says(lines.opening)
  await customer.hears(lines.safety)
  await customer.taps(lines.safe)
  return customer.hears(lines.hose)
}

/** Asks for a person and gets one; gives the id of the escalation. */
export async function reachPerson(house: ChannelHouse, customer: Person, lines: Lines): Promise<number> {
  await customer.says(lines.human)
  await customer.hears(lines.calling)
  await house.settled()
  const [raised] = await house.rows<{ id: number }>(
    'select id from escalation where conversation_id = ? order by id desc',
    [customer.conversation],
  )
  const id = raised?.id ?? 0
  const claimed = await house.desk(customer.conversation, { do: 'claim', escalation: id })
  if (!claimed.ok) throw new Error(`The claim was refused: ${claimed.why}`)
  await customer.hears(lines.claimed)
  return id
}

/** From the first word to the question for the window; gives the case number told at the beginning. */
export async function reachWindows(customer: Person, lines: Lines): Promise<string> {
  await customer.says(lines.opening)
  const first = await customer.hears(lines.safety)
  await customer.taps(lines.safe)
  await customer.hears(lines.hose)
  await customer.taps(lines.hoseFine)
  await customer.hears(lines.filter)
  await customer.taps(lines.filterClean)
  await customer.hears(lines.whoAreYou)
  await customer.says(lines.name)
  await customer.hears(lines.phone)
  await customer.sharesContact('8613812345678')
  await customer.hears(lines.address)
  await customer.says(lines.home)
  await customer.hears(lines.model)
  await customer.says(MODEL)
  await customer.hears(lines.purchased)
  await customer.says(lines.bought)
  await customer.hears(lines.wish)
  await customer.taps(lines.noWish)
  await customer.hears(lines.windows)
  return /C\d+/.exec(first.text)?.[0] ?? ''
}

/** Everything up to the question for the window, typed without waiting for any answer. */
export async function typesUpToWindows(customer: Person, lines: Lines): Promise<void> {
  const said = [lines.opening, lines.safe, lines.hoseFine, lines.filterClean, lines.name, '13812345678']
  said.push(lines.home, MODEL, lines.bought, lines.noWish)
  await Promise.all(said.map(text => customer.says(text)))
}

/** Labels of the windows that are offered now, soonest first. */
export function offeredWindows(customer: Pick<Person, 'seen'>): string[] {
  const { labels = [] } = customer.seen.findLast(({ labels }) => labels.length > 0) ?? {}
  return labels.filter(label => /\d\d:\d\d–\d\d:\d\d/.test(label))
}

/** Takes the last window offered, more than a day from now; gives its label. */
export async function bookLastWindow(customer: Person, lines: Lines): Promise<string> {
  const window = offeredWindows(customer).at(-1) ?? ''
  await customer.taps(window)
  await customer.hears(lines.summary)
  await customer.taps(lines.confirm)
  await customer.hears(lines.booked)
  return window
}

/**
 * The newest visit of the customer is moved, with what the forms of an ordinary day say: everything ticked before setting
 * out, and work begun before it is completed.
 */
export async function moveVisit(
  house: Pick<ChannelHouse, 'rows' | 'desk'>,
  customer: Pick<Person, 'conversation'>,
  move: VisitMove,
  details: Values = {},
): Promise<DeskOutcome> {
  const [visit] = await house.rows<{ id: number; revision: number; state: string }>(
    'select id, revision, state from visit where conversation_id = ? order by id desc',
    [customer.conversation],
  )
  const { id = 0, revision = 0, state } = visit ?? {}
  const order = (move: VisitMove, details: Values) =>
    house.desk(customer.conversation, { do: 'move-visit', visit: id, revision, move, details })
  if (move === 'complete' && state === 'ARRIVED') await order('begin', RECEIPT)
  return order(move, { ...ORDINARY[move], ...details })
}

/** What is ticked before anybody sets out (flows/policy.yaml, dispatch.checklist). */
export const CHECKLIST = ['tools', 'parts', 'tariff', 'permit', 'receipts']

/** The receipt that the technician has seen is of this year, by whichever clock: it is under warranty. */
export const RECEIPT = { purchasedOn: String(new Date().getUTCFullYear()) }

const ORDINARY: Readonly<Partial<Record<VisitMove, Values>>> = {
  'on-the-way': { checklist: CHECKLIST },
  begin: RECEIPT,
  complete: COMPLETION_FORM,
}

/** What the clock is moved by. */
type Clockwork = {
  readonly app: Pick<ChannelHouse['app'], 'time' | 'clock'>
  readonly rows: (sql: string) => Promise<readonly unknown[]>
}

/** Until the customer is reminded of the visit. */
export async function moveToReminder(house: Clockwork): Promise<void> {
  await moveTo(house, "select due_at as at from timer where flow = 'confirm-visit'")
}

/** Until the agreed time of the newest visit begins. */
export async function moveToVisit(house: Clockwork): Promise<void> {
  await moveTo(house, 'select starts_at as at from visit order by id desc limit 1')
}

async function moveTo(house: Clockwork, instant: string): Promise<void> {
  const [row] = (await house.rows(instant)) as readonly { readonly at: number }[]
  if (!row) throw new Error(`There is no such instant: ${instant}`)
  await house.app.time.moveBy(row.at - house.app.clock.now())
}

/** From a booked visit to the question for the rating. */
export async function reachRating(house: ChannelHouse, customer: Person): Promise<void> {
  await moveVisit(house, customer, 'assign')
  await moveToVisit(house)
  for (const move of ['on-the-way', 'arrived', 'complete'] as const) await moveVisit(house, customer, move)
  await house.app.time.moveBy(24 * HOUR_MS)
  await house.settled()
}

export const HOUR_MS = 3_600_000
