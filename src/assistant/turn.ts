/**
 * One turn: an event of one conversation goes through the engine, actions are run where it asks for them, and what comes
 * out is collected for the commit. Everything a turn touches is in the one transaction of its batch.
 */
import type { DeskCommand, DeskInbound, DeskOutcome } from '../desk/command.ts'
import type { Catalogue } from '../flow/catalogue.ts'
import { newConversation } from '../flow/conversation.ts'
import type { Values } from '../flow/flow.ts'
import type { Service } from '../service/service.ts'
import { TIMER_HAND } from '../service/timer-hand.ts'
import type { VisitDue } from '../service/visit-promises.ts'
import type { WorkshopDue } from '../service/workshop-promises.ts'
import type { ConversationRow } from '../store/conversations.ts'
import { voidOutbox } from '../store/outbox.ts'
import type { Tx } from '../store/sql.ts'
import type { TimerRow } from '../store/timers.ts'
import type { Catalogues } from './catalogues.ts'
import type { Inbound } from './channel.ts'
import { customerEvent } from './customer-event.ts'
import { inSendingOrder, type Writes } from './effects.ts'
import { feed } from './feed.ts'
import { AT_ONCE, refusalNews } from './technician-news.ts'
import { deskContext, lent, type Turn, type TurnOptions } from './turn-parts.ts'
import { type ChangedTurn, followChanges } from './visit-changes.ts'

export type TurnSource =
  | { readonly kind: 'customer'; readonly inbound: Inbound }
  | { readonly kind: 'desk'; readonly inbound: DeskInbound }
  | { readonly kind: 'timer'; readonly timer: TimerRow }

export type TurnResult = Writes & {
  readonly row: ConversationRow
  /** Outbox rows of an earlier owner that must not be sent any more. */
  readonly voided: readonly number[]
  /** Orders on visits of other conversations. */
  readonly orders: readonly DeskInbound[]
  /** Of a desk command. */
  readonly outcome?: DeskOutcome
}

/** A conversation nobody has spoken in yet. */
export function newRow(id: string, now: number, inbound?: Inbound): ConversationRow {
  const language = inbound?.from.language ?? 'en'
  return {
    id,
    channel: id.slice(0, id.indexOf(':')),
    customerId: null,
    displayName: inbound?.from.name ?? null,
    state: newConversation(language),
    owner: 'bot',
    ownerVersion: 0,
    agent: null,
    caseId: null,
    unreachableAt: null,
    createdAt: now,
  }
}

/** Takes one event. Throws only when the world is broken; the caller then takes the event again, alone. */
export async function takeTurn(
  source: TurnSource,
  row: ConversationRow,
  tx: Tx,
  options: TurnOptions,
  careful: boolean,
): Promise<TurnResult> {
  const turn: Turn = {
    tx,
    catalogue: catalogueFor(row, options.catalogues),
    options,
    priority: priorityOf(source, options.service),
    author: source.kind === 'desk' ? 'notice' : 'bot',
    row,
    voided: [],
    given: [],
    orders: [],
    relayed: [],
    careful,
    messages: [],
    timers: [],
    forgotten: [],
  }
  const outcome = await playAll(source, turn)
  return {
    row: turn.row,
    messages: [...inSendingOrder(turn.messages), ...turn.given, ...turn.relayed],
    timers: turn.timers,
    forgotten: turn.forgotten,
    voided: turn.voided,
    orders: turn.orders,
    ...(outcome && { outcome }),
  }
}

/** The flows the conversation is pinned to, as its audience has them. */
function catalogueFor({ state }: ConversationRow, catalogues: Catalogues): Catalogue {
  const whole = state.revision === '' ? catalogues.current : catalogues.of(state.revision)
  return isTechniciansChat(state.slots) ? (whole.technicians ?? whole) : whole
}

/** The slot is filled by registering alone; who is behind it is looked up where something is ordered. */
function isTechniciansChat({ technician }: Values): boolean {
  return typeof technician === 'string'
}

function priorityOf(source: TurnSource, service: Service): number {
  if (source.kind === 'customer') return 0
  if (source.kind === 'desk') return 1
  return service.policy.notify.surveys.includes(source.timer.flow) ? 3 : 2
}

/** The turn as it was asked for, and what follows from every visit it changed. */
async function playAll(source: TurnSource, turn: Turn): Promise<DeskOutcome | undefined> {
  const seen = turn.tx.visits.length
  const outcome = await play(source, turn)
  const changes = turn.tx.visits.slice(seen)
  if (changes.length > 0) await followChanges(changes, changedTurn(turn))
  return outcome
}

function changedTurn(turn: Turn): ChangedTurn {
  return {
    tx: turn.tx,
    service: turn.options.service,
    conversationId: turn.row.id,
    language: turn.row.state.language,
    timers: turn.timers,
    ...lent(turn),
    outdated: ids => turn.voided.push(...ids),
    tell: async event => {
      if (turn.catalogue.flows.has(event.flow)) await feed(turn, event)
    },
  }
}

async function play(source: TurnSource, turn: Turn): Promise<DeskOutcome | undefined> {
  switch (source.kind) {
    case 'customer': {
      const event = await customerEvent(source.inbound, turn.row, turn.tx, turn.options.desk)
      turn.row = event.row
      if (event.event) await feed(turn, event.event)
      return undefined
    }
    case 'timer': {
      const { key, flow, values, conversationId } = source.timer
      if (flow !== 'desk') {
        await feed(
          turn,
          key.startsWith(AT_ONCE) ? { kind: 'notice', flow, values } : { kind: 'due', key, flow, values },
        )
        return undefined
      }
      return runDesk(turn, { conversation: conversationId, staff: TIMER_HAND, command: commandOf(values) })
    }
    case 'desk':
      return runDesk(turn, source.inbound)
  }
}

function commandOf(values: Values): DeskCommand {
  if (values.do === 'send-reply') return { do: 'send-reply', relay: Number(values.relay) }
  if (values.do === 'visit-due') {
    return { do: 'visit-due', visit: Number(values.visit), due: String(values.due) as VisitDue }
  }
  if (values.do === 'workshop-due') {
    return { do: 'workshop-due', workshop: Number(values.workshop), due: String(values.due) as WorkshopDue }
  }
  if (values.do === 'restore-due') return { do: 'restore-due', case: Number(values.case) }
  return { do: 'raise-level', escalation: Number(values.escalation) }
}

async function runDesk(turn: Turn, inbound: DeskInbound): Promise<DeskOutcome> {
  const ownerBefore = turn.row.owner
  const outcome = await turn.options.desk.run(inbound, deskContext(turn))
  if (!outcome.ok) {
    const refused = refusalNews(inbound, outcome, turn.tx.now)
    if (refused) turn.timers.push(refused)
    return outcome
  }
  // Whoever claims a conversation must not be talked over by what the bot had still to say.
  if (ownerBefore !== 'agent' && turn.row.owner === 'agent') {
    turn.voided.push(...(await voidOutbox(turn.tx, turn.row.id, ['bot'])))
  }
  for (const event of outcome.events) await feed(turn, event)
  return outcome
}
