/** Everything the desk says in Slack, in both languages. `{x}` is filled by `say`. */
import type { Language } from '../../../flow/flow.ts'
import { CARD_WORDS } from './card-words.ts'
import { FORM_WORDS } from './form-words.ts'
import { NOTICE_WORDS } from './notice-words.ts'

const WORDS = {
  en: { ...CARD_WORDS.en, ...FORM_WORDS.en, ...NOTICE_WORDS.en },
  zh: { ...CARD_WORDS.zh, ...FORM_WORDS.zh, ...NOTICE_WORDS.zh },
} as const

export type WordKey = keyof (typeof WORDS)['en'] & keyof (typeof WORDS)['zh']

/** A sentence with its values in it. */
export function say(language: Language, key: WordKey, values: Readonly<Record<string, string | number>> = {}): string {
  return WORDS[language][key].replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''))
}
