/** Buttons of cards and threads: what they order is stored before Slack hears that the press arrived. */
import type { App, BlockAction } from '@slack/bolt'
import type { WebClient } from '@slack/web-api'
import type { Logger } from 'pino'
import type { Board } from '../../../desk/board.ts'
import type { Subject } from '../../../desk/post.ts'
import { whyOf } from '../web-client.ts'
import {
  commandOf,
  type DeskButton,
  type DeskOption,
  decodeButton,
  decodeMove,
  decodeOption,
  MORE,
  OTHER_MOVES,
} from './button.ts'
import { caseView, historyView } from './case-view.ts'
import { formOf, offersWindows, opensForm } from './forms.ts'
import type { Look } from './look.ts'
import { type Listener, type Orders, storedOrTold } from './orders.ts'
import type { Rooms } from './rooms.ts'

export type ActionParts = {
  readonly app: Pick<App, 'action'>
  readonly web: WebClient
  readonly board: Pick<Board, 'card' | 'history' | 'findCase' | 'windows'>
  readonly orders: Orders
  readonly rooms: Pick<Rooms, 'of'>
  readonly look: Look
  readonly log: Logger
}

type View = Parameters<WebClient['views']['open']>[0]['view']

/** Lines asked for the window that shows a whole conversation; it shows as many of the newest as Slack takes. */
const LINES = 200

export function listenToButtons(parts: ActionParts): void {
  parts.app.action<BlockAction>({ type: 'block_actions', action_id: /^desk:/ }, async ({ ack, body, respond }) => {
    const [action] = body.actions
    const listenerTo = async (subject: Subject) => ({ ...(await listenerOf(body, subject, parts)), respond })
    if (action?.type === 'overflow' && action.action_id === MORE) {
      await ack()
      const option = decodeOption(action.selected_option.value)
      return option && open(body.trigger_id, await listenerTo(option.subject), parts, () => viewOf(option, parts))
    }
    const button = action && (await buttonOf(action, parts))
    if (!action || !button) return ack()
    const listener = await listenerTo(button.subject)
    if (opensForm(button)) {
      await ack()
      return open(body.trigger_id, listener, parts, async () => {
        const card = await parts.board.card(button.subject)
        const windows = card && offersWindows(button) ? await parts.board.windows(button.subject.id) : undefined
        return card && formOf(button, card, parts.look, listener.user, windows)
      })
    }
    const command = commandOf(button)
    const staff = command && (await parts.orders.admit(listener))
    if (staff) {
      // The same press, should Slack tell of it twice; another press is another.
      const updateId = `${action.action_ts}:${body.user.id}:${action.action_id}`
      const order = { conversation: button.conversation, staff, command, updateId }
      await storedOrTold(parts.orders.give(order, listener), listener, parts.orders)
    }
    await ack()
  })
}

/** A button, or the move that was chosen in the list of a visit's card: the list says which, and its visit to whom it belongs. */
async function buttonOf(
  action: BlockAction['actions'][number],
  { board }: Pick<ActionParts, 'board'>,
): Promise<DeskButton | undefined> {
  if (action.type === 'button') return decodeButton(action.value)
  if (action.type !== 'static_select' || action.action_id !== OTHER_MOVES) return undefined
  const chosen = decodeMove(action.selected_option?.value)
  const subject = chosen && ({ kind: 'visit', id: chosen.visit } as const)
  const found = subject && (await board.card(subject))
  if (!chosen || !subject || !found) return undefined
  const { conversation } = found.card
  return { do: `visit-${chosen.move}`, subject, conversation, revision: chosen.revision }
}

/**
 * In the thread for a post of a thread. On a card, in the channel: who presses there sees the channel, and what only they
 * see in a thread would wait there unread.
 */
async function listenerOf(
  { user, channel, message }: BlockAction,
  subject: Subject,
  { rooms }: Pick<ActionParts, 'rooms'>,
): Promise<Listener> {
  const threadTs = message?.thread_ts
  return {
    user: user.id,
    room: (await rooms.of(subject)).channel,
    ...(channel && { channel: channel.id }),
    ...(threadTs === undefined || threadTs === message?.ts ? {} : { threadTs }),
  }
}

/** A trigger is good for 3 s: nothing is asked of Slack before the window but who the person is, which is mostly known. */
async function open(
  trigger: string,
  listener: Listener,
  { web, orders, log }: ActionParts,
  read: () => Promise<View | undefined>,
): Promise<void> {
  const [staff, view] = await Promise.all([orders.admit(listener), read()])
  if (!staff) return
  if (!view) return orders.tell(listener, 'gone')
  try {
    await web.views.open({ trigger_id: trigger, view })
  } catch (error) {
    log.warn({ why: whyOf(error), user: listener.user }, 'slack: a form was not opened')
    orders.tell(listener, { own: 'form-late' })
  }
}

async function viewOf({ do: what, subject }: DeskOption, { board, look }: ActionParts): Promise<View | undefined> {
  const found = await board.card(subject)
  if (!found) return undefined
  const { card } = found
  if (what === 'history') {
    const { customer } = card
    const name = typeof customer === 'string' ? customer : (customer?.name ?? null)
    return historyView(await board.history(card.conversation, LINES), name, look)
  }
  const known = card.case === null ? undefined : await board.findCase(card.case)
  return known && caseView(known, look)
}
