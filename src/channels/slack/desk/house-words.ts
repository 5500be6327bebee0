/** What the house names by an id, in words: `priority.HIGH`, `reason.low-rating`, `state.EN_ROUTE`. */
import type { Language } from '../../../flow/flow.ts'
import { EN } from './house-words-en.ts'
import { ZH } from './house-words-zh.ts'

const WORDS: Readonly<Record<Language, Readonly<Record<string, string>>>> = { en: EN, zh: ZH }

/** `knownWord('en', 'reason', 'asked')` is `Asked for a person`; undefined for an id that has no words. */
export function knownWord(language: Language, kind: string, id: string): string | undefined {
  const key = `${kind}.${id}`
  return Object.hasOwn(EN, key) ? WORDS[language][key] : undefined
}

/** As `knownWord`; an id without words is shown as it is. */
export function word(language: Language, kind: string, id: string): string {
  return knownWord(language, kind, id) ?? id
}
