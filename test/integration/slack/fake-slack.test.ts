/** The fake itself: what Slack sends it sends, and again; what Slack keeps it keeps. Slack's own client is in front of it. */
import { createHmac } from 'node:crypto'
import type { WebClient } from '@slack/web-api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type FakeSlack, type FakeSlackOptions, type Json, shown, startFakeSlack } from '../../support/fake-slack.ts'
import { clientOf, type FakeApp, startFakeApp } from '../../support/fake-slack-app.ts'

let slack: FakeSlack
let web: WebClient
let app: FakeApp
let now: number

async function start(options: FakeSlackOptions = {}) {
  slack = await startFakeSlack({ clock: () => now, ...options })
  slack.deliverTo(app.url)
  web = clientOf(slack)
}
beforeEach(async () => {
  now = Date.parse('2026-11-23T09:00:00Z')
  app = await startFakeApp()
  await start()
})
afterEach(async () => {
  await slack.close()
  await app.close()
})
const restart = async (options: FakeSlackOptions) => {
  await slack.close()
  await start(options)
}

const people = () => ({
  anna: slack.user({ id: 'U1', name: 'Anna', locale: 'zh-CN' }),
  bo: slack.user({ id: 'U2', name: 'Bo' }),
})
const staff = (more: { isPrivate?: boolean; withoutApp?: boolean } = {}) => {
  const { anna, bo } = people()
  return { anna, bo, channel: slack.channel({ id: 'C1', name: 'staff', members: [bo], ...more }) }
}
const post = (more: Json = {}) =>
  web.apiCall('chat.postMessage', {
    channel: 'C1',
    text: 'hi',
    unfurl_links: false,
    unfurl_media: false,
    ...more,
  }) as Promise<{
    ok: true
    ts: string
    channel: string
  }>
const errorOf = (call: Promise<unknown>) =>
  call.then(
    () => 'ok',
    error => error.data?.error ?? error.code,
  )
const plain = (text: string) => ({ type: 'plain_text' as const, text })
const GO = [
  { type: 'actions', block_id: 'row', elements: [{ type: 'button', text: plain('Go'), action_id: 'go', value: '7' }] },
]
const REASON = {
  type: 'input',
  block_id: 'reason',
  label: plain('Reason'),
  element: { type: 'plain_text_input', action_id: 'text' },
}
const modal = (more: Json = {}) => ({
  type: 'modal',
  title: plain('Close'),
  submit: plain('Send'),
  callback_id: 'close',
  blocks: [REASON],
  ...more,
})
const open = (view: Json) => web.apiCall('views.open', { trigger_id: app.trigger(), view })
const types = () => app.got.map(({ event, body }) => event.type ?? body.type ?? body.command)

