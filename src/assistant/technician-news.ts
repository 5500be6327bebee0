/**
 * What technicians hear of their visits. A commit that moved a visit arms a timer, due at once, in each chat of whoever has
 * it, or had it until now: their conversation takes it like any other event, in a turn of its own.
 */
import type { DeskInbound, DeskOutcome } from '../desk/command.ts'
import type { Tx } from '../store/sql.ts'
import { toJson } from '../store/sql.ts'
import type { Timer } from '../store/timers.ts'

/** Timers whose key begins so are said over whatever is open, as notices are: they do not wait for a pause. */
export const AT_ONCE = 'now:'

type Changed = {
  readonly id: number
  readonly chat: string
  readonly technician: string
  readonly mine: string | null
  readonly actor: string
  readonly became: string
  /** Where the state alone does not say it. */
  readonly news: string | null
}

/** Of the visits of these conversations that were changed in this transaction. */
export async function technicianNews(tx: Tx, conversations: readonly string[]): Promise<Timer[]> {
  const changed = await tx.all<Changed>(
    `SELECT visit.id, chat.conversation_id AS chat, chat.technician_id AS technician, visit.technician_id AS mine,
       audit_event.actor, audit_event.became, audit_event.data ->> '$.news' AS news
     FROM visit
     JOIN audit_event ON audit_event.entity = 'visit' AND audit_event.entity_id = CAST(visit.id AS TEXT)
       AND audit_event.at = visit.updated_at
     JOIN technician_chat AS chat
       ON chat.technician_id IN (visit.technician_id, audit_event.data ->> '$.wasTechnician')
     WHERE visit.conversation_id IN (SELECT value FROM json_each(?)) AND visit.updated_at = ?
     ORDER BY audit_event.id`,
    [toJson(conversations), tx.now],
  )
  return changed.map(one => ({
    conversationId: one.chat,
    key: `${AT_ONCE}visit:${one.id}`,
    dueAt: tx.now,
    flow: one.mine === one.technician ? 'technician-visit' : 'technician-lost',
    values: { visitId: one.id, news: newsOf(one) },
  }))
}

/** Who did it, as far as the technician's own doing is told apart from that of others. */
function newsOf({ actor, technician, became, news }: Changed): string {
  if (actor === `technician:${technician}`) return 'own'
  return actor === 'customer' ? `customer-${news ?? became}` : became
}

/** What an order of a technician came to, for the chat it was given in; a success is told by the visit itself. */
export function refusalNews(
  { answerTo, command }: DeskInbound,
  { why, values = {} }: Extract<DeskOutcome, { ok: false }>,
  now: number,
): Timer | undefined {
  if (answerTo === undefined || command.do !== 'move-visit') return undefined
  const { visit, move, details = {} } = command
  return {
    conversationId: answerTo,
    key: `${AT_ONCE}answer`,
    dueAt: now,
    flow: 'technician-refused',
    values: { ...values, why, visitId: visit, order: move, details },
  }
}
