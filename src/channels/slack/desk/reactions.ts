/** Reactions on a card that stand for its buttons (peers 4c): eyes take it, a check mark finishes it. */
import type { types } from '@slack/bolt'
import type { Board, DeskCard } from '../../../desk/board.ts'
import type { DeskCommand } from '../../../desk/command.ts'
import type { Orders } from './orders.ts'
import type { Rooms } from './rooms.ts'

export type ReactionParts = {
  readonly board: Pick<Board, 'card'>
  readonly rooms: Pick<Rooms, 'of' | 'subjectAt'>
  readonly orders: Orders
  botUser(): string | undefined
}

const READ = new Set(['eyes', 'white_check_mark'])

/**
 * Resolves when the command is on disk. The update id is made of what was reacted to, when and by whom, so that a
 * redelivery under another event id is the same (peers I2).
 */
export async function takeReaction(event: types.ReactionAddedEvent, parts: ReactionParts): Promise<void> {
  const { user, reaction, item, event_ts: eventTs } = event
  if (!READ.has(reaction) || user === parts.botUser() || item.type !== 'message') return
  const subject = await parts.rooms.subjectAt(item)
  const card = subject && (await parts.board.card(subject))
  const command = card && commandOfReaction(reaction, card)
  if (!subject || !card || !command) return
  const { channel: room } = await parts.rooms.of(subject)
  const listener = { user, room, channel: item.channel }
  const staff = await parts.orders.admit(listener)
  if (!staff) return
  const { conversation } = card.card
  const updateId = `${item.channel}:${item.ts}:${reaction}:${user}:${eventTs}`
  await parts.orders.give({ conversation, staff, command, updateId }, listener)
}

function commandOfReaction(reaction: string, { kind, card: { id } }: DeskCard): DeskCommand | undefined {
  if (kind === 'escalation') return { do: reaction === 'eyes' ? 'claim' : 'resolve', escalation: id }
  return kind === 'task' && reaction === 'white_check_mark' ? { do: 'finish-task', task: id } : undefined
}
