/**
 * Customers who go the whole way again and again: a washing machine that does not drain, the safe checks, a booking among
 * competitors for the same windows, questions about the status, a cancellation, and the same from the start. They react to
 * what they hear, as people do; a question that is repeated word for word, buttons and all, they answer only once.
 */
import type { FakeTelegram } from '../support/fake-telegram.ts'
import type { FakeMessage } from '../support/fake-telegram-state.ts'
import type { FakeUser } from '../support/fake-telegram-user.ts'

export type Language = 'en' | 'zh'

export type Customer = {
  readonly user: FakeUser
  readonly language: Language
  /** Updates that were sent so far, and those of them that were accepted with a 200. */
  sent: number
  accepted: number
  /** Told of each that is accepted. */
  readonly onAccepted: () => void
}

/** What is done on hearing `when`; `after` names the only moments at which a message without buttons is not a repeat. */
type Reaction = {
  readonly name: string
  readonly when: Readonly<Record<Language, RegExp>>
  readonly after?: readonly string[]
  readonly does: (customer: Customer, heard: FakeMessage, random: () => number) => Promise<unknown>
}

/** Longest wait for an answer (ms): the program may be dead for some of it. */
const PATIENCE_MS = 90_000

const tap = (en: string, zh: string): Reaction['does'] => {
  return ({ user, language }, heard) => user.tapsOn(heard.id, language === 'en' ? en : zh)
}
const say = (en: string, zh: string): Reaction['does'] => {
  return ({ user, language }) => user.says(language === 'en' ? en : zh)
}

const complain = say("my washer won't drain", '洗衣机不排水')

/** Half of the customers want the first window, so that they get into each other's way. */
const takeWindow: Reaction['does'] = ({ user }, heard, random) => {
  const labels = heard.once.flat().map(button => button.label)
  const windows = labels.filter(label => /\d:\d\d/.test(label))
  const wanted = windows[random() < 0.5 ? 0 : Math.floor(random() * windows.length)]
  return user.tapsOn(heard.id, wanted ?? 'a window')
}

const REACTIONS: readonly Reaction[] = [
  {
    name: 'safety',
    when: { en: /First, your safety/, zh: /先确认一下安全/ },
    does: tap('No, nothing like that', '都没有'),
  },
  {
    name: 'hose',
    when: { en: /drain hose behind the machine/, zh: /看一下洗衣机后面的排水管/ },
    does: tap('Hose is fine, no drain', '管子正常，还是不排'),
  },
  {
    name: 'filter',
    when: { en: /the drain filter at the bottom/, zh: /正面下方的排水过滤器/ },
    does: tap('Clean, still no drain', '清理了还是不排'),
  },
  {
    name: 'name',
    when: { en: /May I have your name/, zh: /怎么称呼您/ },
    after: ['filter'],
    does: say('Anna Long', '李娜'),
  },
  {
    name: 'phone',
    when: { en: /At which phone number/, zh: /可以联系到您的手机号/ },
    after: ['name'],
    does: ({ user }) => user.sharesContact(`861381234${String(user.id).padStart(4, '0')}`),
  },
  {
    name: 'address',
    when: { en: /Where is the appliance/, zh: /机器在什么地址/ },
    after: ['phone'],
    does: ({ user, language }) =>
      user.says(
        language === 'en'
          ? `${user.id} Long Road, Minhang, Shanghai, building 3, flat 501`
          : `杭州市滨江区江南大道${user.id}号3号楼501室`,
      ),
  },
  { name: 'model', when: { en: /What is the model/, zh: /机器型号是什么/ }, does: tap("I don't know", '不清楚') },
  { name: 'bought', when: { en: /When did you buy it/, zh: /什么时候买的/ }, does: tap("I don't know", '不清楚') },
  {
    name: 'wish',
    when: { en: /Is there a time you prefer/, zh: /您方便的时间是/ },
    does: tap('No special wish', '没有特别要求'),
  },
  { name: 'window', when: { en: /When may we come/, zh: /您希望什么时候上门/ }, does: takeWindow },
  { name: 'check', when: { en: /Is everything right\?/, zh: /以上信息都对吗/ }, does: tap('Confirm', '确认') },
  {
    name: 'booked',
    when: { en: /^It is booked/, zh: /^已为您预约成功/ },
    after: ['check'],
    does: say('/status', '/status'),
  },
  {
    name: 'status',
    when: { en: /^Case number: C\d+\n/, zh: /^服务单号：C\d+\n/ },
    after: ['booked'],
    does: say('what is the status', '查进度'),
  },
  {
    name: 'status again',
    when: { en: /^Case number: C\d+\n/, zh: /^服务单号：C\d+\n/ },
    after: ['status'],
    does: say('cancel my visit', '取消上门'),
  },
  { name: 'sure', when: { en: /Shall I cancel it/, zh: /确定要取消吗/ }, does: tap('Yes, cancel it', '确定取消') },
  {
    name: 'why',
    when: { en: /The visit is cancelled/, zh: /已为您取消上门/ },
    does: tap('Time does not suit', '时间不合适'),
  },
  {
    name: 'thanks',
    when: { en: /^Thank you\. Whenever you need a visit/, zh: /^谢谢。以后需要上门/ },
    after: ['why'],
    does: complain,
  },
]

