/** What the cards of all kinds are put together from. */
import type { ActionsBlock, Button, ConfirmationDialog, ContextBlock, KnownBlock, Overflow } from '@slack/web-api'
import type { EscalationCard } from '../../../desk/escalation-cards.ts'
import type { Subject } from '../../../desk/post.ts'
import type { Text } from '../../../flow/flow.ts'
import { escapeText, LIMITS, markup, plainText, shorten } from '../blocks.ts'
import { actionId, type DeskButton, encodeButton, encodeOption, MORE } from './button.ts'
import { knownWord, word } from './house-words.ts'
import { inLanguage, type Look } from './look.ts'
import { say, type WordKey } from './words.ts'

export type Priority = EscalationCard['priority']

/** Slack's own advice for triage channels: a circle for how urgent. */
export const CIRCLE: Readonly<Record<Priority, string>> = { SAFETY: '🔴', HIGH: '🔴', MEDIUM: '🟠', LOW: '🔵' }

/** The most urgent first. */
export const PRIORITIES: readonly Priority[] = ['SAFETY', 'HIGH', 'MEDIUM', 'LOW']

/** `🔴 High`: never the colour alone. */
export function priorityText(priority: Priority, { language }: Look): string {
  return `${CIRCLE[priority]} ${word(language, 'priority', priority)}`
}

/** The headline of a card: what is known of its parts. */
export function headline(parts: readonly (string | null)[]): KnownBlock {
  return { type: 'header', text: plainText(parts.filter(isTold).join(' · '), LIMITS.header) }
}

/** A small bold line over a paragraph; our own words only. */
export function label(look: Look, key: WordKey): ContextBlock {
  return { type: 'context', elements: [markup(`*${escapeText(say(look.language, key))}*`)] }
}

/** What a notification says: one line, nothing in it markup of its own. */
export function summary(parts: readonly (string | null)[]): string {
  return escapeText(shorten(parts.filter(isTold).join(' · '), SUMMARY))
}

const SUMMARY = 500

/** `Phone: …`, or nothing when it is not known. */
export function fact(look: Look, key: WordKey, value: string | null | undefined): string[] {
  return isTold(value) ? [say(look.language, key, { value })] : []
}

/** The appliance, unless the words for the fault name it already: those of the flows do, a customer's own may not. */
export function faultFacts(appliance: string | null, symptom: Text | string | null, look: Look): string[] {
  const named = symptom === null || typeof symptom === 'string'
  return [
    ...fact(look, 'appliance', named && appliance !== null ? word(look.language, 'appliance', appliance) : null),
    ...fact(look, 'symptom', symptom === null ? null : inLanguage(symptom, look)),
  ]
}

/** The priority and the rule that gave it, in words. */
export function priorityFact(priority: string, reason: string | null, look: Look): string {
  const { language } = look
  const value = word(language, 'priority', priority)
  if (reason === null) return say(language, 'priority', { value })
  return say(language, 'priorityBecause', { value, why: ruleInWords(reason, look) })
}

function ruleInWords(reason: string, look: Look): string {
  const { language } = look
  const reopened = /^reopened: (.+)$/s.exec(reason)?.[1]
  if (reopened !== undefined) return say(language, 'reopened', { why: ruleInWords(reopened, look) })
  const score = /^rated (\d+)$/.exec(reason)?.[1]
  if (score !== undefined) return say(language, 'rated', { score })
  if (/^symptom /.test(reason)) return say(language, 'symptomRule')
  return knownWord(language, 'rule', reason) ?? reason
}

/** The platform a customer writes through, by the id of the conversation. */
export function channelOf(conversation: string, { language }: Look): string | undefined {
  return knownWord(language, 'channel', conversation.slice(0, conversation.indexOf(':')))
}

export type ButtonLook = { readonly style?: 'primary' | 'danger'; readonly confirm?: ConfirmationDialog }

export function deskButton(look: Look, key: WordKey, button: DeskButton, more: ButtonLook = {}): Button {
  return buttonCalled(say(look.language, key), button, more)
}

export function buttonCalled(label: string, button: DeskButton, more: ButtonLook = {}): Button {
  return {
    type: 'button',
    action_id: actionId(button),
    text: plainText(label, LIMITS.buttonText),
    value: encodeButton(button),
    ...more,
  }
}

/** Asked before something that cannot be taken back. */
export function confirmation(
  look: Look,
  keys: { readonly title: WordKey; readonly text: WordKey; readonly confirm: WordKey; readonly deny: WordKey },
  style: 'primary' | 'danger' = 'primary',
): ConfirmationDialog {
  const { language } = look
  return {
    title: plainText(say(language, keys.title), LIMITS.confirmTitle),
    text: plainText(say(language, keys.text), LIMITS.confirmText),
    confirm: plainText(say(language, keys.confirm), LIMITS.confirmButton),
    deny: plainText(say(language, keys.deny), LIMITS.confirmButton),
    style,
  }
}

/** The menu at the end of a card; `details` where there is a case. */
export function more(look: Look, subject: Subject, hasCase: boolean): Overflow {
  const shown: readonly ('history' | 'details')[] = hasCase ? ['history', 'details'] : ['history']
  return {
    type: 'overflow',
    action_id: MORE,
    options: shown.map(what => ({
      text: plainText(say(look.language, what), LIMITS.optionText),
      value: encodeOption({ do: what, subject }),
    })),
  }
}

export function actions(elements: ActionsBlock['elements']): KnownBlock {
  return { type: 'actions', elements }
}

export function isTold(part: string | null | undefined): part is string {
  return part !== null && part !== undefined && part.trim() !== ''
}
