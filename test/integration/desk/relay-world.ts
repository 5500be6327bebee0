/** Agents and their replies, for tests of what reaches the customer. */
import type { DeskCommand, ReplyContent, Staff } from '../../../src/desk/command.ts'
import { TIMER } from '../../../src/desk/roles.ts'
import { type DeskWorld, openDesk } from './desk-world.ts'

export const LI: Staff = { id: 'slack:U1', name: 'Li', roles: ['agent'] }
export const WANG: Staff = { id: 'slack:U2', name: 'Wang', roles: ['agent'] }
export const CHIEF: Staff = { id: 'slack:U9', name: 'Zhao', roles: ['manager'] }

/** Written in a post of the desk; it can be undone for five seconds. */
export function written(text: string, post = 'p1', more: Omit<ReplyContent, 'text'> = {}): DeskCommand {
  return { do: 'reply', escalation: 1, content: { text, ...more }, post, wait: true }
}

/** Written in a post of the desk, and sent at once. */
export function sentAtOnce(text: string, post = 'p1', more: Omit<ReplyContent, 'text'> = {}): DeskCommand {
  return { do: 'reply', escalation: 1, content: { text, ...more }, post, wait: false }
}

/** What the desk hands over for the words of a reply. */
export function said(text: string, relay = 1) {
  return { payload: { kind: 'text', names: [], text }, ask: `relay:${relay}` }
}

/** A world where somebody is wanted in the escalation 1. */
export async function openRaised(): Promise<DeskWorld> {
  const world = await openDesk()
  await world.raise()
  return world
}

export function claim(world: DeskWorld) {
  return world.run(LI, { do: 'claim', escalation: 1 })
}

/** A reply can no longer be undone. */
export function fallDue(world: DeskWorld, relay = 1) {
  return world.run(TIMER, { do: 'send-reply', relay })
}

export function relays(world: DeskWorld) {
  return world.rows('select state, edited, post, content from relay order by id')
}

/** Delivery tells what became of the agents' messages of one kind. */
export async function become(world: DeskWorld, state: 'sent' | 'failed' | 'void', kind = 'text'): Promise<void> {
  await world.database.transaction(world.now, tx =>
    tx.run("update outbox set state = ? where author = 'agent' and payload ->> '$.kind' = ?", [state, kind]),
  )
}
