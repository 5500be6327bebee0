/** Forms: which button opens which, and what a submitted one orders. */
import type { App } from '@slack/bolt'
import type { ModalView } from '@slack/web-api'
import type { Board, DeskCard } from '../../../desk/board.ts'
import type { DeskCommand } from '../../../desk/command.ts'
import type { Subject } from '../../../desk/post.ts'
import { assignForm } from './assign-form.ts'
import { commandOf, type DeskButton, decodeButton, fieldsOf } from './button.ts'
import type { StaffDirectory } from './directory.ts'
import type { Offers } from './form-fields.ts'
import type { Look } from './look.ts'
import { ASSIGN_TO, readModal } from './modals.ts'
import { type Listener, type Orders, storedOrTold } from './orders.ts'
import { priorityForm } from './priority-form.ts'
import { type DeskNotice, noticeText } from './refusals.ts'
import { refuseForm } from './refuse-form.ts'
import { replyForm } from './reply-form.ts'
import type { Rooms } from './rooms.ts'
import { visitForm } from './visit-form.ts'
import { partDateForm, workshopDateForm } from './workshop-form.ts'

/** Whether a button asks for more before it orders anything. */
export function opensForm(button: DeskButton): boolean {
  const asks = FORM_BUTTONS.has(button.do) || fieldsOf(button).length > 0
  return asks && commandOf(button) === undefined
}

const FORM_BUTTONS: ReadonlySet<DeskButton['do']> = new Set([
  'reply',
  'assign',
  'priority',
  'task-refuse',
  'workshop-date',
  'part-date',
])

/**
 * The form of a button, about the subject as it is now; undefined if the button does not belong on such a card. `windows`:
 * the times that can be proposed, where the form asks for one.
 */
export function formOf(
  button: DeskButton,
  { kind, card }: DeskCard,
  look: Look,
  user: string,
  windows?: Offers['windows'],
): ModalView | undefined {
  switch (kind) {
    case 'escalation':
      if (button.do === 'reply') return replyForm(button, card, look)
      if (button.do === 'assign') return assignForm(button, card, look, user)
      return button.do === 'priority' ? priorityForm(button, card, look) : undefined
    case 'task':
      return button.do === 'task-refuse' ? refuseForm(button, card, look) : undefined
    case 'visit':
      if (button.do === 'part-date') return partDateForm(button, card, look)
      return button.do === 'workshop-date'
        ? workshopDateForm(button, card, look)
        : visitForm(button, card, look, windows)
  }
}

/** Whether its form offers free windows, which are looked for only then. */
export function offersWindows(button: DeskButton): boolean {
  return fieldsOf(button).some(({ from }) => from === 'windows')
}

export type FormParts = {
  readonly app: Pick<App, 'view'>
  readonly board: Pick<Board, 'cardPost'>
  readonly rooms: Pick<Rooms, 'of' | 'postIn'>
  readonly orders: Orders
  readonly directory: Pick<StaffDirectory, 'staffOf'>
  readonly look: Look
}

/** A form closes when what it orders is on disk. Each was opened once, and so is submitted once, however often it comes. */
export function listenToForms(parts: FormParts): void {
  const { app, orders, look } = parts
  app.view(/^desk:/, async ({ ack, body, view }) => {
    const read = readModal(view, look.language)
    const subject = decodeButton(view.private_metadata)?.subject
    if (!read || !subject) return ack()
    if ('errors' in read) return ack({ response_action: 'errors', errors: { ...read.errors } })
    const listener = await listenerOf(body.user.id, subject, parts)
    const command = await withChosen(read.command, listener.room, parts)
    if ('notice' in command) {
      return ack({ response_action: 'errors', errors: { [ASSIGN_TO]: noticeText(command.notice, look) } })
    }
    const staff = await orders.admit(listener)
    if (staff) {
      const order = { conversation: read.conversation, staff, command, updateId: `form:${view.id}` }
      await storedOrTold(orders.give(order, listener), listener, orders)
    }
    await ack()
  })
}

/** A form says nothing of the thread it was opened from: the subject's is the place to hear about it. */
async function listenerOf(user: string, subject: Subject, { board, rooms }: FormParts): Promise<Listener> {
  const [{ channel: room }, message] = await Promise.all([rooms.of(subject), board.cardPost(subject)])
  const post = message === undefined ? undefined : rooms.postIn(message)
  return { user, room, ...(post && { channel: post.channel, threadTs: post.ts }) }
}

/** Who was chosen must be one of the staff, by the name that the staff know. */
async function withChosen(
  command: DeskCommand,
  room: string,
  { directory }: FormParts,
): Promise<DeskCommand | { readonly notice: DeskNotice }> {
  if (command.do !== 'assign') return command
  const membership = await directory.staffOf(command.to.id.replace(/^slack:/, ''), room)
  if (membership.kind === 'unsure') return { notice: 'unsure' }
  if (membership.kind === 'stranger') return { notice: 'stranger-chosen' }
  const { id, name } = membership.staff
  return { ...command, to: { id, name } }
}