describe('events', () => {
  it('A direct message comes signed, with everything an event has', async () => {
    const { anna } = people()
    const { ts } = await anna.says('1 < 2 & <!channel>')
    const { headers, raw, body, event } = app.got[0] as (typeof app.got)[0]
    const at = String(now / 1000)
    const hex = createHmac('sha256', slack.signingSecret).update(`v0:${at}:${raw}`).digest('hex')
    expect(headers).toMatchObject({ 'x-slack-signature': `v0=${hex}`, 'x-slack-request-timestamp': at })
    expect(body).toMatchObject({ type: 'event_callback', team_id: slack.teamId, api_app_id: slack.appId })
    expect(body.authorizations).toMatchObject([{ user_id: slack.botUser, is_bot: true }])
    const text = '1 &lt; 2 &amp; &lt;!channel&gt;'
    expect(event).toMatchObject({
      type: 'message',
      channel_type: 'im',
      channel: 'D1',
      user: 'U1',
      text,
      ts,
      event_ts: ts,
    })
    expect(await slack.verifyUrl()).toBe(true)
  })

  it('A mention in a channel comes twice under two event ids with one ts', async () => {
    const { bo, channel } = staff()
    await bo.says('just talking', { channel: 'C1' })
    const { ts } = await bo.says('help', { channel: 'C1', mention: true })
    expect(types().sort()).toEqual(['app_mention', 'message', 'message'])
    const both = app.got.slice(1)
    expect(both.map(({ event }) => event.ts)).toEqual([ts, ts])
    expect(new Set(both.map(({ body }) => body.event_id)).size).toBe(2)
    expect(channel.posts()[1]?.text).toBe(`<@${slack.botUser}> help`)
  })

  it('The app hears nothing of channels it is not in, nor what it has not subscribed to', async () => {
    const { bo } = staff({ withoutApp: true })
    await bo.says('secret', { channel: 'C1', mention: true })
    await restart({ events: ['message.im'] })
    const { anna } = people()
    const { ts } = await anna.says('hi')
    await anna.reacts('eyes', ts)
    await anna.opensHome()
    expect(types()).toEqual(['message'])
  })

  it('Edits, deletions, reactions and homes come as Slack tells them', async () => {
    const { anna } = people()
    const { ts } = await anna.says('helo')
    await anna.edits(ts, 'hello')
    await anna.reacts('eyes', ts)
    await anna.unreacts('eyes', ts)
    await anna.deletes(ts)
    await anna.opensHome()
    expect(app.got.slice(1).map(({ event }) => event.subtype ?? event.type)).toEqual([
      'message_changed',
      'reaction_added',
      'reaction_removed',
      'message_deleted',
      'app_home_opened',
    ])
    expect(app.got[1]?.event).toMatchObject({ message: { text: 'hello', ts }, previous_message: { text: 'helo', ts } })
    expect(app.got[2]?.event).toMatchObject({ reaction: 'eyes', item: { channel: 'D1', ts }, item_user: 'U1' })
    expect(app.got[4]?.event).toMatchObject({ deleted_ts: ts, previous_message: { text: 'hello' } })
  })

  it('The posts of the app come back to it with its bot id', async () => {
    staff()
    await post()
    await slack.idle()
    expect(app.got[0]?.event).toMatchObject({ type: 'message', user: slack.botUser, bot_id: slack.botId, text: 'hi' })
  })

  it('What is not taken comes again three times, and is given up then', async () => {
    const { anna } = people()
    app.answers({ status: 500 }, { status: 503 })
    await anna.says('hi')
    const retry = (headers: Json) => [headers['x-slack-retry-num'], headers['x-slack-retry-reason']]
    expect(app.got.map(({ headers }) => retry(headers))).toEqual([
      [undefined, undefined],
      ['1', 'http_error'],
      ['2', 'http_error'],
    ])
    expect(new Set(app.got.map(({ body }) => body.event_id)).size).toBe(1)
    expect(slack.events[0]).toMatchObject({ attempts: 3, acknowledged: true, lost: false })
    app.answers(...Array(4).fill({ status: 500 }))
    await anna.says('again')
    expect(slack.events[1]).toMatchObject({ attempts: 4, acknowledged: false, lost: true })
    expect(slack.statuses.get(500)).toBe(5)
    expect(slack.violations).toEqual([])
  })

  it('An acknowledgement that takes too long is a violation, and the event comes again', async () => {
    await restart({ ackWithin: 50 })
    app.answers('never')
    const { anna } = people()
    await anna.says('hi')
    expect(app.got[1]?.headers['x-slack-retry-reason']).toBe('http_timeout')
    expect(slack.violations).toEqual(['acknowledgement: later than 50 ms'])
  })

  it('An event can be sent again, the same or under another id, and forged', async () => {
    const { anna } = people()
    await anna.says('hi')
    await slack.redeliver()
    await slack.redeliver('last', { newEventId: true })
    const [first, again, renamed] = app.got.map(({ body }) => body.event_id)
    expect(again).toBe(first)
    expect(renamed).not.toBe(first)
    for (const signature of ['wrong', 'stale', 'none', 'good'] as const) await slack.forge({ signature })
    const [wrong, stale, none, good] = app.got.slice(3).map(({ headers, raw }) => {
      const at = String(headers['x-slack-request-timestamp'])
      const hex = createHmac('sha256', slack.signingSecret).update(`v0:${at}:${raw}`).digest('hex')
      return { signed: headers['x-slack-signature'] === `v0=${hex}`, age: now / 1000 - Number(at) }
    })
    expect(wrong?.signed).toBe(false)
    expect(stale).toEqual({ signed: true, age: 360 })
    expect(none).toEqual({ signed: false, age: Number.NaN })
    expect(good).toEqual({ signed: true, age: 0 })
  })
})

