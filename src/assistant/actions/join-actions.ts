/** One person on two platforms: a one-time code joins them, and what is open follows to where they write. */
import type { Values } from '../../flow/flow.ts'
import { OPEN_STATES } from '../../service/case.ts'
import { countChanges, recordChange } from '../../store/audit.ts'
import { casesElsewhere, customerOf, followCustomer, makeCustomer, mergeCustomers } from '../../store/following.ts'
import { storeJoinCode, useJoinCode } from '../../store/join-codes.ts'
import type { ActionContext, ActionResult, Actions } from '../action.ts'
import { FAILED, ok } from './known.ts'

export const JOIN_ACTIONS: Actions = {
  'give-join-code': {
    outcomes: ['in-public'],
    needs: [],
    gives: ['code', 'customer'],
    run: (_, context) => giveCode(context),
  },
  'join-accounts': {
    outcomes: ['wrong', 'too-often', 'in-public'],
    needs: ['code'],
    gives: ['customer', 'name', 'phone', 'address'],
    run: joinAccounts,
  },
}

/** Digits of a code: with `join.attempts` tries nobody guesses one of a hundred million in the minutes it holds. */
const DIGITS = 8

/** Where others read along, a code would be anybody's, and so would what is known of the customer afterwards. */
function isPublic({ conversationId }: ActionContext): boolean {
  return conversationId.includes('/')
}

const IN_PUBLIC: ActionResult = { outcome: 'in-public' }

async function giveCode(context: ActionContext): Promise<ActionResult> {
  if (isPublic(context)) return IN_PUBLIC
  const { tx, now, service, conversationId, conversation, random } = context
  const code = String(random(10 ** DIGITS)).padStart(DIGITS, '0')
  const customerId = context.customerId ?? (await makeCustomer(tx, conversation.language))
  await storeJoinCode(tx, code, conversationId, now + service.policy.join.code)
  return ok({ code: `${code.slice(0, 4)} ${code.slice(4)}`, customer: { id: customerId } })
}

async function joinAccounts({ code }: Values, context: ActionContext): Promise<ActionResult> {
  const { tx, now, service, conversationId } = context
  if (typeof code !== 'string' && typeof code !== 'number') return FAILED
  if (isPublic(context)) return IN_PUBLIC
  const { code: holds, attempts } = service.policy.join
  const wrongTries = await countChanges(tx, { entity: 'join', entityId: conversationId, since: now - holds })
  if (wrongTries >= attempts) return { outcome: 'too-often' }
  const made = await useJoinCode(tx, String(code).replace(/\D/g, '').padStart(DIGITS, '0'), conversationId)
  const known = made === undefined ? undefined : await customerOf(tx, made)
  if (known === undefined) {
    await recordChange(tx, { actor: 'customer', entity: 'join', entityId: conversationId, was: null, became: 'wrong' })
    return { outcome: 'wrong' }
  }
  if (context.customerId !== null && context.customerId !== known.id) {
    await mergeCustomers(tx, known.id, context.customerId)
  }
  await followHere(context, known.id)
  const told = Object.fromEntries(
    (['name', 'phone', 'address'] as const).flatMap(field => (known[field] === null ? [] : [[field, known[field]]])),
  )
  return ok({ customer: { id: known.id }, ...told })
}

/** Open cases of the customer come to the conversation they write in now, with their visits and promises. */
export async function followHere(context: ActionContext, customerId = context.customerId): Promise<void> {
  if (customerId === null) return
  const { tx, conversationId } = context
  for (const found of await casesElsewhere(tx, customerId, conversationId, OPEN_STATES)) {
    await followCustomer(tx, found, conversationId)
  }
}
