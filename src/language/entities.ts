import type { CountryCode } from 'libphonenumber-js/min'
import type { UnderstandContext } from '../flow/event.ts'
import type { Language, Value } from '../flow/flow.ts'
import type { Today } from './calendar.ts'
import { type FoundDate, findDates } from './dates.ts'
import type { FindModel } from './models.ts'
import { findAddress, findName } from './names.ts'
import { findNumber } from './numbers.ts'
import { findPhone } from './phones.ts'
import { findPhrase, type Phrase, type Span, toPhrases } from './phrases.ts'
import type { Reading, Tokens } from './tokens.ts'
import { findWish } from './wish.ts'

export type EntityParts = {
  readonly tokens: Tokens
  readonly appliances: readonly {
    readonly value: string
    readonly words: Readonly<Record<Language, readonly string[]>>
  }[]
  readonly findModel: FindModel
  readonly country: CountryCode | undefined
  readonly today: Today
}

type Appliance = { readonly value: string; readonly phrases: readonly Phrase[] }
type Found = Record<string, Value>

/** Questions that are answered with a time that is wanted. A question for the wish itself keeps all that is said. */
const WINDOW = 'window'
const WISH = 'wish'
const BOUGHT = /\b(?:bought|buy|purchased?|got it|since new|installed|invoice)\b|买|购|入手|发票|装的/

/** Values in the text, by slot type and by slot name (see `Understanding.entities`). */
export function createFindEntities(parts: EntityParts): (reading: Reading, context: UnderstandContext) => Found {
  const appliances = parts.appliances.map(({ value, words }) => ({ value, phrases: toPhrases(parts.tokens, words) }))
  return (reading, context) => {
    const { text, tidy } = reading
    const type = context.expecting?.type
    const found: Found = {}
    const phone = findPhone(text, parts.country, type === 'phone')
    if (phone) found.phone = phone.phone
    const rest = blank(text, phone)
    const model = parts.findModel(rest, type === 'model')
    if (model) found.model = model.model
    const left = blank(rest, model)
    const times = findTimes(left, context, parts.today)
    Object.assign(found, times.found)
    const number = findNumber(times.spans.reduce(blank, left))
    if (number !== undefined) found.number = number
    const appliance = theOnly(appliances, reading)
    if (appliance !== undefined) found.appliance = appliance
    const name = findName(tidy, text)
    if (name !== undefined) found.name = name
    const address = findAddress(tidy, text, type === 'address')
    if (address !== undefined) found.address = address
    return found
  }
}

/** The text with a span taken out and every other position unmoved. */
function blank(text: string, span: Span | undefined): string {
  return span ? text.slice(0, span.start) + ' '.repeat(span.end - span.start) + text.slice(span.end) : text
}

/**
 * A date that was asked for may be any; otherwise one that has been and that something was bought on, since "it broke
 * last week" is no date anybody stores. Words about the future are a wish.
 */
function findTimes(
  text: string,
  { expecting, now }: UnderstandContext,
  today: Today,
): { found: Found; spans: readonly Span[] } {
  const found: Found = {}
  const dates = findDates(text, now, today)
  const asked = expecting?.type === 'date'
  const past = dates.find(date => !date.future)
  const date: FoundDate | undefined = asked ? (past ?? dates[0]) : BOUGHT.test(text) ? past : undefined
  if (date) found.date = date.date
  const open = expecting?.slot
  const wish = asked || open === WISH ? undefined : findWish(blank(text, date), open === WINDOW)
  if (wish) found.wish = wish.words
  return { found, spans: wish ? [...dates, wish] : dates }
}

/** The one appliance that is spoken of; of two, none. A longer word hides the shorter ones inside it. */
function theOnly(appliances: readonly Appliance[], reading: Reading): string | undefined {
  const spans = appliances.flatMap(({ value, phrases }) =>
    phrases.flatMap(phrase => {
      const span = findPhrase(reading, phrase)
      return span ? [{ ...span, value }] : []
    }),
  )
  const outer = spans.filter(
    span =>
      !spans.some(
        other => other.start <= span.start && other.end >= span.end && other.end - other.start > span.end - span.start,
      ),
  )
  const values = new Set(outer.map(span => span.value))
  return values.size === 1 ? outer[0]?.value : undefined
}