describe('what people do', () => {
  it('A button tells its message, its value and a response url, and a form opens by its trigger', async () => {
    const { anna } = people()
    const { ts, channel } = await post({ channel: 'U1', blocks: GO })
    expect(channel).toBe(anna.dm)
    await anna.presses('Go')
    const { body } = app.got.at(-1) as (typeof app.got)[0]
    expect(body).toMatchObject({ type: 'block_actions', user: { id: 'U1' }, channel: { id: 'D1' }, message: { ts } })
    expect(body.actions).toMatchObject([{ action_id: 'go', block_id: 'row', value: '7', type: 'button' }])
    expect(body.container).toEqual({ type: 'message', message_ts: ts, channel_id: 'D1', is_ephemeral: false })
    await open(modal({ private_metadata: 'case:7' }))
    expect(anna.modal).toMatchObject({ title: 'Close', callbackId: 'close', privateMetadata: 'case:7' })

    await expect(anna.submits()).rejects.toThrow('"Reason" is empty')
    app.answers({ json: { response_action: 'errors', errors: { reason: 'Too short.' } } })
    expect(await anna.submits({ Reason: 'no' })).toMatchObject({ action: 'errors', errors: { reason: 'Too short.' } })
    app.answers({ json: { response_action: 'update', view: modal({ title: plain('Sure?') }) } })
    expect(await anna.submits({ reason: 'because' })).toMatchObject({ action: 'update' })
    expect(anna.modal?.title).toBe('Sure?')
    expect(anna.modal?.values.reason?.text).toEqual({ type: 'plain_text_input', value: 'because' })
    expect(await anna.submits()).toMatchObject({ action: 'closed' })
    expect(anna.modal).toBeUndefined()
    const view = app.got.at(-1)?.body.view as Json
    expect(view).toMatchObject({ callback_id: 'close', state: { values: { reason: { text: { value: 'because' } } } } })
    expect(slack.violations).toEqual([])
    await anna.presses('Go')
    expect(await errorOf(open(modal()))).toBe('ok')
    app.answers({ json: { response_action: 'errors', errors: { nowhere: 'x' } } })
    expect(await anna.submits({ reason: 'x' })).toMatchObject({ action: 'refused' })
    expect(slack.violations).toEqual(['view_submission: errors for no input: nowhere'])
  })

  it('A trigger works once and for three seconds', async () => {
    const { anna } = people()
    await post({ channel: 'U1', blocks: GO })
    await anna.presses('Go')
    await open(modal())
    expect(await errorOf(open(modal()))).toBe('exchanged_trigger_id')
    await anna.closes()
    await anna.presses('Go')
    now += 3001
    expect(await errorOf(open(modal()))).toBe('expired_trigger_id')
    expect(await errorOf(web.views.open({ trigger_id: 'made.up', view: modal() as never }))).toBe('invalid_trigger_id')
    expect(slack.violations).toEqual(['views.open: exchanged_trigger_id', 'views.open: invalid_trigger_id'])
  })

  it('A command answers at once and later, five times in thirty minutes', async () => {
    const { bo } = staff()
    app.answers({ json: { text: 'Three visits.' } })
    const command = await bo.commands('/aftercare today', { channel: 'C1' })
    expect(app.got[0]?.body).toMatchObject({ command: '/aftercare', text: 'today', channel_id: 'C1', user_id: 'U2' })
    expect(command.text).toBe('Three visits.')
    const url = String(app.got[0]?.body.response_url)
    const respond = async () =>
      (await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"text":"more"}' }))
        .status
    expect([await respond(), await respond(), await respond(), await respond(), await respond()]).toEqual([
      200, 200, 200, 200, 200,
    ])
    expect(command.later).toHaveLength(5)
    expect(bo.ephemerals.map(({ text }) => text)).toEqual(['Three visits.', ...Array(5).fill('more')])
    expect(await respond()).toBe(404)
    expect(slack.violations).toEqual(['response_url: used_url'])
  })

  it('Choices, homes, shortcuts and ephemeral messages', async () => {
    const { bo, channel } = staff()
    const options = [
      { text: plain('Mon'), value: 'mon' },
      { text: plain('Tue'), value: 'tue' },
    ]
    const menu = {
      type: 'actions',
      block_id: 'day',
      elements: [{ type: 'static_select', action_id: 'pick', placeholder: plain('Day'), options }],
    }
    await web.views.publish({ user_id: 'U2', view: { type: 'home', blocks: [menu as never, ...(GO as never[])] } })
    await bo.selects('Day', 'Tue')
    expect(app.got.at(-1)?.body).toMatchObject({
      actions: [{ selected_option: { value: 'tue' } }],
      container: { type: 'view' },
    })
    await bo.presses('go', { in: 'home' })
    expect(app.got.at(-1)?.body).toMatchObject({
      view: { state: { values: { day: { pick: { selected_option: { value: 'tue' } } } } } },
    })
    const message = await bo.says('look', { channel: 'C1' })
    await bo.shortcut('to-case', { message })
    expect(app.got.at(-1)?.body).toMatchObject({
      type: 'message_action',
      callback_id: 'to-case',
      message: { ts: message.ts },
    })
    await web.chat.postEphemeral({ channel: 'C1', user: 'U2', text: 'Already taken.' })
    expect(shown(await bo.hears(/Already/, { channel: 'C1' }))).toBe('Already taken.')
    expect(channel.posts()).toHaveLength(1)
    expect(await errorOf(web.chat.postEphemeral({ channel: 'C1', user: 'U1', text: 'x' }))).toBe('user_not_in_channel')
    expect(slack.violations).toEqual([])
  })
})
