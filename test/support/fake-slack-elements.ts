/** What stands inside blocks: texts, options, dialogs and elements, with the platform's limits. */
import {
  all,
  boolean,
  byType,
  escaped,
  holds,
  integer,
  list,
  matching,
  object,
  oneOf,
  type Rule,
  string,
} from './fake-slack-schema.ts'
import type { Json } from './fake-slack-types.ts'

export const plainText = (max: number): Rule =>
  object({ 'type!': oneOf('plain_text'), 'text!': string(max), emoji: boolean })
export const mrkdwn = (max: number): Rule =>
  object({ 'type!': oneOf('mrkdwn'), 'text!': all(string(max), escaped), verbatim: boolean })
export const anyText = (max: number): Rule => byType({ plain_text: plainText(max), mrkdwn: mrkdwn(max) })

const ID = string(255)
const URL_3000 = all(string(3000), matching(/^https?:\/\/\S+$/))
const DATE = matching(/^\d{4}-\d\d-\d\d$/)
const TIME = matching(/^([01]\d|2[0-3]):[0-5]\d$/)
const SLACK_FILE = object({ id: ID, url: URL_3000 })

const CONFIRM = object({
  'title!': plainText(100),
  'text!': anyText(300),
  'confirm!': plainText(30),
  'deny!': plainText(30),
  style: oneOf('primary', 'danger'),
})

const option = (text: Rule, more: Readonly<Record<string, Rule>> = {}): Rule =>
  object({ 'text!': text, 'value!': string(75), description: plainText(75), ...more })
const OPTION = option(plainText(75))
const RICH_OPTION = option(anyText(75))

const OPTION_GROUP = object({ 'label!': plainText(75), 'options!': list(OPTION, 100) })
const PLACEHOLDER = plainText(150)

/** Every option of a menu, groups or not. */
export function optionsOf(element: Json): readonly Json[] {
  const groups = (element.option_groups ?? []) as readonly Json[]
  return [...((element.options ?? []) as readonly Json[]), ...groups.flatMap(group => (group.options ?? []) as Json[])]
}

const chosen: Rule = all(
  holds(element => {
    const initial = [element.initial_option ?? [], element.initial_options ?? []].flat() as Json[]
    const known = optionsOf(element).map(one => JSON.stringify(sorted(one)))
    return initial.every(one => known.includes(JSON.stringify(sorted(one))))
  }, 'the initial option must be one of the options, letter for letter'),
  holds(element => {
    const values = optionsOf(element).map(({ value }) => value)
    return new Set(values).size === values.length
  }, 'two options have the same value'),
)

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, one]) => [key, sorted(one)]),
  )
}

const common = { 'type!': string(40), action_id: ID, confirm: CONFIRM, focus_on_load: boolean }
const field = { 'type!': string(40), action_id: ID, focus_on_load: boolean, placeholder: PLACEHOLDER }
const menu = { ...common, placeholder: PLACEHOLDER }
const groups = { options: list(OPTION, 100), option_groups: list(OPTION_GROUP, 100) }
const either = holds(
  element => (element.options === undefined) !== (element.option_groups === undefined),
  'either options or option_groups',
)
const typing = { dispatch_action_config: object({ trigger_actions_on: list(string(40), 2) }) }

const IMAGE = all(
  object({ 'type!': string(40), image_url: URL_3000, slack_file: SLACK_FILE, 'alt_text!': string(2000) }),
  holds(
    image => (image.image_url === undefined) !== (image.slack_file === undefined),
    'either image_url or slack_file',
  ),
)
const BUTTON = object({
  'type!': string(40),
  'text!': plainText(75),
  action_id: ID,
  url: URL_3000,
  value: string(2000),
  style: oneOf('primary', 'danger'),
  confirm: CONFIRM,
  accessibility_label: string(75),
})
const PICKERS: Readonly<Record<string, Rule>> = {
  static_select: all(object({ ...menu, ...groups, initial_option: OPTION }), either, chosen),
  external_select: object({ ...menu, initial_option: OPTION, min_query_length: integer(0, 100) }),
  users_select: object({ ...menu, initial_user: ID }),
  conversations_select: object({
    ...menu,
    initial_conversation: ID,
    default_to_current_conversation: boolean,
    response_url_enabled: boolean,
    filter: object({
      include: list(oneOf('im', 'mpim', 'private', 'public'), 4),
      exclude_external_shared_channels: boolean,
      exclude_bot_users: boolean,
    }),
  }),
  channels_select: object({ ...menu, initial_channel: ID, response_url_enabled: boolean }),
  datepicker: object({ ...menu, initial_date: DATE }),
  timepicker: object({ ...menu, initial_time: TIME, timezone: ID }),
  radio_buttons: all(object({ ...common, 'options!': list(RICH_OPTION, 10), initial_option: RICH_OPTION }), chosen),
  checkboxes: all(
    object({ ...common, 'options!': list(RICH_OPTION, 10), initial_options: list(RICH_OPTION, 10) }),
    chosen,
  ),
}
const DATE_TIME = { datetimepicker: object({ ...common, initial_date_time: integer(1e9, 9_999_999_999) }) }
const several = { max_selected_items: integer(1, 100) }
const MULTI: Readonly<Record<string, Rule>> = {
  multi_static_select: all(
    object({ ...menu, ...groups, ...several, initial_options: list(OPTION, 100) }),
    either,
    chosen,
  ),
  multi_users_select: object({ ...menu, ...several, initial_users: list(ID, 100) }),
}
const OVERFLOW = all(
  object({
    'type!': string(40),
    action_id: ID,
    confirm: CONFIRM,
    'options!': list(option(plainText(75), { url: URL_3000 }), 5),
  }),
  chosen,
)
const FIELDS: Readonly<Record<string, Rule>> = {
  plain_text_input: all(
    object({
      ...field,
      ...typing,
      initial_value: string(3000, 0),
      multiline: boolean,
      min_length: integer(0, 3000),
      max_length: integer(1, 3000),
    }),
    holds(
      ({ initial_value: text, max_length: max }) => typeof text !== 'string' || text.length <= Number(max ?? 3000),
      'initial_value is longer than max_length',
    ),
  ),
  email_text_input: object({ ...field, ...typing, initial_value: string(3000, 0) }),
  url_text_input: object({ ...field, ...typing, initial_value: string(3000, 0) }),
  number_input: object({
    ...field,
    ...typing,
    'is_decimal_allowed!': boolean,
    initial_value: string(100),
    min_value: string(100),
    max_value: string(100),
  }),
  file_input: object({
    'type!': string(40),
    action_id: ID,
    filetypes: list(string(20), 100),
    max_files: integer(1, 10),
  }),
}

/** In front of or beside a section's text. */
export const ACCESSORY = byType({ button: BUTTON, overflow: OVERFLOW, image: IMAGE, ...PICKERS, ...MULTI })
/** In a row of actions. */
export const ACTION = byType({ button: BUTTON, overflow: OVERFLOW, ...PICKERS, ...DATE_TIME, ...MULTI })
/** In an input block. */
export const INPUT = byType({ ...PICKERS, ...DATE_TIME, ...MULTI, ...FIELDS })
export const CONTEXT_ELEMENT = byType({ image: IMAGE, plain_text: plainText(3000), mrkdwn: mrkdwn(3000) })
export const IMAGE_FIELDS = { image_url: URL_3000, slack_file: SLACK_FILE, 'alt_text!': string(2000) }
