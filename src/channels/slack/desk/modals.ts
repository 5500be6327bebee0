/** What a submitted form orders. */
import type { DeskCommand } from '../../../desk/command.ts'
import type { Language } from '../../../flow/flow.ts'

/** A form as Slack hands it back. */
export type SubmittedView = {
  readonly callback_id: string
  readonly private_metadata: string
  readonly state: { readonly values: Readonly<Record<string, Readonly<Record<string, SubmittedField>>>> }
}

export type SubmittedField = {
  readonly type?: string
  readonly value?: string | null
  readonly selected_user?: string | null
  readonly selected_option?: { readonly value: string } | null
  readonly selected_options?: readonly { readonly value: string }[] | null
}

/** `errors`: by block id, in the desk's language, for `response_action: 'errors'`. */
export type ReadModal =
  | { readonly conversation: string; readonly command: DeskCommand }
  | { readonly errors: Readonly<Record<string, string>> }

/** `callback_id` of every form; those that only show something have `desk:history` and `desk:case`. */
export const FORMS = {
  reply: 'desk:reply',
  assign: 'desk:assign',
  priority: 'desk:priority',
  visitAssign: 'desk:visit:assign',
  onTheWay: 'desk:visit:on-the-way',
  completion: 'desk:visit:complete',
} as const

/** `block_id` of the field of the assign form, for an error about who was chosen. */
export const ASSIGN_TO = 'to'

/**
 * The command of a submitted form, or what is wrong with it; undefined when it is none of ours. Of `assign` the name is the
 * user's id: the form does not know who is staff, nor what they are called.
 */
export function readModal(_view: SubmittedView, _language: Language): ReadModal | undefined {
  throw new Error('not drawn yet')
}
