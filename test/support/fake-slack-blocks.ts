/** Blocks, messages' metadata and views held against Slack's limits. */
import { ACCESSORY, ACTION, anyText, CONTEXT_ELEMENT, IMAGE_FIELDS, INPUT, plainText } from './fake-slack-elements.ts'
import {
  all,
  anything,
  boolean,
  byType,
  check,
  holds,
  isObject,
  list,
  object,
  oneOf,
  string,
} from './fake-slack-schema.ts'
import type { Json } from './fake-slack-types.ts'

const head = { 'type!': string(40), block_id: string(255) }

const BLOCK = byType({
  section: all(
    object({ ...head, text: anyText(3000), fields: list(anyText(2000), 10), accessory: ACCESSORY, expand: boolean }),
    holds(({ text, fields }) => text !== undefined || fields !== undefined, 'needs text or fields'),
  ),
  header: object({ ...head, 'text!': plainText(150) }),
  divider: object(head),
  context: object({ ...head, 'elements!': list(CONTEXT_ELEMENT, 10) }),
  actions: object({ ...head, 'elements!': list(ACTION, 25) }),
  image: all(
    object({ ...head, ...IMAGE_FIELDS, title: plainText(2000) }),
    holds(image => (image.image_url === undefined) !== (image.slack_file === undefined), 'image_url or slack_file'),
  ),
  input: object({
    ...head,
    'label!': plainText(2000),
    'element!': INPUT,
    hint: plainText(2000),
    optional: boolean,
    dispatch_action: boolean,
  }),
  rich_text: object({ ...head, 'elements!': list(anything, 100) }),
  markdown: object({ ...head, 'text!': string(12_000) }),
})

export type Surface = 'message' | 'modal' | 'home'

const TEXT_OF_ALL_BLOCKS = 13_200
const BYTES_OF_A_VIEW = 250_000

/** Every element that somebody can do something with: of actions, sections and inputs. */
export function elementsOf(block: Json): readonly Json[] {
  const inside = block.type === 'actions' ? block.elements : [block.accessory ?? [], block.element ?? []].flat()
  return Array.isArray(inside) ? inside.filter(isObject) : []
}

function textsOf(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(textsOf)
  if (!isObject(value)) return []
  return Object.entries(value).flatMap(([key, one]) =>
    key === 'text' && typeof one === 'string' ? [one] : textsOf(one),
  )
}

/** All texts of the blocks, in the order they stand. */
export function shownIn(blocks: readonly Json[]): string {
  return textsOf(blocks).join('\n')
}

function twice(ids: readonly unknown[]): readonly unknown[] {
  return ids.filter((id, index) => id !== undefined && ids.indexOf(id) !== index)
}

/** What is wrong with the blocks; the error's name, and every fault. */
export function faultsOfBlocks(
  blocks: unknown,
  surface: Surface,
): { error: string; faults: readonly string[] } | undefined {
  const faults = check(list(BLOCK, surface === 'message' ? 50 : 100, surface === 'home' ? 0 : 1), blocks, '/blocks')
  const known = Array.isArray(blocks) ? blocks.filter(isObject) : []
  for (const id of twice(known.map(block => block.block_id))) faults.push(`/blocks: block_id ${id} already exists`)
  for (const [index, block] of known.entries()) {
    const elements = elementsOf(block)
    for (const id of twice(elements.map(one => one.action_id)))
      faults.push(`/blocks/${index}: action_id ${id} already exists`)
    if (surface !== 'modal' && elements.some(one => one.type === 'file_input'))
      faults.push(`/blocks/${index}: file_input stands in modals only`)
  }
  if (known.flatMap(elementsOf).filter(one => one.focus_on_load === true).length > 1)
    faults.push('/blocks: focus_on_load more than once')
  if (faults.length > 0) return { error: 'invalid_blocks', faults }
  const size = textsOf(blocks).reduce((sum, text) => sum + text.length, 0)
  if (surface !== 'message' || size <= TEXT_OF_ALL_BLOCKS) return undefined
  return { error: 'msg_blocks_too_long', faults: [`/blocks: ${size} characters in all`] }
}

const VIEW_COMMON = {
  'blocks!': anything,
  private_metadata: string(3000, 0),
  callback_id: string(255),
  external_id: string(255),
}
const VIEW = byType({
  modal: object({
    ...VIEW_COMMON,
    'type!': oneOf('modal'),
    'title!': plainText(24),
    submit: plainText(24),
    close: plainText(24),
    clear_on_close: boolean,
    notify_on_close: boolean,
    submit_disabled: boolean,
  }),
  home: object({ ...VIEW_COMMON, 'type!': oneOf('home') }),
})

/** Faults of a view; `type`: the only kind that may stand there. */
export function faultsOfView(view: unknown, type: 'modal' | 'home'): readonly string[] {
  const faults = check(
    all(
      VIEW,
      holds(one => one.type === type, `must be a ${type}`),
    ),
    view,
    '/view',
  )
  if (!isObject(view)) return faults
  faults.push(...(faultsOfBlocks(view.blocks, type)?.faults ?? []))
  const inputs = Array.isArray(view.blocks) && view.blocks.some(block => isObject(block) && block.type === 'input')
  if (type === 'modal' && inputs && view.submit === undefined) faults.push('/view: inputs need a submit')
  const bytes = Buffer.byteLength(JSON.stringify(view))
  if (bytes > BYTES_OF_A_VIEW) faults.push(`/view: ${bytes} bytes, more than ${BYTES_OF_A_VIEW}`)
  return faults
}

const ID_ONLY = /^[A-Za-z0-9:._/-]*$/

/** Metadata is open to every app of the workspace: flat, and ids alone. */
export function faultsOfMetadata(metadata: unknown): readonly string[] {
  const rule = object({ 'event_type!': string(255), 'event_payload!': anything })
  const faults = check(rule, metadata, '/metadata')
  const payload = isObject(metadata) ? metadata.event_payload : undefined
  if (!isObject(payload)) return [...faults, '/metadata/event_payload: must be an object']
  for (const [name, value] of Object.entries(payload)) {
    if (typeof value === 'number' || typeof value === 'boolean') continue
    if (typeof value !== 'string') faults.push(`/metadata/event_payload/${name}: must be flat`)
    else if (!ID_ONLY.test(value)) faults.push(`/metadata/event_payload/${name}: is more than an id`)
  }
  return faults
}

/** Blocks with an id for every block and every element, as Slack keeps them. */
export function withIds(blocks: readonly Json[], fresh: () => string): readonly Json[] {
  const named = (element: unknown) =>
    isObject(element) && element.type !== 'image' ? { ...element, action_id: element.action_id ?? fresh() } : element
  return blocks.map(block => ({
    ...block,
    block_id: block.block_id ?? fresh(),
    ...(block.type === 'actions' && Array.isArray(block.elements) ? { elements: block.elements.map(named) } : {}),
    ...(block.accessory === undefined ? {} : { accessory: named(block.accessory) }),
    ...(block.element === undefined ? {} : { element: named(block.element) }),
  }))
}
