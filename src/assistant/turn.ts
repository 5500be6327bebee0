/**
 * One turn: an event of one conversation goes through the engine, actions are run where it asks for them, and what comes
 * out is collected for the commit. Everything a turn touches is in the one transaction of its batch.
 */
import type { Logger } from 'pino'
import type { DeskCommand, DeskInbound, DeskOutcome, Staff } from '../desk/command.ts'
import { advance } from '../flow/advance.ts'
import type { Catalogue } from '../flow/catalogue.ts'
import { newConversation, type Owner } from '../flow/conversation.ts'
import type { Effect, Event } from '../flow/event.ts'
import type { Values } from '../flow/flow.ts'
import type { Document, DocumentFile } from '../service/document.ts'
import type { Service } from '../service/service.ts'
import type { VisitDue } from '../service/visit-promises.ts'
import type { ConversationRow } from '../store/conversations.ts'
import { type Author, type NewOutboxRow, voidOutbox } from '../store/outbox.ts'
import type { Tx } from '../store/sql.ts'
import type { TimerRow } from '../store/timers.ts'
import type { Actions } from './action.ts'
import type { Catalogues } from './catalogues.ts'
import type { Inbound } from './channel.ts'
import { customerEvent } from './customer-event.ts'
import type { DeskContext, DeskPort } from './desk-port.ts'
import { keepDocument } from './documents.ts'
import { addEffect, inSendingOrder, type Writes } from './effects.ts'
import { learn } from './learn.ts'
import { AT_ONCE, refusalNews } from './technician-news.ts'

export type TurnSource =
  | { readonly kind: 'customer'; readonly inbound: Inbound }
  | { readonly kind: 'desk'; readonly inbound: DeskInbound }
  | { readonly kind: 'timer'; readonly timer: TimerRow }

export type TurnOptions = {
  readonly catalogues: Catalogues
  readonly actions: Actions
  readonly service: Service
  readonly desk: DeskPort
  readonly outOfQuietHours: (at: number, latest: number | undefined) => number
  readonly random: (below: number) => number
  readonly log: Logger
}

export type TurnResult = Writes & {
  readonly row: ConversationRow
  /** Outbox rows of an earlier owner that must not be sent any more. */
  readonly voided: readonly number[]
  /** Orders on visits of other conversations. */
  readonly orders: readonly DeskInbound[]
  /** Of a desk command. */
  readonly outcome?: DeskOutcome
}

/** A turn in progress. */
type Turn = Writes & {
  readonly tx: Tx
  readonly catalogue: Catalogue
  readonly options: TurnOptions
  readonly priority: number
  author: Author
  row: ConversationRow
  voided: number[]
  /** Documents, after everything the turn says. */
  readonly given: NewOutboxRow[]
  readonly orders: DeskInbound[]
  /** What an agent says, after everything else of the turn. */
  readonly relayed: NewOutboxRow[]
  /** Actions may be undone one by one: set when a batch has failed and its events are taken singly. */
  readonly careful: boolean
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
  const outcome = await play(source, turn)
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
      return runDesk(turn, { conversation: conversationId, staff: TIMER, command: commandOf(values) })
    }
    case 'desk':
      return runDesk(turn, source.inbound)
  }
}

/** Who gives the commands that fall due. */
const TIMER: Staff = { id: 'timer', name: 'timer', roles: [] }

function commandOf(values: Values): DeskCommand {
  if (values.do === 'send-reply') return { do: 'send-reply', relay: Number(values.relay) }
  if (values.do === 'visit-due') {
    return { do: 'visit-due', visit: Number(values.visit), due: String(values.due) as VisitDue }
  }
  if (values.do === 'restore-due') return { do: 'restore-due', case: Number(values.case) }
  return { do: 'raise-level', escalation: Number(values.escalation) }
}

async function runDesk(turn: Turn, inbound: DeskInbound): Promise<DeskOutcome> {
  const ownerBefore = turn.row.owner
  const outcome = await turn.options.desk.run(inbound, deskContext(turn))
  if (!outcome.ok) {
    if (inbound.answerTo)
      turn.timers.push(refusalNews(inbound.answerTo, turn.tx.now, outcome.why, outcome.values ?? {}))
    return outcome
  }
  // Whoever claims a conversation must not be talked over by what the bot had still to say.
  if (ownerBefore !== 'agent' && turn.row.owner === 'agent') {
    turn.voided.push(...(await voidOutbox(turn.tx, turn.row.id, ['bot'])))
  }
  for (const event of outcome.events) await feed(turn, event)
  return outcome
}

