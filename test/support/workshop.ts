/** An appliance on its way to the workshop and back, for tests of what the customer hears of it. */
import { expect } from 'vitest'
import type { DeskOutcome } from '../../src/desk/command.ts'
import type { Language, Values } from '../../src/flow/flow.ts'
import type { Row } from '../../src/store/sql.ts'
import type { Content } from './house.ts'
import { CHECKLIST } from './journey.ts'
import { type OnSite, openOnSite, UNDER_WARRANTY } from './on-site.ts'

/** Friday 6 March 2026, 18:00 in Shanghai; the house begins on Monday at 9:00. */
export const FRIDAY = Date.parse('2026-03-06T18:00:00+08:00')
export const SUNDAY = Date.parse('2026-03-08T18:00:00+08:00')

/** What is heard and tapped. `never` must not be said of any of it. */
export const WORKSHOP_WORDS = {
  en: {
    friday: 'Fri 6 March',
    sunday: 'Sun 8 March',
    withLoaner: 'I agree, with the loaner',
    without: 'I agree, without it',
    agree: 'I agree',
    home: 'Repair it at home',
    partNumber: 'Part number',
    colleague: 'A colleague looks it up',
    loaner: '7-kilo washing machine',
    none: 'no loaner free',
    receipt: [
      'washing machine XQB80',
      'not on record',
      'one scratch',
      '1 photo',
      'Li Ming',
      '2 Mar 2026',
      'Fri 6 March',
    ],
    outdated: 'does not stand any more',
    sorry: 'I am sorry, we need longer than we promised',
    late: 'I am very sorry',
    colleagueNames: 'A colleague has been asked to name you a new day',
    choose: 'Choose a time',
    done: 'Thank you, we come ',
    back: 'back with you',
    cancel: 'cancel my visit',
    cancelIt: 'Yes, cancel it',
    bringsBack: 'we bring your appliance back',
    status: 'status',
    stages: ['you agreed to a repair in the workshop', 'arrived in the workshop', 'the workshop waits for a part'],
    promised: 'Promised back by',
    reminder: 'A friendly reminder',
    never: /\bfee\b|soon|refund|compensation/i,
  },
  zh: {
    friday: '3月6日',
    sunday: '3月8日',
    withLoaner: '同意，并借备用机',
    without: '同意，不用备用机',
    agree: '同意拉回',
    home: '在家维修',
    partNumber: '要配件号',
    colleague: '同事查到后',
    loaner: '7公斤洗衣机',
    none: '没有空闲的备用机',
    receipt: ['洗衣机 XQB80', '未登记', 'one scratch', '附照片1张', '李明', '3月2日', '3月6日'],
    outdated: '已经失效',
    sorry: '非常抱歉，比原先承诺的要晚一些',
    late: '非常抱歉，我们承诺',
    colleagueNames: '已请同事在这里告诉您新的送回日期',
    choose: '选送回时间',
    done: '好的，我们',
    back: '已送回',
    cancel: '取消上门',
    cancelIt: '确定取消',
    bringsBack: '把您的机器送回来',
    status: '进度',
    stages: ['您同意拉回维修', '已到维修中心', '维修中心等待配件'],
    promised: '承诺送回时间',
    reminder: '温馨提示',
    never: /尽快|赔偿|罚|逾期费/,
  },
} as const

export type InWorkshop = OnSite & {
  readonly words: (typeof WORKSHOP_WORDS)[Language]
  propose(changes?: Values): Promise<void>
  /** Proposed, and agreed to with the loaner. */
  toConsent(): Promise<void>
  stage(to: string, details?: Values): Promise<DeskOutcome>
  stages(...all: readonly string[]): Promise<void>
  /** The first time that is offered. */
  bookReturn(): Promise<void>
  /** The engineer is there again, and has begun. */
  toReturnVisit(): Promise<void>
  workshop(): Promise<Row>
  loan(): Promise<Row>
  state(): Promise<unknown>
  /** Kinds of the open tasks. */
  kinds(): Promise<readonly unknown[]>
}

/** Monday 2 March 2026, 09:00: Li Ming works on a washing machine; `noLoaner`: the outlet has none. */
export async function openWorking(
  { loaded, ...content }: Content,
  language: Language = 'en',
  noLoaner = false,
): Promise<InWorkshop> {
  const { service } = loaded
  const outlets = noLoaner ? { ...service.outlets, loaners: [] } : service.outlets
  const facts = { ...UNDER_WARRANTY, language }
  const site = await openOnSite({ ...content, loaded: { ...loaded, service: { ...service, outlets } } }, facts)
  const words = WORKSHOP_WORDS[language]
  expect(await site.order('begin')).toMatchObject({ ok: true })
  site.heard()
  const stage = (to: string, details?: Values) =>
    site.command({ do: 'move-workshop', workshop: 1, stage: to, ...(details && { details }) })
  const propose = async (changes: Values = {}) => {
    expect(await site.order('propose-workshop', { ...PROPOSAL, ...changes })).toMatchObject({ ok: true })
  }
  const toConsent = async () => {
    await propose()
    await site.taps(words.withLoaner)
    site.heard()
  }
  const stages = async (...all: readonly string[]) => {
    for (const to of all) expect(await stage(to)).toMatchObject({ ok: true })
  }
  const bookReturn = async () => {
    await site.taps(words.choose)
    await site.taps(site.labels().find(label => WINDOW.test(label)) ?? '')
  }
  return {
    ...site,
    words,
    propose,
    toConsent,
    stage,
    stages,
    bookReturn,
    async toReturnVisit() {
      await toConsent()
      await stages('IN_WORKSHOP', 'READY')
      await bookReturn()
      expect(await site.order('on-the-way', { checklist: CHECKLIST })).toMatchObject({ ok: true })
      for (const move of ['arrived', 'begin'] as const) expect(await site.order(move)).toMatchObject({ ok: true })
      site.heard()
    },
    workshop: async () => (await site.rows('select * from workshop_repair order by id desc'))[0] ?? {},
    loan: async () => (await site.rows('select * from loaner_loan order by id desc'))[0] ?? {},
    state: async () => (await site.visit()).state,
    kinds: async () => (await site.tasks()).map(({ kind }) => kind),
  }
}

const PROPOSAL: Values = { workshopReason: 'long-test', condition: 'one scratch', promisedReturnAt: FRIDAY }
/** A time that is offered. */
export const WINDOW = /\d\d:\d\d–\d\d:\d\d/
