/** Forms and homes: the methods views.*, what is filled in, and how a view looks over the wire. */

import { breach, isRefusal, type Method, type Refusal, refused } from './fake-slack-answers.ts'
import { elementsOf, faultsOfView, withIds } from './fake-slack-blocks.ts'
import { isObject } from './fake-slack-schema.ts'
import { APP_ID, BOT_ID, changed, type FakeSlackState, freshId, TEAM } from './fake-slack-state.ts'
import type { FakeSlackView, Json } from './fake-slack-types.ts'

const TRIGGER_MS = 3000
const STACK = 3

/** Only what a person does gives one; good for one use, three seconds long. */
export function freshTrigger(state: FakeSlackState, user: string, inModal = false): string {
  const id = freshId(state, '4242.')
  state.triggers.set(id, { user, until: state.clock() + TRIGGER_MS, used: false, inModal })
  return id
}

function useTrigger(state: FakeSlackState, method: string, id: unknown): { user: string; inModal: boolean } | Refusal {
  const trigger = state.triggers.get(String(id))
  if (trigger === undefined) return breach(state, method, 'invalid_trigger_id')
  if (trigger.used) return breach(state, method, 'exchanged_trigger_id')
  trigger.used = true
  return state.clock() > trigger.until ? refused('expired_trigger_id') : trigger
}

/** What an element says before anybody has touched it; undefined: nothing. */
function initialOf(element: Json): Json | undefined {
  const type = String(element.type)
  const initial = Object.keys(element).find(key => key.startsWith('initial_'))
  if (initial === undefined) return undefined
  const name = initial === 'initial_value' ? 'value' : initial.replace('initial_', 'selected_')
  return { type, [name]: element[initial] }
}

/** Values of what can be filled in; what was there before stays where block and action are the same. */
function fill(values: FakeSlackView['values'], blocks: readonly Json[]): void {
  const before = { ...values }
  for (const id of Object.keys(values)) delete values[id]
  for (const block of blocks) {
    for (const element of elementsOf(block)) {
      if (element.type === 'button' || element.type === 'overflow' || element.type === 'image') continue
      const [id, action] = [String(block.block_id), String(element.action_id)]
      const value = before[id]?.[action] ?? initialOf(element)
      values[id] = { ...values[id], ...(value === undefined ? {} : { [action]: value }) }
    }
  }
}

function draw(state: FakeSlackState, view: FakeSlackView, drawing: Json): void {
  view.drawing = drawing
  view.blocks = withIds(drawing.blocks as Json[], () => freshId(state, 'id-'))
  view.title = isObject(drawing.title) ? String(drawing.title.text) : ''
  view.callbackId = String(drawing.callback_id ?? '')
  view.privateMetadata = String(drawing.private_metadata ?? '')
  view.hash = freshId(state, 'hash-')
  view.errors = {}
  fill(view.values, view.blocks)
  changed(state)
}

function createView(state: FakeSlackState, user: string, drawing: Json, previous?: FakeSlackView): FakeSlackView {
  const id = freshId(state, 'V')
  const type = drawing.type === 'home' ? 'home' : 'modal'
  const empty = {
    blocks: [],
    title: '',
    callbackId: '',
    privateMetadata: '',
    drawing,
    hash: '',
    errors: {},
    values: {},
  }
  const view: FakeSlackView = { id, type, user, ...empty, rootId: previous?.rootId ?? id, previousId: previous?.id }
  state.views.set(id, view)
  draw(state, view, drawing)
  return view
}

export function viewJson(view: FakeSlackView): Json {
  const { drawing, blocks, values } = view
  return {
    ...drawing,
    id: view.id,
    team_id: TEAM.id,
    blocks,
    private_metadata: view.privateMetadata,
    callback_id: view.callbackId,
    external_id: String(drawing.external_id ?? ''),
    state: { values },
    hash: view.hash,
    clear_on_close: drawing.clear_on_close ?? false,
    notify_on_close: drawing.notify_on_close ?? false,
    root_view_id: view.rootId,
    previous_view_id: view.previousId ?? null,
    app_id: APP_ID,
    bot_id: BOT_ID,
  }
}

