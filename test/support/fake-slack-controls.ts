/** Finding what a person presses, chooses or fills in, and what Slack makes of it. */
import { elementsOf } from './fake-slack-blocks.ts'
import { optionsOf } from './fake-slack-elements.ts'
import { isObject } from './fake-slack-schema.ts'
import type { FakeSlackView, InputValue, Json } from './fake-slack-types.ts'

export type Control = { readonly block: Json; readonly element: Json }

const textOf = (value: unknown) => (isObject(value) ? value.text : undefined)

function controlsOf(blocks: readonly Json[]): readonly Control[] {
  return blocks.flatMap(block => elementsOf(block).map(element => ({ block, element })))
}

/** A button by its label or action id; an overflow menu by its action id or the label of one of its options. */
export function findButton(blocks: readonly Json[], what: string): Control | undefined {
  const controls = controlsOf(blocks)
  const button = controls.find(
    ({ element }) => element.type === 'button' && (textOf(element.text) === what || element.action_id === what),
  )
  return button ?? controls.find(({ element }) => element.type === 'overflow' && optionOf(element, what) !== undefined)
}

/** Anything with a value, by its action id, block id, placeholder or the label of its input. */
export function findField(blocks: readonly Json[], what: string): Control | undefined {
  const fields = controlsOf(blocks).filter(({ element }) => element.type !== 'button' && element.type !== 'image')
  const names = ({ block, element }: Control) => [
    element.action_id,
    block.block_id,
    textOf(block.label),
    textOf(element.placeholder),
    block.type === 'section' ? textOf(block.text) : undefined,
  ]
  return fields.find(field => names(field).includes(what))
}

/** An option by its label or its value. */
export function optionOf(element: Json, what: unknown): Json | undefined {
  return optionsOf(element).find(one => textOf(one.text) === what || one.value === what)
}

function chosen(element: Json, what: unknown): Json {
  const option = optionOf(element, what)
  if (option) return option
  const labels = optionsOf(element).map(one => textOf(one.text))
  throw new Error(`there is no option "${what}" in ${element.action_id}, only ${labels.join(' | ')}`)
}

/** Field that Slack puts a value of this type in. */
const SELECTED: Readonly<Record<string, string>> = {
  users_select: 'selected_user',
  conversations_select: 'selected_conversation',
  channels_select: 'selected_channel',
  multi_users_select: 'selected_users',
  datepicker: 'selected_date',
  timepicker: 'selected_time',
  datetimepicker: 'selected_date_time',
}

/** What Slack sends of an element that was filled in like this. */
export function stateOf(element: Json, value: InputValue): Json {
  const type = String(element.type)
  if (type === 'static_select' || type === 'radio_buttons' || type === 'overflow')
    return { type, selected_option: value === null ? null : chosen(element, value) }
  if (type === 'checkboxes' || type === 'multi_static_select')
    return { type, selected_options: [value ?? []].flat().map(one => chosen(element, one)) }
  const selected = SELECTED[type]
  if (selected) return { type, [selected]: value }
  return { type, value: value === null || value === '' ? null : String(value) }
}

const isEmpty = (state: Json | undefined) =>
  state === undefined ||
  Object.entries(state).every(
    ([key, one]) => key === 'type' || one === null || one === undefined || (Array.isArray(one) && one.length === 0),
  )

/** Why Slack's own client would not let the form go. */
export function faultsOfForm(view: FakeSlackView): readonly string[] {
  return view.blocks.flatMap(block => {
    const element = block.type === 'input' ? elementsOf(block)[0] : undefined
    if (element === undefined) return []
    const state = view.values[String(block.block_id)]?.[String(element.action_id)]
    const label = String(textOf(block.label))
    if (isEmpty(state)) return block.optional === true ? [] : [`"${label}" is empty`]
    const text = state?.value
    if (typeof text !== 'string') return []
    if (text.length > Number(element.max_length ?? 3000)) return [`"${label}" is too long`]
    return text.length < Number(element.min_length ?? 0) ? [`"${label}" is too short`] : []
  })
}
