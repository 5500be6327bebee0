/** What the staff are to be shown of a commit: from what has changed to the posts that say so. */
import type { Touched } from '../assistant/desk-port.ts'
import type { Language } from '../flow/flow.ts'
import type { Priority } from '../service/case.ts'
import { OVER } from '../service/visit.ts'
import type { NewOutboxRow } from '../store/outbox.ts'
import { relayAsk } from '../store/relays.ts'
import type { Row, Tx } from '../store/sql.ts'
import { toJson } from '../store/sql.ts'
import { type EscalationNow, readEscalationsNow } from './escalations-now.ts'
import { type DeskPost, type Subject, threadOf } from './post.ts'
import { DANGER, taskPriority } from './task-cards.ts'

/**
 * The posts, card before thread. A card is drawn from the rows when it is sent, so that one post tells of every change of
 * this commit; what two commits of one millisecond both tell is drawn once.
 */
export async function readPosts(tx: Tx, touched: Touched, language: Language): Promise<NewOutboxRow[]> {
  if (touched.conversations.length === 0) return []
  const escalations = await readEscalationsNow(tx, touched.conversations)
  return [
    ...escalations.flatMap(escalation => postsOfEscalation(escalation, language)),
    ...(await unmaskedLines(tx, escalations, language)),
    ...(await linePosts(tx, escalations, touched, language)),
    ...(await visitCards(tx, touched.conversations, language)),
    ...(await taskPosts(tx, touched.conversations, language)),
    ...(await relayPosts(tx, touched.conversations, language)),
  ]
}

/** Relays whose messages these rows of the outbox are: what became of them is drawn anew. */
export async function readReceipts(tx: Tx, outbox: readonly number[], language: Language): Promise<NewOutboxRow[]> {
  if (outbox.length === 0) return []
  const relays = await tx.all<RelayOfPost>(
    `SELECT DISTINCT relay.id, relay.escalation_id, escalation.priority FROM outbox
     JOIN relay ON relay.id = CAST(substr(outbox.ask, ?) AS INTEGER) AND relay.conversation_id = outbox.conversation_id
     JOIN escalation ON escalation.id = relay.escalation_id
     WHERE outbox.id IN (SELECT value FROM json_each(?)) AND outbox.ask LIKE ?
     ORDER BY relay.id`,
    [RELAY.length + 1, toJson(outbox), `${RELAY}%`],
  )
  return relays.map(relay => relayPost(relay, language))
}

/** Begins the `ask` of every message of an agent. */
const RELAY = 'relay:'

type Drawn = { readonly subject: Subject; readonly priority: Priority; readonly post: DeskPost; readonly ask?: string }

/** What is about a hazard goes before everything else. */
function row({ subject, priority, post, ask }: Drawn, language: Language): NewOutboxRow {
  return {
    conversationId: threadOf(subject),
    payload: { kind: 'post', post },
    author: 'notice',
    priority: priority === 'SAFETY' ? 0 : 1,
    ask: ask ?? null,
    language,
  }
}

function card(subject: Subject, priority: Priority, language: Language): NewOutboxRow {
  return row({ subject, priority, post: { kind: 'card' }, ask: 'card' }, language)
}

/** Its card; the files from before there was a thread; and the level it has reached, each level once. */
function postsOfEscalation(escalation: EscalationNow, language: Language): NewOutboxRow[] {
  const { id, priority, level, levelShown, earlierFiles } = escalation
  const subject: Subject = { kind: 'escalation', id }
  const isCalled = escalation.state === 'RAISED' && level >= FIRST_LEVEL_TOLD && level > levelShown
  return [
    card(subject, priority, language),
    ...earlierFiles.map(media => row({ subject, priority, post: { kind: 'file', media } }, language)),
    ...(isCalled ? [row({ subject, priority, post: { kind: 'level', level, priority } }, language)] : []),
  ]
}

/** On the first level the card itself calls. */
const FIRST_LEVEL_TOLD = 2

/** What customers did while a person is wanted. What made it wanted stands on the card. */
async function linePosts(
  tx: Tx,
  escalations: readonly EscalationNow[],
  { heard }: Touched,
  language: Language,
): Promise<NewOutboxRow[]> {
  const open = new Map(
    escalations.filter(({ isNew, isOpen }) => isOpen && !isNew).map(known => [known.conversationId, known]),
  )
  const lines = heard.filter(({ conversationId }) => open.has(conversationId))
  if (lines.length === 0) return []
  const changes = await readChanges(
    tx,
    lines.map(({ inbox }) => inbox),
  )
  return lines.flatMap(({ conversationId, inbox, message }) => {
    const escalation = open.get(conversationId)
    if (!escalation) return []
    const { id, priority } = escalation
    // The post of the message that was changed keeps the name.
    const ask = message === undefined || changes.has(inbox) ? undefined : `line:${message}`
    const post: DeskPost = { kind: 'line', inbox }
    return [row({ subject: { kind: 'escalation', id }, priority, post, ...(ask !== undefined && { ask }) }, language)]
  })
}

