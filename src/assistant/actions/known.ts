/**
 * What an action finds in the conversation's slots. A customer's slots name cases and visits by
 * number; only those of the customer's own conversation are ever looked at.
 */
import type { Value, Values } from '../../flow/flow.ts'
import { OPEN_STATES, type ServiceCase } from '../../service/case.ts'
import type { Visit } from '../../service/visit.ts'
import { casesOf, findCase } from '../../store/cases.ts'
import { findVisit } from '../../store/visits.ts'
import type { ActionContext, ActionResult } from '../action.ts'

export const OK: ActionResult = { outcome: 'ok' }

/** It broke; nothing it did remains. */
export const FAILED: ActionResult = { outcome: 'failed' }

/** What "I don't know" is stored as. */
export const UNKNOWN = 'unknown'

export function ok(values: Values): ActionResult {
  return { outcome: 'ok', values }
}

/** The text in a slot; undefined when it is empty or the customer does not know it. */
export function told({ conversation }: ActionContext, slot: string): string | undefined {
  const value = conversation.slots[slot]
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && value !== '' && value !== UNKNOWN ? value : undefined
}

/** What an action was given as a text; undefined when that is empty. */
export function textIn(value: Value | undefined): string | undefined {
  return typeof value === 'string' && value !== '' && value !== UNKNOWN ? value : undefined
}

/** The case the conversation is about: the one in the slot, else the newest that is open. */
export async function currentCase(context: ActionContext): Promise<ServiceCase | undefined> {
  const id = idIn(context.conversation.slots.case)
  const named = id === undefined ? undefined : await findCase(context.tx, id)
  if (named?.conversationId === context.conversationId) return named
  const [newest] = await casesOf(context.tx, context.conversationId, OPEN_STATES)
  return newest
}

/** The visit in the slot, if it is this customer's. */
export async function currentVisit(context: ActionContext): Promise<Visit | undefined> {
  const id = idIn(context.conversation.slots.visit)
  const named = id === undefined ? undefined : await findVisit(context.tx, id)
  return named?.conversationId === context.conversationId ? named : undefined
}

/** A slot holds a whole case or visit, or, carried by a button, its number. */
function idIn(value: Value | undefined): number | undefined {
  const id = isRecord(value) ? value.id : value
  const number = typeof id === 'string' && /^\d+$/.test(id) ? Number(id) : id
  return typeof number === 'number' && Number.isSafeInteger(number) ? number : undefined
}

export function isRecord(value: Value | undefined): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
