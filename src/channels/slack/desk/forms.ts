/** Forms: which button opens which, and what a submitted one orders. */
import type { App } from '@slack/bolt'
import type { ModalView } from '@slack/web-api'
import type { Board, DeskCard } from '../../../desk/board.ts'
import type { DeskCommand } from '../../../desk/command.ts'
import { assignForm } from './assign-form.ts'
import { commandOf, type DeskButton } from './button.ts'
import type { StaffDirectory } from './directory.ts'
import type { Look } from './look.ts'
import { ASSIGN_TO, readModal } from './modals.ts'
import { type Listener, type Orders, storedOrTold, subjectOfCommand } from './orders.ts'
import { priorityForm } from './priority-form.ts'
import { type DeskNotice, noticeText } from './refusals.ts'
import { replyForm } from './reply-form.ts'
import { assignVisitForm, completionForm, onTheWayForm } from './visit-forms.ts'

/** Whether a button asks for more before it orders anything. */
export function opensForm(button: DeskButton): boolean {
  return FORM_BUTTONS.has(button.do) && commandOf(button) === undefined
}

const FORM_BUTTONS: ReadonlySet<DeskButton['do']> = new Set([
  'reply',
  'assign',
  'priority',
  'visit-assign',
  'visit-on-the-way',
  'visit-complete',
])

/** The form of a button, about the subject as it is now; undefined if the button does not belong on such a card. */
export function formOf(button: DeskButton, { kind, card }: DeskCard, look: Look, user: string): ModalView | undefined {
  if (kind === 'escalation') {
    if (button.do === 'reply') return replyForm(button, card, look)
    if (button.do === 'assign') return assignForm(button, card, look, user)
    return button.do === 'priority' ? priorityForm(button, card, look) : undefined
  }
  if (kind !== 'visit') return undefined
  if (button.do === 'visit-assign') return assignVisitForm(button, card, look)
  if (button.do === 'visit-on-the-way') return onTheWayForm(button, card, look)
  return button.do === 'visit-complete' ? completionForm(button, card, look) : undefined
}

export type FormParts = {
  readonly app: Pick<App, 'view'>
  readonly board: Pick<Board, 'cardPost'>
  readonly orders: Orders
  readonly directory: Pick<StaffDirectory, 'staffOf'>
  readonly look: Look
}

/** A form closes when what it orders is on disk. Each was opened once, and so is submitted once, however often it comes. */
export function listenToForms(parts: FormParts): void {
  const { app, board, orders, look } = parts
  app.view(/^desk:/, async ({ ack, body, view }) => {
    const read = readModal(view, look.language)
    if (!read) return ack()
    if ('errors' in read) return ack({ response_action: 'errors', errors: { ...read.errors } })
    const command = await withChosen(read.command, parts)
    if ('notice' in command) {
      return ack({ response_action: 'errors', errors: { [ASSIGN_TO]: noticeText(command.notice, look) } })
    }
    const listener = await listenerOf(body.user.id, command, board)
    const staff = await orders.admit(listener)
    if (staff) {
      const order = { conversation: read.conversation, staff, command, updateId: `form:${view.id}` }
      await storedOrTold(orders.give(order, listener), listener, orders)
    }
    await ack()
  })
}

/** A form says nothing of the thread it was opened from: the subject's is the place to hear about it. */
async function listenerOf(user: string, command: DeskCommand, board: FormParts['board']): Promise<Listener> {
  const subject = subjectOfCommand(command)
  const threadTs = subject && (await board.cardPost(subject))
  return threadTs === undefined ? { user } : { user, threadTs }
}

/** Who was chosen must be one of the staff, by the name that the staff know. */
async function withChosen(
  command: DeskCommand,
  { directory }: FormParts,
): Promise<DeskCommand | { readonly notice: DeskNotice }> {
  if (command.do !== 'assign') return command
  const membership = await directory.staffOf(command.to.id.replace(/^slack:/, ''))
  if (membership.kind === 'unsure') return { notice: 'unsure' }
  if (membership.kind === 'stranger') return { notice: 'stranger-chosen' }
  const { id, name } = membership.staff
  return { ...command, to: { id, name } }
}