/** Lines that were posted masked, each as it was changed last, for whoever has claimed the conversation now. */
async function unmaskedLines(
  tx: Tx,
  escalations: readonly EscalationNow[],
  language: Language,
): Promise<NewOutboxRow[]> {
  const claimed = new Map(
    escalations
      .filter(({ isClaimedNow, isNew }) => isClaimedNow && !isNew)
      .map(known => [threadOf({ kind: 'escalation', id: known.id }), known]),
  )
  if (claimed.size === 0) return []
  const rows = await tx.all<{ thread: string; inbox: number; message: string | null }>(
    `SELECT outbox.conversation_id AS thread, inbox.id AS inbox,
       COALESCE(inbox.payload ->> '$.content.message', inbox.payload ->> '$.message') AS message
     FROM outbox JOIN inbox ON inbox.id = outbox.payload ->> '$.post.inbox'
     WHERE outbox.conversation_id IN (SELECT value FROM json_each(?)) AND outbox.payload ->> '$.post.kind' = 'line'
       AND (inbox.payload ->> '$.content.kind' <> 'file' OR inbox.payload ->> '$.content.caption' IS NOT NULL)
     ORDER BY outbox.id`,
    [toJson([...claimed.keys()])],
  )
  const newest = new Map(rows.flatMap(line => (line.message ? [[`${line.thread} ${line.message}`, line]] : [])))
  return [...newest.values()].flatMap(({ thread, inbox }) => {
    const known = claimed.get(thread)
    if (!known) return []
    const post: DeskPost = { kind: 'line', inbox: Number(inbox), again: true }
    return [row({ subject: { kind: 'escalation', id: known.id }, priority: known.priority, post }, language)]
  })
}

/** Which of these messages only change an earlier one. */
async function readChanges(tx: Tx, inbox: readonly number[]): Promise<ReadonlySet<number>> {
  const rows = await tx.all<{ id: number }>(
    `SELECT id FROM inbox WHERE id IN (SELECT value FROM json_each(?))
       AND payload ->> '$.content.kind' IN ('edit', 'deleted')`,
    [toJson(inbox)],
  )
  return new Set(rows.map(({ id }) => Number(id)))
}

/** Visits that were moved, or whose case was; one that was over before anybody was shown it stays unshown. */
async function visitCards(tx: Tx, conversations: readonly string[], language: Language): Promise<NewOutboxRow[]> {
  const rows = await tx.all<Row>(
    `SELECT visit.id, service_case.priority FROM visit LEFT JOIN service_case ON service_case.id = visit.case_id
     WHERE visit.conversation_id IN (SELECT value FROM json_each(?))
       AND (visit.updated_at = ? OR service_case.updated_at = ? AND (
         visit.state NOT IN (${OVER.map(() => '?').join(', ')})
         OR EXISTS (SELECT 1 FROM outbox WHERE outbox.conversation_id = 'desk:visit:' || visit.id)))
     ORDER BY visit.id`,
    [toJson(conversations), tx.now, tx.now, ...OVER],
  )
  return rows.map(({ id, priority }) =>
    card({ kind: 'visit', id: Number(id) }, (priority ?? 'MEDIUM') as Priority, language),
  )
}

/**
 * Tasks that were added or done, and open ones around a visit that was moved: it may be another outlet's now. One of
 * a technician in danger calls the managers when it is added.
 */
async function taskPosts(tx: Tx, conversations: readonly string[], language: Language): Promise<NewOutboxRow[]> {
  const rows = await tx.all<Row>(
    `SELECT staff_task.id, staff_task.kind, staff_task.created_at, service_case.priority FROM staff_task
     LEFT JOIN service_case ON service_case.id = staff_task.case_id
     WHERE staff_task.conversation_id IN (SELECT value FROM json_each(?))
       AND (staff_task.created_at = ? OR staff_task.done_at = ? OR (staff_task.state = 'OPEN' AND EXISTS (
         SELECT 1 FROM visit WHERE visit.case_id = staff_task.case_id AND visit.updated_at = ?)))
     ORDER BY staff_task.id`,
    [toJson(conversations), tx.now, tx.now, tx.now],
  )
  return rows.flatMap(({ id, kind, created_at, priority: ofCase }) => {
    const subject: Subject = { kind: 'task', id: Number(id) }
    const priority = taskPriority(kind as string, ofCase)
    const isCall = kind === DANGER && Number(created_at) === tx.now
    const call = isCall ? [row({ subject, priority, post: { kind: 'danger' } }, language)] : []
    return [card(subject, priority, language), ...call]
  })
}

type RelayOfPost = { readonly id: number; readonly escalation_id: number; readonly priority: Priority }

/** Messages of agents that were written, changed or undone. */
async function relayPosts(tx: Tx, conversations: readonly string[], language: Language): Promise<NewOutboxRow[]> {
  const relays = await tx.all<RelayOfPost>(
    `SELECT relay.id, relay.escalation_id, escalation.priority FROM relay
     JOIN escalation ON escalation.id = relay.escalation_id
     WHERE relay.conversation_id IN (SELECT value FROM json_each(?)) AND relay.updated_at = ? ORDER BY relay.id`,
    [toJson(conversations), tx.now],
  )
  return relays.map(relay => relayPost(relay, language))
}

function relayPost({ id, escalation_id, priority }: RelayOfPost, language: Language): NewOutboxRow {
  const relay = Number(id)
  const subject: Subject = { kind: 'escalation', id: Number(escalation_id) }
  return row({ subject, priority, post: { kind: 'relay', relay }, ask: relayAsk(relay) }, language)
}
