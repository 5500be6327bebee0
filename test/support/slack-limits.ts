/**
 * Whether Slack would take a message or a view: the numbers of its documentation, written down apart from those the code
 * goes by. Lengths count `&`, `<` and `>` as the entities Slack stores.
 */

/** `text` and `blocks` as for chat.postMessage, or a view as for views.open. */
export type Payload = { readonly text?: string; readonly type?: string; readonly blocks: readonly unknown[] }

type Fields = Readonly<Record<string, unknown>>

/** Every breach as a sentence, with the place of it; an empty list when Slack takes it. */
export function checkLimits(payload: object): string[] {
  const found: string[] = []
  const root = payload as Fields
  const isView = root.type === 'modal' || root.type === 'home'
  const blocks = listOf(root.blocks)
  const breach = (place: string, what: string) => found.push(`${place}: ${what}`)
  if (blocks.length === 0) breach('blocks', 'none')
  if (blocks.length > (isView ? 100 : 50)) breach('blocks', `${blocks.length} of them`)
  if (isView) checkView(root, breach)
  else checkLength(root.text, 1, 4000, 'text', breach)
  const said = wordsIn(blocks).reduce((sum, text) => sum + lengthOf(text), 0)
  if (said > 12_000) breach('blocks', `${said} characters in all`)
  const ids = blocks.flatMap(block => (block.block_id === undefined ? [] : [block.block_id]))
  if (new Set(ids).size < ids.length) breach('blocks', 'a block_id twice')
  for (const [index, block] of blocks.entries()) checkBlock(block, `blocks[${index}]`, isView, breach)
  return found
}

/** The texts of all text objects that Slack reads as markup, and `text` itself. */
export function markupIn(payload: object): string[] {
  const found: string[] = []
  walk(payload, fields => {
    if (fields.type === 'mrkdwn' && typeof fields.text === 'string') found.push(fields.text)
  })
  const { text } = payload as Fields
  return typeof text === 'string' ? [...found, text] : found
}

/** Everything that somebody reads in it. */
export function wordsIn(payload: unknown): string[] {
  const found: string[] = []
  walk(payload, fields => {
    if ((fields.type === 'mrkdwn' || fields.type === 'plain_text') && typeof fields.text === 'string') {
      found.push(fields.text)
    }
    if (typeof fields.initial_value === 'string') found.push(fields.initial_value)
  })
  return found
}

/** Every element that can be pressed or chosen from, wherever it stands. */
export function elementsIn(payload: unknown): Fields[] {
  const found: Fields[] = []
  walk(payload, fields => {
    if (typeof fields.action_id === 'string') found.push(fields)
  })
  return found
}

type Breach = (place: string, what: string) => void

function checkView(view: Fields, breach: Breach): void {
  checkText(view.title, 24, 'title', breach, true)
  if (view.submit !== undefined) checkText(view.submit, 24, 'submit', breach, true)
  if (view.close !== undefined) checkText(view.close, 24, 'close', breach, true)
  if (view.private_metadata !== undefined) checkLength(view.private_metadata, 0, 3000, 'private_metadata', breach)
  checkLength(view.callback_id, 1, 255, 'callback_id', breach)
  if (Buffer.byteLength(JSON.stringify(view)) > 250_000) breach('view', 'more than 250 kB')
  const hasInput = listOf(view.blocks).some(block => block.type === 'input')
  if (hasInput && view.submit === undefined) breach('submit', 'missing beside an input')
}

function checkBlock(block: Fields, place: string, isView: boolean, breach: Breach): void {
  if (block.block_id !== undefined) checkLength(block.block_id, 1, 255, `${place}.block_id`, breach)
  switch (block.type) {
    case 'divider':
      return
    case 'header':
      checkText(block.text, 150, `${place}.text`, breach, true)
      return
    case 'section': {
      if (block.text === undefined && block.fields === undefined) breach(place, 'neither text nor fields')
      if (block.text !== undefined) checkText(block.text, 3000, `${place}.text`, breach)
      const fields = listOf(block.fields)
      if (block.fields !== undefined && (fields.length < 1 || fields.length > 10))
        breach(place, `${fields.length} fields`)
      for (const [index, field] of fields.entries()) checkText(field, 2000, `${place}.fields[${index}]`, breach)
      if (block.accessory !== undefined) checkElement(block.accessory as Fields, `${place}.accessory`, breach)
      return
    }
    case 'context': {
      const elements = listOf(block.elements)
      if (elements.length < 1 || elements.length > 10) breach(place, `${elements.length} elements`)
      for (const [index, element] of elements.entries()) checkText(element, 2000, `${place}.elements[${index}]`, breach)
      return
    }
    case 'actions': {
      const elements = listOf(block.elements)
      if (elements.length < 1 || elements.length > 25) breach(place, `${elements.length} elements`)
      const ids = elements.map(element => element.action_id)
      if (new Set(ids).size < ids.length) breach(place, 'an action_id twice')
      for (const [index, element] of elements.entries()) checkElement(element, `${place}.elements[${index}]`, breach)
      return
    }
    case 'input':
      if (!isView) breach(place, 'an input in a message')
      checkText(block.label, 2000, `${place}.label`, breach, true)
      if (block.hint !== undefined) checkText(block.hint, 2000, `${place}.hint`, breach, true)
      checkElement(block.element as Fields, `${place}.element`, breach)
      return
    default:
      breach(place, `an unknown block ${String(block.type)}`)
  }
}