const stackOf = (state: FakeSlackState, user: string) => state.stacks.get(user) ?? []
const told = (view: FakeSlackView): Json => ({ ok: true, view: viewJson(view) })

function openView(state: FakeSlackState, method: string, args: Json, push: boolean): Json {
  const faults = faultsOfView(args.view, 'modal')
  if (faults.length > 0) return breach(state, method, 'invalid_arguments', ...faults)
  const trigger = useTrigger(state, method, args.trigger_id)
  if (isRefusal(trigger)) return trigger
  if (push && !trigger.inModal) return breach(state, method, 'invalid_trigger_id', 'nothing to push upon')
  const opened = push ? pushView(state, method, trigger.user, args.view as Json) : undefined
  if (opened) return isRefusal(opened) ? opened : told(opened)
  const view = createView(state, trigger.user, args.view as Json)
  state.stacks.set(trigger.user, [view])
  changed(state)
  return told(view)
}

/** Puts a form on top of the others of a user. */
export function pushView(state: FakeSlackState, method: string, user: string, drawing: Json): FakeSlackView | Refusal {
  const stack = stackOf(state, user)
  if (stack.length >= STACK) return breach(state, method, 'push_limit_reached')
  const view = createView(state, user, drawing, stack.at(-1))
  state.stacks.set(user, [...stack, view])
  changed(state)
  return view
}

/** Draws a form anew; says what is wrong with the drawing. */
export function redraw(state: FakeSlackState, view: FakeSlackView, drawing: unknown): readonly string[] {
  const faults = faultsOfView(drawing, view.type)
  if (faults.length === 0) draw(state, view, drawing as Json)
  return faults
}

const update: Method['run'] = (state, args) => {
  const method = 'views.update'
  const view = [...state.views.values()].find(
    one => one.id === args.view_id || (args.external_id !== undefined && one.drawing.external_id === args.external_id),
  )
  if (view === undefined) return breach(state, method, 'not_found')
  // The person may have closed it in the meantime.
  if (view.type === 'modal' && !stackOf(state, view.user).includes(view)) return refused('not_found')
  if (args.hash !== undefined && args.hash !== view.hash) return refused('hash_conflict')
  const faults = redraw(state, view, args.view)
  return faults.length > 0 ? breach(state, method, 'invalid_arguments', ...faults) : told(view)
}

const publish: Method['run'] = (state, args) => {
  const method = 'views.publish'
  const user = String(args.user_id)
  if (!state.people.has(user)) return refused('user_not_found')
  const faults = faultsOfView(args.view, 'home')
  if (faults.length > 0) return breach(state, method, 'invalid_arguments', ...faults)
  const old = state.homes.get(user)
  if (args.hash !== undefined && args.hash !== old?.hash) return refused('hash_conflict')
  if (old) draw(state, old, args.view as Json)
  const view = old ?? createView(state, user, args.view as Json)
  state.homes.set(user, view)
  changed(state)
  return told(view)
}

const drawing = { 'view!': 'json' } as const

export const VIEWS: Readonly<Record<string, Method>> = {
  'views.open': {
    scopes: [],
    args: { ...drawing, 'trigger_id!': 'text' },
    run: (state, args) => openView(state, 'views.open', args, false),
  },
  'views.push': {
    scopes: [],
    args: { ...drawing, 'trigger_id!': 'text' },
    run: (state, args) => openView(state, 'views.push', args, true),
  },
  'views.update': { scopes: [], args: { ...drawing, view_id: 'text', external_id: 'text', hash: 'text' }, run: update },
  'views.publish': { scopes: [], args: { ...drawing, 'user_id!': 'text', hash: 'text' }, run: publish },
}
