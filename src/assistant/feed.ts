/** Feeding the engine: an event goes in, and what comes out is collected or carried out until it waits. */
import type { DeskInbound } from '../desk/command.ts'
import { advance } from '../flow/advance.ts'
import type { Effect, Event } from '../flow/event.ts'
import type { Values } from '../flow/flow.ts'
import type { NewOutboxRow } from '../store/outbox.ts'
import type { Timer } from '../store/timers.ts'
import { addEffect, sayRow } from './effects.ts'
import { learn } from './learn.ts'
import { livingRow } from './living.ts'
import { deskContext, effectContext, lent, type Turn } from './turn-parts.ts'

/** Feeds the engine one event, and the results of the actions it asks for, until it waits. */
export async function feed(turn: Turn, event: Event): Promise<void> {
  const about = aboutOf(event)
  if (about) turn.about = about
  else delete turn.about
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

/** A notice or a reminder tells of a visit as it was then (peers I31, I32). */
function aboutOf(event: Event): NewOutboxRow['about'] {
  if (event.kind !== 'notice' && event.kind !== 'due') return undefined
  const visit = event.values.visit as { readonly id?: unknown; readonly revision?: unknown } | null | undefined
  if (typeof visit?.id !== 'number' || typeof visit.revision !== 'number') return undefined
  return { subject: `visit:${visit.id}`, revision: visit.revision }
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
    case 'say': {
      if (effect.living === undefined) break
      const row = { ...sayRow(effect, effectContext(turn)), ask: effect.living }
      const said = await livingRow(turn.tx, row, turn.messages)
      if (said) turn.messages.push(said)
      return undefined
    }
    case 'learned':
      turn.row = await learn(turn.tx, turn.row, effect)
      return undefined
    default:
      break
  }
  addEffect(turn, effect, effectContext(turn))
  return undefined
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
    ...lent(turn),
    desk: turn.options.desk,
    order: (inbound: DeskInbound) => turn.orders.push(inbound),
    notify: (timer: Timer) => turn.timers.push(timer),
    random: turn.options.random,
  }
  if (!turn.careful) {
    const { outcome, values = {} } = await action.run(args, context)
    return remember(turn, { kind: 'done', outcome, values })
  }
  const undo = marked([turn.tx.visits, turn.timers, turn.forgotten, turn.orders, turn.given, turn.messages])
  await turn.tx.run('savepoint action')
  try {
    const { outcome, values = {} } = await action.run(args, context)
    await turn.tx.run('release savepoint action')
    return remember(turn, { kind: 'done', outcome, values })
  } catch (error) {
    turn.options.log.error({ err: error, action: name, conversation: turn.row.id }, 'an action failed')
    await turn.tx.run('rollback to savepoint action')
    undo()
    await turn.tx.run('release savepoint action')
    return { kind: 'done', outcome: 'failed', values: {} }
  }
}

/** Gives what empties lists again of all that is added to them from now on: what an action that failed had asked for. */
function marked(lists: readonly unknown[][]): () => void {
  const marks = lists.map(list => [...list])
  return () => {
    for (const [index, list] of lists.entries()) list.splice(0, list.length, ...(marks[index] ?? []))
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