function checkElement(element: Fields, place: string, breach: Breach): void {
  checkLength(element.action_id, 1, 255, `${place}.action_id`, breach)
  if (element.placeholder !== undefined) checkText(element.placeholder, 150, `${place}.placeholder`, breach, true)
  if (element.confirm !== undefined) checkConfirm(element.confirm as Fields, `${place}.confirm`, breach)
  switch (element.type) {
    case 'button':
      checkText(element.text, 75, `${place}.text`, breach, true)
      if (element.value !== undefined) checkLength(element.value, 1, 2000, `${place}.value`, breach)
      if (element.url !== undefined) checkLength(element.url, 1, 3000, `${place}.url`, breach)
      if (element.style !== undefined && element.style !== 'primary' && element.style !== 'danger')
        breach(place, 'style')
      return
    case 'overflow':
      checkOptions(element, 1, 5, place, breach)
      return
    case 'static_select':
      checkOptions(element, 1, 100, place, breach)
      return
    case 'radio_buttons':
    case 'checkboxes':
      checkOptions(element, 1, 10, place, breach)
      return
    case 'multi_static_select':
      checkOptions(element, 1, 100, place, breach)
      return
    case 'datetimepicker': {
      const { initial_date_time: at = 1_000_000_000 } = element
      if (!Number.isInteger(at) || String(at).length !== 10) breach(place, 'initial_date_time is not ten digits')
      return
    }
    case 'users_select':
      return
    case 'plain_text_input':
      if (Number(element.max_length) > 3000) breach(place, 'max_length')
      if (element.initial_value !== undefined) {
        checkLength(element.initial_value, 0, Number(element.max_length ?? 3000), `${place}.initial_value`, breach)
      }
      return
    case 'number_input':
      if (typeof element.is_decimal_allowed !== 'boolean') breach(place, 'is_decimal_allowed')
      for (const key of ['min_value', 'max_value', 'initial_value']) {
        if (element[key] !== undefined && typeof element[key] !== 'string') breach(place, `${key} is no string`)
      }
      return
    default:
      breach(place, `an unknown element ${String(element.type)}`)
  }
}

function checkOptions(element: Fields, least: number, most: number, place: string, breach: Breach): void {
  const options = listOf(element.options)
  if (options.length < least || options.length > most) breach(place, `${options.length} options`)
  for (const [index, option] of options.entries()) {
    checkText(option.text, 75, `${place}.options[${index}].text`, breach)
    checkLength(option.value, 1, 75, `${place}.options[${index}].value`, breach)
  }
  const values = options.map(option => option.value)
  if (new Set(values).size < values.length) breach(place, 'an option twice')
  const { initial_option: initial } = element
  if (initial !== undefined && !options.some(option => JSON.stringify(option) === JSON.stringify(initial))) {
    breach(place, 'initial_option is none of the options')
  }
}

function checkConfirm(confirm: Fields, place: string, breach: Breach): void {
  checkText(confirm.title, 100, `${place}.title`, breach, true)
  checkText(confirm.text, 300, `${place}.text`, breach)
  checkText(confirm.confirm, 30, `${place}.confirm`, breach, true)
  checkText(confirm.deny, 30, `${place}.deny`, breach, true)
}

function checkText(value: unknown, most: number, place: string, breach: Breach, onlyPlain = false): void {
  const { type, text } = (value ?? {}) as Fields
  if (type !== 'plain_text' && (onlyPlain || type !== 'mrkdwn')) breach(place, `a ${String(type)} has no place here`)
  checkLength(text, 1, most, place, breach)
}

function checkLength(value: unknown, least: number, most: number, place: string, breach: Breach): void {
  if (typeof value !== 'string') {
    breach(place, 'no text')
    return
  }
  const length = lengthOf(value)
  if (length < least || length > most) breach(place, `${length} characters, ${least} to ${most} are taken`)
  if (/\p{Surrogate}/u.test(value)) breach(place, 'half a character')
}

function lengthOf(text: string): number {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').length
}

function listOf(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value : []
}

function walk(value: unknown, visit: (fields: Fields) => void): void {
  if (typeof value !== 'object' || value === null) return
  if (!Array.isArray(value)) visit(value as Fields)
  for (const part of Object.values(value)) walk(part, visit)
}
