/**
 * A plan and what it costs, line by line, before any work (R-052, R-053, R-119, R-134; K-15: in every profile). Pure.
 */
import type { Language, Text, Values } from '../flow/flow.ts'
import { type PriceFacts, priceLine, type TariffClass } from './tariff.ts'

export const QUOTE_CLASSES: readonly TariffClass[] = ['upgrade', 'software', 'out-of-warranty', 'other']

/** A charge. Amounts in yuan, `total` of all pieces. */
export type QuoteLine = {
  /** Of the tariff or the parts list; null: neither has it, and a manager must approve it. */
  readonly code: string | null
  readonly name: Text
  readonly qty: number
  readonly price: number
  readonly total: number
  readonly class: TariffClass
}

/** DRAFT waits for a manager, SENT for the customer; REFUSED is the manager's word, DECLINED the customer's. */
export type QuoteState = 'DRAFT' | 'SENT' | 'APPROVED' | 'DECLINED' | 'REFUSED' | 'REPLACED'

/** Instants in epoch milliseconds. */
export type Quote = {
  readonly id: number
  readonly visitId: number
  readonly caseId: number
  readonly conversationId: string
  /** In the technician's words. */
  readonly plan: string
  readonly lines: readonly QuoteLine[]
  readonly state: QuoteState
  readonly createdBy: string
  readonly approvedBy: string | null
  readonly createdAt: number
  readonly sentAt: number | null
  readonly decidedAt: number | null
}

export type ReadQuote =
  | { readonly ok: true; readonly lines: readonly QuoteLine[] }
  /** Fields of the form that are not as they must be. */
  | { readonly ok: false; readonly fields: readonly string[] }

/**
 * The lines of the form `quote`: a code named twice is two pieces. A line without one of the four classes cannot be sent
 * and a code that nobody publishes is no line.
 */
export function readLines(details: Values, facts: PriceFacts): ReadQuote {
  const codes = Array.isArray(details.tariff) ? details.tariff.map(String) : []
  const published = [...new Set(codes)].map(code => ({
    code,
    line: priceLine({ code, qty: codes.filter(other => other === code).length }, facts),
  }))
  const extra = readExtra(details)
  const wrong = [...(published.some(({ line }) => !line) ? ['tariff'] : []), ...(extra.wrong ?? [])]
  if (wrong.length > 0) return { ok: false, fields: wrong }
  const lines = published.flatMap(({ line }): QuoteLine[] => {
    if (!line) return []
    const { code, name, qty, price, total } = line
    return [{ code, name, qty, price, total, class: line.class }]
  })
  return { ok: true, lines: extra.line ? [...lines, extra.line] : lines }
}

type Extra = { readonly line?: QuoteLine; readonly wrong?: readonly string[] }

/** What stands in no list: its name, its price and its class, or none of them. */
function readExtra({ extraName, extraPrice, extraClass }: Values): Extra {
  if (extraName === undefined && extraPrice === undefined && extraClass === undefined) return {}
  const group = QUOTE_CLASSES.find(one => one === extraClass)
  const wrong = [
    ...(typeof extraName === 'string' ? [] : ['extraName']),
    ...(typeof extraPrice === 'number' ? [] : ['extraPrice']),
    ...(group ? [] : ['extraClass']),
  ]
  if (typeof extraName !== 'string' || typeof extraPrice !== 'number' || !group) return { wrong }
  const name = { en: extraName, zh: extraName }
  return { line: { code: null, name, qty: 1, price: extraPrice, total: extraPrice, class: group } }
}

/** a charge that is not published must be seen by a manager before the customer sees it. */
export function needsManager(lines: readonly QuoteLine[]): boolean {
  return lines.some(({ code }) => code === null)
}

/** In yuan. */
export function totalOf(lines: readonly QuoteLine[]): number {
  return lines.reduce((sum, { total }) => sum + total, 0)
}

/**
 * `{ id, plan, total, items }` for the slot `quote`: `total` in yuan, `items` the list in both languages; without lines
 * there is no `items`.
 */
export function quoteValues({ id, plan, lines }: Pick<Quote, 'id' | 'plan' | 'lines'>): Values {
  return { id, plan, total: totalOf(lines), ...(lines.length > 0 && { items: itemise(lines) }) }
}

/** The lines as a list in both languages, each with its class and its amount. */
export function itemise(lines: readonly QuoteLine[]): Text {
  return { en: listIn('en', lines), zh: listIn('zh', lines) }
}

function listIn(language: Language, lines: readonly QuoteLine[]): string {
  return lines.map(line => lineIn(language, line)).join('\n')
}

function lineIn(language: Language, { name, qty, total, class: group }: QuoteLine): string {
  const pieces = qty === 1 ? '' : ` × ${qty}`
  if (language === 'zh') return `· ${name.zh}${pieces}（${CLASS_WORDS[group].zh}）：${amount(total).zh}`
  return `· ${name.en}${pieces} (${CLASS_WORDS[group].en}): ${amount(total).en}`
}

const CLASS_WORDS: Readonly<Record<TariffClass, Text>> = {
  upgrade: { en: 'upgrade', zh: '升级' },
  software: { en: 'software', zh: '软件' },
  'out-of-warranty': { en: 'out of warranty', zh: '保外' },
  other: { en: 'other service', zh: '其他服务' },
}

/** Yuan in both languages. */
function amount(yuan: number): Text {
  if (yuan === 0) return { en: 'free', zh: '免费' }
  return { en: `¥${NUMBERS.en.format(yuan)}`, zh: `¥${NUMBERS.zh.format(yuan)}` }
}

const NUMBERS = { en: new Intl.NumberFormat('en'), zh: new Intl.NumberFormat('zh') } as const
