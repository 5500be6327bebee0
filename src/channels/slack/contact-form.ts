/** The form in which a customer gives a phone number: Slack knows none it would share. Pure. */
import type { ModalView } from '@slack/types'
import type { Language } from '../../flow/flow.ts'
import { LIMITS, plainText, shorten } from './blocks.ts'
import { CUSTOMER_WORDS } from './customer-words.ts'

/** `action_id` of the button that opens the form, and `callback_id` of the form itself. */
export const CONTACT_FORM = 'form:contact'

const PHONE = 'phone'
const NAME = 'name'
/** ITU-T E.164: at most 15 digits. Fewer than five are an extension, not a number. */
const FEWEST_DIGITS = 5
const MOST_DIGITS = 15
const LONGEST_PHONE = 40
const LONGEST_NAME = 60

/** The form as views.open takes it; it carries the conversation it was opened from. */
export function contactForm(
  language: Language,
  { conversation, name }: { readonly conversation: string; readonly name?: string },
): ModalView {
  const words = CUSTOMER_WORDS[language].contact
  return {
    type: 'modal',
    callback_id: CONTACT_FORM,
    private_metadata: JSON.stringify({ conversation, language }),
    title: plainText(words.title, LIMITS.viewTitle),
    submit: plainText(words.send, LIMITS.viewTitle),
    close: plainText(words.close, LIMITS.viewTitle),
    blocks: [
      {
        type: 'input',
        block_id: PHONE,
        label: plainText(words.phone, LIMITS.inputLabel),
        hint: plainText(words.phoneHint, LIMITS.inputLabel),
        element: { type: 'plain_text_input', action_id: PHONE, max_length: LONGEST_PHONE },
      },
      {
        type: 'input',
        block_id: NAME,
        optional: true,
        label: plainText(words.name, LIMITS.inputLabel),
        element: {
          type: 'plain_text_input',
          action_id: NAME,
          max_length: LONGEST_NAME,
          ...(name ? { initial_value: shorten(name, LONGEST_NAME) } : {}),
        },
      },
    ],
  }
}

/** The parts we read of the view in a `view_submission`. */
export type SubmittedView = {
  readonly private_metadata: string
  readonly state: {
    readonly values: Readonly<Record<string, Readonly<Record<string, { readonly value?: string | null | undefined }>>>>
  }
}

export type ReadContact =
  | {
      readonly ok: true
      readonly conversation: string
      readonly contact: { readonly phone: string; readonly name?: string }
    }
  /** By block, as `response_action: errors` takes them: each is shown at its field. */
  | { readonly ok: false; readonly errors: Readonly<Record<string, string>> }

/**
 * What was filled in. A number may be written as people write it; whether it is one of the country, the assistant
 * judges. Undefined if the form is none of ours.
 */
export function readContact(view: SubmittedView): ReadContact | undefined {
  const opened = readMetadata(view.private_metadata)
  if (!opened) return undefined
  const { values } = view.state
  const phone = values[PHONE]?.[PHONE]?.value?.normalize('NFKC').trim() ?? ''
  const name = values[NAME]?.[NAME]?.value?.trim() ?? ''
  if (!isPhone(phone)) return { ok: false, errors: { [PHONE]: CUSTOMER_WORDS[opened.language].contact.noPhone } }
  return { ok: true, conversation: opened.conversation, contact: { phone, ...(name === '' ? {} : { name }) } }
}

function isPhone(text: string): boolean {
  const digits = text.replace(/\D/g, '').length
  return /^\+?[\d\s()./-]+$/.test(text) && digits >= FEWEST_DIGITS && digits <= MOST_DIGITS
}

function readMetadata(metadata: string): { conversation: string; language: Language } | undefined {
  try {
    const { conversation, language } = JSON.parse(metadata) as { conversation?: unknown; language?: unknown }
    if (typeof conversation !== 'string' || (language !== 'en' && language !== 'zh')) return undefined
    return { conversation, language }
  } catch {
    return undefined
  }
}
