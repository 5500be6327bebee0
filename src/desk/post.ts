/**
 * What the staff are shown as it happens. Every subject has one card and one thread of posts; they wait in the outbox like
 * a customer's messages, in the conversation `desk:SUBJECT`, and are drawn from the rows at the moment they are sent.
 */
import type { Priority } from '../service/case.ts'

/** What a card is about. */
export type Subject = { readonly kind: 'escalation' | 'visit' | 'task'; readonly id: number }

export type DeskPost =
  /** Draw the card of the subject, or draw it anew if it has changed. */
  | { readonly kind: 'card' }
  /** Something the customer did while a person is wanted: the inbox row. `again`: its post is drawn anew, unmasked. */
  | { readonly kind: 'line'; readonly inbox: number; readonly again?: true }
  /** A file that came before there was a thread. */
  | { readonly kind: 'file'; readonly media: number }
  /** What an agent sends to the customer and what became of it: drawn once, then drawn anew. */
  | { readonly kind: 'relay'; readonly relay: number }
  /** Nobody claimed it in time: it is at this level now. */
  | { readonly kind: 'level'; readonly level: number; readonly priority: Priority }
  /** A technician needs help: the managers are called at once. */
  | { readonly kind: 'danger' }

/** Name of the sender of posts; begins the id of every conversation of posts. */
export const DESK = 'desk'

/** The conversation that the posts of a subject are sent in: `desk:escalation:12`. */
export function threadOf({ kind, id }: Subject): string {
  return `${DESK}:${kind}:${id}`
}

/** The subject of a thread, undefined for any other conversation. */
export function subjectOf(conversation: string): Subject | undefined {
  const match = /^desk:(escalation|visit|task):(\d+)$/.exec(conversation)
  return match ? { kind: match[1] as Subject['kind'], id: Number(match[2]) } : undefined
}
