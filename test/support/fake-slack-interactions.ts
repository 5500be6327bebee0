/** What a person does with buttons, forms, commands and shortcuts, as Slack tells it to the app. */
import { isRefusal } from './fake-slack-answers.ts'
import { faultsOfView } from './fake-slack-blocks.ts'
import { type Control, faultsOfForm, findButton, findField, optionOf, stateOf } from './fake-slack-controls.ts'
import { freshResponseUrl, showResponse } from './fake-slack-response.ts'
import { isObject } from './fake-slack-schema.ts'
import {
  APP_ID,
  BOT_USER,
  changed,
  type FakeSlackState,
  freshTs,
  messageJson,
  OLD_TOKEN,
  type Person,
  TEAM,
} from './fake-slack-state.ts'
import type {
  Acknowledgement,
  Command,
  FakeSlackChannel,
  FakeSlackMessage,
  FakeSlackView,
  InputValue,
  Json,
  Submission,
  Where,
} from './fake-slack-types.ts'
import { freshTrigger, pushView, redraw, viewJson } from './fake-slack-views.ts'

export type Interactions = {
  press(label: string, where: Where, channel?: FakeSlackChannel): Promise<Acknowledgement>
  select(what: string, value: InputValue, where: Where): Promise<Acknowledgement>
  submit(values: Readonly<Record<string, InputValue>>): Promise<Submission>
  close(): Promise<Acknowledgement>
  command(line: string, channel: FakeSlackChannel): Promise<Command>
  shortcut(callbackId: string, message?: FakeSlackMessage): Promise<Acknowledgement>
}

const nameOf = (channel: FakeSlackChannel) => (channel.kind === 'im' ? 'directmessage' : channel.name)