function deskContext(turn: Turn): DeskContext {
  const { tx } = turn
  return {
    tx,
    now: tx.now,
    ownership: { owner: turn.row.owner, agent: turn.row.agent },
    setOwner: (owner, agent) => setOwner(turn, owner, agent),
    remind: timer => armTimer(turn, timer),
    forget: key => addEffect(turn, { kind: 'forget', key }, effectContext(turn)),
    outdated: ids => turn.voided.push(...ids),
    give: (document, file) => give(turn, document, file),
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
  turn.given.push({ conversationId, payload, author, priority, ask: null, language: state.language })
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

/** Feeds the engine one event, and the results of the actions it asks for, until it waits. */
async function feed(turn: Turn, event: Event): Promise<void> {
  let next: Event | undefined = event
  for (let count = 0; next && count < MOST_ACTIONS; count += 1) {
    const { conversation, effects } = advance(turn.catalogue, turn.row.state, next, turn.tx.now)
    turn.row = { ...turn.row, state: conversation }
    next = undefined
    for (const effect of effects) {
      const done = await apply(turn, effect)
      if (done) next = done
    }
  }
}

/** The engine has a step budget of its own; this bounds a catalogue whose actions run in a circle. */
const MOST_ACTIONS = 100

async function apply(turn: Turn, effect: Effect): Promise<Event | undefined> {
  switch (effect.kind) {
    case 'do':
      return act(turn, effect.action, effect.args)
    case 'hand-over': {
      const { slots, stack } = turn.row.state
      const top = stack.at(-1)
      const summary = { flow: top?.flow ?? null, step: top?.step ?? null, slots }
      const { reason, priority, fault } = effect
      if (fault !== undefined) {
        const { flow, step } = summary
        turn.options.log.error({ fault, conversation: turn.row.id, flow, step }, 'a flow broke')
      }
      const raised = { conversationId: turn.row.id, caseId: turn.row.caseId, reason, priority, summary }
      return turn.options.desk.raise(raised, deskContext(turn))
    }
    case 'unhandled': {
      const task = {
        conversationId: turn.row.id,
        caseId: turn.row.caseId,
        kind: 'unhandled',
        text: effect.text,
      } as const
      await turn.options.desk.task(turn.tx, task)
      return undefined
    }
    case 'learned':
      turn.row = await learn(turn.tx, turn.row, effect)
      return undefined
    default:
      addEffect(turn, effect, effectContext(turn))
      return undefined
  }
}

function effectContext(turn: Turn) {
  return {
    conversationId: turn.row.id,
    language: turn.row.state.language,
    author: turn.author,
    priority: turn.priority,
    catalogue: turn.catalogue,
    outOfQuietHours: turn.options.outOfQuietHours,
  }
}

async function act(turn: Turn, name: string, args: Values): Promise<Event> {
  const action = turn.options.actions[name]
  if (!action) return { kind: 'done', outcome: 'failed', values: {} }
  const context = {
    tx: turn.tx,
    now: turn.tx.now,
    service: turn.options.service,
    conversationId: turn.row.id,
    conversation: turn.row.state,
    customerId: turn.row.customerId,
    remind: (timer: Parameters<typeof armTimer>[1]) => armTimer(turn, timer),
    forget: (key: string) => addEffect(turn, { kind: 'forget', key }, effectContext(turn)),
    outdated: (ids: readonly number[]) => turn.voided.push(...ids),
    order: (inbound: DeskInbound) => turn.orders.push(inbound),
    give: (document: Document, file: DocumentFile) => give(turn, document, file),
    random: turn.options.random,
  }
  if (!turn.careful) {
    const { outcome, values = {} } = await action.run(args, context)
    return remember(turn, { kind: 'done', outcome, values })
  }
  await turn.tx.run('savepoint action')
  try {
    const { outcome, values = {} } = await action.run(args, context)
    await turn.tx.run('release savepoint action')
    return remember(turn, { kind: 'done', outcome, values })
  } catch (error) {
    turn.options.log.error({ err: error, action: name, conversation: turn.row.id }, 'an action failed')
    await turn.tx.run('rollback to savepoint action')
    await turn.tx.run('release savepoint action')
    return { kind: 'done', outcome: 'failed', values: {} }
  }
}

/** The conversation row carries the case it is about, for the desk's lists, and whose it is. */
function remember(turn: Turn, event: Extract<Event, { kind: 'done' }>): Event {
  const found = event.values.case as { readonly id?: number } | null | undefined
  if (found && typeof found.id === 'number') turn.row = { ...turn.row, caseId: found.id }
  const whose = event.values.customer as { readonly id?: number } | null | undefined
  if (whose && typeof whose.id === 'number') turn.row = { ...turn.row, customerId: whose.id }
  return event
}
