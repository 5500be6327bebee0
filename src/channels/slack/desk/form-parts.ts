/** What the forms are put together from. */
import type { InputBlock, KnownBlock, ModalView, PlainTextInput, PlainTextOption } from '@slack/web-api'
import type { VisitMove } from '../../../desk/command.ts'
import { LIMITS, plainText } from '../blocks.ts'
import type { Look } from './look.ts'
import { say, type WordKey } from './words.ts'

/** `callback_id` of forms; those that only show something have `desk:history` and `desk:case`. */
export const FORMS = {
  reply: 'desk:reply',
  assign: 'desk:assign',
  priority: 'desk:priority',
  refuse: 'desk:refuse',
  workshopDate: 'desk:workshop-date',
  partDate: 'desk:part-date',
} as const

/** `callback_id` of the form of a visit's move. */
export function visitFormId(move: VisitMove): string {
  return `desk:visit:${move}`
}

/** Fields: `block_id` and `action_id` are the same, one field in a block. */
export const FIELDS = {
  text: 'text',
  to: 'to',
  priority: 'priority',
  why: 'why',
  date: 'promisedReturnAt',
  eta: 'etaAt',
} as const

export type FormParts = {
  readonly id: string
  readonly title: string
  readonly submit: string
  /** Comes back with the form: the button that opened it. */
  readonly metadata: string
  readonly blocks: KnownBlock[]
}

export function form(look: Look, { id, title, submit, metadata, blocks }: FormParts): ModalView {
  return {
    ...view(look, id, title, blocks, 'notNow'),
    private_metadata: metadata,
    submit: plainText(submit, LIMITS.viewTitle),
  }
}

/** A window that has nothing to submit. */
export function view(
  { language }: Look,
  id: string,
  title: string,
  blocks: KnownBlock[],
  close: WordKey = 'close',
): ModalView {
  return {
    type: 'modal',
    callback_id: id,
    title: plainText(title, LIMITS.viewTitle),
    close: plainText(say(language, close), LIMITS.viewTitle),
    blocks,
  }
}

export type FieldParts = {
  readonly id: string
  readonly label: string
  readonly hint?: string
  readonly optional?: boolean
}

export function field({ id, label, hint, optional = false }: FieldParts, element: InputBlock['element']): InputBlock {
  return {
    type: 'input',
    block_id: id,
    label: plainText(label, LIMITS.inputLabel),
    ...(hint !== undefined && { hint: plainText(hint, LIMITS.inputLabel) }),
    optional,
    element: { ...element, action_id: id } as InputBlock['element'],
  }
}

export function lineInput(placeholder: string, most: number): PlainTextInput {
  return { type: 'plain_text_input', max_length: most, placeholder: plainText(placeholder, LIMITS.placeholder) }
}

export function option(text: string, value: string): PlainTextOption {
  return { text: plainText(text, LIMITS.optionText), value }
}
