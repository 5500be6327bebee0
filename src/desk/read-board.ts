/** The board, read from the rows: what a desk that draws threads shows, always as it is at this moment. */
import { dayOf, instantFrom } from '../service/local-time.ts'
import type { Service } from '../service/service.ts'
import type { Database } from '../store/database.ts'
import type { Row, Sql } from '../store/sql.ts'
import type { Board, DeskCard, Workload } from './board.ts'
import { readCase } from './case-card.ts'
import { readEscalationCard, readEscalationCards } from './escalation-cards.ts'
import { readHistoryOfDesk } from './history.ts'
import { readLate } from './late.ts'
import { readOutletOf } from './outlet-of.ts'
import { type Subject, subjectOf, threadOf } from './post.ts'
import { readFreeWindows } from './read-free-windows.ts'
import { readRelay, readRelayAt } from './relay-card.ts'
import { readTaskCard } from './task-cards.ts'
import { readLineOfFile, readThreadLine } from './thread-line.ts'
import { readVisitCard, readVisitCardsBetween } from './visit-cards.ts'
import type { DeskWords } from './words.ts'

export type BoardOptions = {
  readonly database: Pick<Database, 'read'>
  readonly service: Service
  readonly words: DeskWords
  /** Epoch milliseconds. */
  readonly now: () => number
}

export function createBoard({ database, service, words, now }: BoardOptions): Board {
  const read = <T>(fn: (sql: Sql) => Promise<T>) => database.read(fn)
  return {
    card: subject => read(sql => readCard(sql, subject, { service, words, now: now() })),
    windows: visit => read(sql => readFreeWindows(sql, visit, service, now())),
    cardPost: subject => read(sql => postOf(sql, threadOf(subject), 'card')),
    outlet: subject => read(sql => readOutletOf(sql, subject, service.outlets)),
    subjectAt: (...names) => read(sql => subjectAt(sql, names)),
    linePost: (subject, message) => read(sql => postOf(sql, threadOf(subject), `line:${message}`)),
    relayPost: relay => read(sql => relayPost(sql, relay)),
    line: inbox => read(sql => readThreadLine(sql, inbox)),
    lineOfFile: media => read(sql => readLineOfFile(sql, media)),
    relay: id => read(sql => readRelay(sql, id)),
    relayAt: post => read(sql => readRelayAt(sql, post)),
    history: (conversation, limit) => read(sql => readHistoryOfDesk(sql, conversation, limit)),
    findCase: number => read(sql => readCase(sql, number, { service, words, now: now() })),
    today: () =>
      read(sql => {
        const { zone } = service.policy.region
        const day = dayOf(now(), zone)
        const span = { from: instantFrom(day, 0, zone), to: instantFrom(day + 1, 0, zone) }
        return readVisitCardsBetween(sql, span, service, words, now())
      }),
    late: () => read(sql => readLate(sql, { service, words, now: now() })),
    who: () => read(async sql => workloads(await readEscalationCards(sql, words, now()))),
  }
}

type Known = { readonly service: Service; readonly words: DeskWords; readonly now: number }

async function readCard(sql: Sql, subject: Subject, { service, words, now }: Known): Promise<DeskCard | undefined> {
  switch (subject.kind) {
    case 'escalation': {
      const card = await readEscalationCard(sql, subject.id, words, now)
      return card && { kind: 'escalation', card }
    }
    case 'visit': {
      const card = await readVisitCard(sql, subject.id, service, words, now)
      return card && { kind: 'visit', card }
    }
    case 'task': {
      const card = await readTaskCard(sql, subject.id, service.policy.region.zone)
      return card && { kind: 'task', card }
    }
  }
}

/** The newest: a card that somebody deleted is posted again. */
async function postOf(sql: Sql, thread: string, ask: string): Promise<string | undefined> {
  const [row] = await sql.all<{ message: string }>(
    `SELECT message FROM outbox WHERE conversation_id = ? AND ask = ? AND state = 'sent' AND message IS NOT NULL
     ORDER BY id DESC LIMIT 1`,
    [thread, ask],
  )
  return row?.message
}

async function subjectAt(sql: Sql, names: readonly string[]): Promise<Subject | undefined> {
  const [row] = await sql.all<Row>(
    `SELECT conversation_id FROM outbox WHERE ask = 'card' AND message IN (${names.map(() => '?').join(', ')}) LIMIT 1`,
    names,
  )
  return row && subjectOf(row.conversation_id as string)
}

async function relayPost(sql: Sql, relay: number): Promise<string | undefined> {
  const [row] = await sql.all<{ escalation_id: number }>('SELECT escalation_id FROM relay WHERE id = ?', [relay])
  return row && postOf(sql, threadOf({ kind: 'escalation', id: row.escalation_id }), `relay:${relay}`)
}

function workloads(cards: Awaited<ReturnType<typeof readEscalationCards>>): Workload[] {
  const found = new Map<string, { name: string; escalations: Workload['escalations'][number][] }>()
  for (const card of cards) {
    if (card.owner === null) continue
    const known = found.get(card.owner.id) ?? { name: card.owner.name, escalations: [] }
    known.escalations.push({ id: card.id, case: card.case, customer: card.customer.name })
    found.set(card.owner.id, known)
  }
  return [...found.values()].sort((one, other) => one.name.localeCompare(other.name))
}