export function createInteractions(state: FakeSlackState, person: Person): Interactions {
  const user = person.id
  /** What this person has chosen in messages, by the message. */
  const chosen = new WeakMap<FakeSlackMessage, Record<string, Record<string, Json>>>()
  const login = person.name.toLowerCase().replaceAll(' ', '.')
  const common = (type: string) => ({
    type,
    team: TEAM,
    user: { id: user, username: login, name: login, team_id: TEAM.id },
    api_app_id: APP_ID,
    token: OLD_TOKEN,
    enterprise: null,
    is_enterprise_install: false,
  })
  const stack = () => state.stacks.get(user) ?? []
  const channelOf = (message: FakeSlackMessage) => {
    const channel = state.channels.get(message.channel)
    if (channel === undefined) throw new Error(`there is no channel ${message.channel}`)
    return channel
  }

  /** Messages this person sees, the newest first. */
  const seen = (only?: FakeSlackChannel) =>
    [...state.channels.values()]
      .filter(channel => channel.members.has(user) && (only === undefined || channel === only))
      .flatMap(channel => channel.messages)
      .filter(one => !one.deleted && (one.ephemeralFor ?? user) === user)
      .sort((a, b) => Number(b.ts) - Number(a.ts))

  type Found = Control & { readonly source: FakeSlackMessage | FakeSlackView }
  const look = (
    what: string,
    find: (blocks: readonly Json[], what: string) => Control | undefined,
    where: Where,
    only?: FakeSlackChannel,
  ): Found => {
    const top = stack().slice(-1)
    const home = [state.homes.get(user) ?? []].flat()
    const sources =
      where.in === 'modal'
        ? top
        : where.in === 'home'
          ? home
          : where.in
            ? [where.in]
            : only
              ? seen(only)
              : [...top, ...seen(), ...home]
    for (const source of sources) {
      const control = find(source.blocks, what)
      if (control) return { ...control, source }
    }
    const all = sources.slice(0, 5).map(source => JSON.stringify(source.blocks))
    throw new Error(`${person.name} sees no "${what}" in\n${all.join('\n')}`)
  }

  const act = async ({ block, element, source }: Found, more: Json): Promise<Acknowledgement> => {
    const { block_id } = block
    const { action_id, type } = element
    const action = { type, action_id, block_id, action_ts: freshTs(state), ...more }
    const inView = 'rootId' in source
    const base = {
      ...common('block_actions'),
      actions: [action],
      trigger_id: freshTrigger(state, user, inView && source.type === 'modal'),
    }
    if (inView) {
      const view = viewJson(source)
      const container = { type: 'view', view_id: source.id }
      return state.door.interact('interactive', { ...base, container, view, state: view.state })
    }
    const channel = channelOf(source)
    const is_ephemeral = source.ephemeralFor !== undefined
    const thread = source.threadTs === undefined ? {} : { thread_ts: source.threadTs }
    return state.door.interact('interactive', {
      ...base,
      container: { type: 'message', message_ts: source.ts, channel_id: channel.id, is_ephemeral, ...thread },
      channel: { id: channel.id, name: nameOf(channel) },
      // Slack keeps no ephemeral messages.
      ...(is_ephemeral ? {} : { message: messageJson(state, source) }),
      state: { values: chosen.get(source) ?? {} },
      response_url: freshResponseUrl(state, user, channel.id, source).url,
    })
  }

  const settle = (view: FakeSlackView, answer: Acknowledgement): Submission => {
    const done = (action: Submission['action'], errors: Submission['errors'] = {}): Submission => ({
      ...answer,
      action,
      errors,
    })
    const leave = (views: readonly FakeSlackView[]) => {
      state.stacks.set(user, [...views])
      changed(state)
    }
    const violate = (what: string) => {
      state.violations.push(`view_submission: ${what}`)
      return done('refused')
    }
    const { body } = answer
    if (!answer.acknowledged) return done('refused')
    if (body === undefined || (isObject(body) && Object.keys(body).length === 0)) {
      leave(stack().filter(one => one !== view))
      return done('closed')
    }
    if (!isObject(body)) return violate(`answered with ${body}`)
    if (body.response_action === 'clear') {
      leave([])
      return done('clear')
    }
    if (body.response_action === 'errors') {
      const errors = (isObject(body.errors) ? body.errors : {}) as Record<string, string>
      const inputs = view.blocks.filter(block => block.type === 'input').map(block => block.block_id)
      const strange = Object.keys(errors).filter(id => !inputs.includes(id))
      if (strange.length > 0 || Object.keys(errors).length === 0) return violate(`errors for no input: ${strange}`)
      view.errors = errors
      changed(state)
      return done('errors', errors)
    }
    if (body.response_action === 'update') {
      const faults = redraw(state, view, body.view)
      return faults.length > 0 ? violate(faults.join('; ')) : done('update')
    }
    if (body.response_action !== 'push') return violate(`response_action ${body.response_action}`)
    const faults = faultsOfView(body.view, 'modal')
    if (faults.length > 0) return violate(faults.join('; '))
    return isRefusal(pushView(state, 'view_submission', user, body.view as Json)) ? done('refused') : done('push')
  }

  return {
    press: (label, where, channel) => {
      const found = look(label, findButton, where, channel)
      const { element } = found
      if (element.type === 'overflow') return act(found, { selected_option: optionOf(element, label) })
      const { text, value, style, url } = element
      return act(found, JSON.parse(JSON.stringify({ text, value, style, url })))
    },
    select: async (what, value, where) => {
      const found = look(what, findField, where)
      const { block, element, source } = found
      const [blockId, actionId] = [String(block.block_id), String(element.action_id)]
      const { type, ...selected } = stateOf(element, value)
      const values = 'rootId' in source ? source.values : (chosen.get(source) ?? {})
      if (type !== 'overflow') values[blockId] = { ...values[blockId], [actionId]: { type, ...selected } }
      if (!('rootId' in source)) chosen.set(source, values)
      // Inputs tell nothing before the form is submitted, unless they were asked to.
      if (block.type === 'input' && block.dispatch_action !== true)
        return { acknowledged: true, status: 200, body: undefined }
      return act(found, selected)
    },
    submit: async values => {
      const view = stack().at(-1)
      if (view === undefined) throw new Error(`${person.name} has no form open`)
      for (const [what, value] of Object.entries(values)) {
        const { block, element } = look(what, findField, { in: 'modal' })
        const id = String(block.block_id)
        view.values[id] = { ...view.values[id], [String(element.action_id)]: stateOf(element, value) }
      }
      const faults = faultsOfForm(view)
      if (faults.length > 0) throw new Error(`Slack does not let the form go: ${faults.join('; ')}`)
      view.errors = {}
      const trigger_id = freshTrigger(state, user, true)
      const payload = { ...common('view_submission'), trigger_id, view: viewJson(view), response_urls: [] }
      return settle(view, await state.door.interact('interactive', payload))
    },
    close: async () => {
      const view = stack().at(-1)
      if (view === undefined) throw new Error(`${person.name} has no form open`)
      state.stacks.set(user, view.drawing.clear_on_close === true ? [] : stack().slice(0, -1))
      changed(state)
      if (view.drawing.notify_on_close !== true) return { acknowledged: true, status: 200, body: undefined }
      return state.door.interact('interactive', { ...common('view_closed'), view: viewJson(view), is_cleared: false })
    },
    command: async (line, channel) => {
      const [, command = '', text = ''] = /^(\/\S+)\s*(.*)$/s.exec(line) ?? []
      const { url, got } = freshResponseUrl(state, user, channel.id)
      const answer = await state.door.interact('slash_commands', {
        token: OLD_TOKEN,
        team_id: TEAM.id,
        team_domain: TEAM.domain,
        channel_id: channel.id,
        channel_name: nameOf(channel),
        user_id: user,
        user_name: login,
        command,
        text,
        api_app_id: APP_ID,
        is_enterprise_install: 'false',
        response_url: url,
        trigger_id: freshTrigger(state, user),
      })
      const body = typeof answer.body === 'string' ? { text: answer.body } : answer.body
      const said = answer.acknowledged && body !== undefined && Object.keys(body).length > 0
      if (said) showResponse(state, user, channel.id, body)
      return { ...answer, text: said && typeof body.text === 'string' ? body.text : undefined, later: got }
    },
    shortcut: (callback_id, message) => {
      const trigger_id = freshTrigger(state, user)
      const base = { callback_id, trigger_id, action_ts: freshTs(state) }
      if (message === undefined) return state.door.interact('interactive', { ...common('shortcut'), ...base })
      const channel = channelOf(message)
      if (!channel.members.has(BOT_USER) && channel.kind === 'im')
        throw new Error('no shortcut in a direct message of others')
      return state.door.interact('interactive', {
        ...common('message_action'),
        ...base,
        channel: { id: channel.id, name: nameOf(channel) },
        message_ts: message.ts,
        message: messageJson(state, message),
        response_url: freshResponseUrl(state, user, channel.id).url,
      })
    },
  }
}
