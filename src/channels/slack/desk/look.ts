/** How the desk is read: its language and its clock. Instants are epoch milliseconds, shown as the shop's clocks show them. */
import type { KnownBlock } from '@slack/web-api'
import type { TechnicianCard } from '../../../desk/cards.ts'
import type { Language, Text } from '../../../flow/flow.ts'

export type Look = {
  readonly language: Language
  /** IANA name. */
  readonly zone: string
  /** To name those who may be assigned; somebody who is not among them is shown by id. */
  readonly technicians?: readonly Pick<TechnicianCard, 'id' | 'name'>[]
}

/** What is posted: `text` is for notifications and screen readers, escaped; the blocks are within Slack's limits. */
export type Drawn = { readonly text: string; readonly blocks: KnownBlock[] }

const LOCALE: Readonly<Record<Language, string>> = { en: 'en-GB', zh: 'zh-CN' }

/** `10:05`. */
export function time(at: number, look: Look): string {
  return shown(at, look, { hour: '2-digit', minute: '2-digit' })
}

/** `10:05:30`. */
export function timeToTheSecond(at: number, look: Look): string {
  return shown(at, look, { hour: '2-digit', minute: '2-digit', second: '2-digit' })
}

/** `Sat 21 Nov 10:05`. */
export function dayAndTime(at: number, look: Look): string {
  return `${day(at, look)} ${time(at, look)}`
}

/** The time alone on the day of `beside`, else with its day. */
export function timeBeside(at: number, beside: number, look: Look): string {
  return day(at, look) === day(beside, look) ? time(at, look) : dayAndTime(at, look)
}

function day(at: number, look: Look): string {
  return shown(at, look, { weekday: 'short', day: 'numeric', month: 'short' }).replace(',', '')
}

function shown(at: number, { language, zone }: Look, options: Intl.DateTimeFormatOptions): string {
  const key = [language, zone, ...Object.keys(options)].join(' ')
  let format = formats.get(key)
  if (!format) {
    format = new Intl.DateTimeFormat(LOCALE[language], { timeZone: zone, hourCycle: 'h23', ...options })
    formats.set(key, format)
  }
  return format.format(at)
}

/** Making one takes a hundred times as long as using it; a shop has one language, one zone and three of them. */
const formats = new Map<string, Intl.DateTimeFormat>()

/** A text in the desk's language, or as it was said. */
export function inLanguage(text: Text | string, { language }: Look): string {
  return typeof text === 'string' ? text : text[language]
}

/** The name of a technician by id. */
export function technicianName(id: string, look: Look): string {
  const found = look.technicians?.find(one => one.id === id)
  return found ? found.name[look.language] : id
}