/** A customer of that number: even ones speak English and live in Shanghai, odd ones Chinese and in Hangzhou. */
export function newCustomer(telegram: FakeTelegram, id: number, onAccepted: () => void): Customer {
  const language: Language = id % 2 === 0 ? 'en' : 'zh'
  const user = telegram.user({ id, language: language === 'zh' ? 'zh-hans' : 'en' })
  return { user, language, sent: 0, accepted: 0, onAccepted }
}

/** What the customer did counts as accepted once it is answered with 200. */
async function act(customer: Customer, deed: Promise<unknown>): Promise<void> {
  customer.sent += 1
  await deed
  customer.accepted += 1
  customer.onAccepted()
}

/**
 * Goes round until `stopped`, and then only waits for the answer to the last word. Rejects, with all that was said, when
 * an answer stays out.
 */
export async function live(customer: Customer, random: () => number, stopped: () => boolean): Promise<void> {
  const { user, language } = customer
  const any = new RegExp(REACTIONS.map(({ when }) => when[language].source).join('|'))
  const met = new Set<string>()
  let last = ''
  await act(customer, complain(customer, NOTHING, random))
  for (;;) {
    const heard = await user.hears(any, PATIENCE_MS)
    const known = REACTIONS.filter(({ when }) => when[language].test(heard.text))
    const reaction = known.find(({ after }) => !after || after.includes(last))
    const identity = JSON.stringify([heard.text, heard.once])
    if (!reaction || (heard.once.length > 0 && met.has(identity))) continue
    met.add(identity)
    if (stopped()) return
    last = reaction.name
    await act(customer, reaction.does(customer, heard, random))
  }
}

const NOTHING: FakeMessage = {
  id: 0,
  from: 'bot',
  text: '',
  buttons: [],
  once: [],
  edited: false,
  deleted: false,
  old: false,
  fixed: false,
}

/** Tells of the fault, mends it with the first advice, and will be asked tomorrow how it is. */
export async function mend(customer: Customer): Promise<void> {
  const { user, language } = customer
  const en = language === 'en'
  await act(customer, user.says(en ? "my washer won't drain" : '洗衣机不排水'))
  const safety = await user.hears(en ? /First, your safety/ : /先确认一下安全/, PATIENCE_MS)
  await act(customer, user.tapsOn(safety.id, en ? 'No, nothing like that' : '都没有'))
  const hose = await user.hears(en ? /drain hose/ : /排水管/, PATIENCE_MS)
  await act(customer, user.tapsOn(hose.id, en ? 'Yes, it drains now' : '能排水了'))
  const offer = await user.hears(en ? /I will ask again/ : /再来问问/, PATIENCE_MS)
  await act(customer, user.tapsOn(offer.id, en ? 'All good for now' : '目前正常'))
  await user.hears(en ? /whenever you need me/ : /有需要随时找我/, PATIENCE_MS)
}
