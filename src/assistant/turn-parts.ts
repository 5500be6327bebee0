/** A turn while it is under way: what it has collected so far, and what it lends to actions, the desk and the engine. */
import type { Logger } from 'pino'
import type { DeskInbound } from '../desk/command.ts'
import type { Catalogue } from '../flow/catalogue.ts'
import type { Owner } from '../flow/conversation.ts'
import type { Values } from '../flow/flow.ts'
import type { Document, DocumentFile } from '../service/document.ts'
import type { Service } from '../service/service.ts'
import type { ConversationRow } from '../store/conversations.ts'
import type { Author, NewOutboxRow } from '../store/outbox.ts'
import type { Tx } from '../store/sql.ts'
import type { ActionContext, Actions } from './action.ts'
import type { Catalogues } from './catalogues.ts'
import type { DeskContext, DeskPort } from './desk-port.ts'
import { keepDocument } from './documents.ts'
import { addEffect, type EffectContext, type Writes } from './effects.ts'

export type TurnOptions = {
  readonly catalogues: Catalogues
  readonly actions: Actions
  readonly service: Service
  readonly desk: DeskPort
  readonly outOfQuietHours: (at: number, latest: number | undefined) => number
  readonly random: (below: number) => number
  readonly log: Logger
}

/** A turn in progress. */
export type Turn = Writes & {
  readonly tx: Tx
  readonly catalogue: Catalogue
  readonly options: TurnOptions
  readonly priority: number
  author: Author
  row: ConversationRow
  voided: number[]
  /** What is said now tells of this, when it does so unasked. */
  about?: NewOutboxRow['about']
  /** Documents, after everything the turn says. */
  readonly given: NewOutboxRow[]
  readonly orders: DeskInbound[]
  /** What an agent says, after everything else of the turn. */
  readonly relayed: NewOutboxRow[]
  /** Actions may be undone one by one: set when a batch has failed and its events are taken singly. */
  readonly careful: boolean
}

export function effectContext(turn: Turn): EffectContext {
  return {
    conversationId: turn.row.id,
    language: turn.row.state.language,
    author: turn.author,
    priority: turn.priority,
    catalogue: turn.catalogue,
    ...(turn.about && { about: turn.about }),
    outOfQuietHours: turn.options.outOfQuietHours,
  }
}

/** What whoever works in a turn may have it do: promises and documents. */
export function lent(turn: Turn): Pick<ActionContext, 'remind' | 'forget' | 'give'> {
  return {
    remind: timer => armTimer(turn, timer),
    forget: key => addEffect(turn, { kind: 'forget', key }, effectContext(turn)),
    give: (document, file) => give(turn, document, file),
  }
}

export function deskContext(turn: Turn): DeskContext {
  const { tx } = turn
  return {
    tx,
    now: tx.now,
    ownership: { owner: turn.row.owner, agent: turn.row.agent },
    setOwner: (owner, agent) => setOwner(turn, owner, agent),
    ...lent(turn),
    send: (payload, ask, place) => {
      const { language } = turn.row.state
      const rows = place === 'first' ? turn.messages : turn.relayed
      rows.push({ conversationId: turn.row.id, payload, author: 'agent', priority: 0, ask, language })
    },
  }
}

function armTimer(
  turn: Turn,
  { key, at, flow, values }: { key: string; at: number; flow: string; values: Values },
): void {
  addEffect(turn, { kind: 'remind', key, at, flow, values, quiet: false }, effectContext(turn))
}

async function give(turn: Turn, document: Document, file: DocumentFile): Promise<void> {
  const { id: conversationId, caseId, state } = turn.row
  const payload = await keepDocument(turn.tx, { conversationId, caseId }, document, file)
  const { author, priority } = turn
  const { about } = turn
  const row = { conversationId, payload, author, priority, ask: null, language: state.language }
  turn.given.push({ ...row, ...(about && { about }) })
}

function setOwner(turn: Turn, owner: Owner, agent: string | null): void {
  if (turn.row.owner === owner && turn.row.agent === agent) return
  turn.row = {
    ...turn.row,
    owner,
    agent,
    ownerVersion: turn.row.ownerVersion + 1,
    state: { ...turn.row.state, owner },
  }
}
