/** The Web API of the fake through Slack's own client: what it keeps, files, pages, tokens, faults and the speed limit. */
import type { WebClient } from '@slack/web-api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type FakeSlack, type FakeSlackOptions, type Json, startFakeSlack } from '../../support/fake-slack.ts'
import { clientOf, type FakeApp, startFakeApp } from '../../support/fake-slack-app.ts'

let slack: FakeSlack
let web: WebClient
let app: FakeApp
let now = Date.parse('2026-11-23T09:00:00Z')

async function start(options: FakeSlackOptions = {}) {
  slack = await startFakeSlack({ clock: () => now, ...options })
  slack.deliverTo(app.url)
  web = clientOf(slack)
}
beforeEach(async () => {
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

const staff = (more: { isPrivate?: boolean; withoutApp?: boolean } = {}) => {
  const anna = slack.user({ id: 'U1', name: 'Anna', locale: 'zh-CN' })
  const bo = slack.user({ id: 'U2', name: 'Bo' })
  return { anna, bo, channel: slack.channel({ id: 'C1', name: 'staff', members: [bo], ...more }) }
}
const post = (more: Json = {}) =>
  web.apiCall('chat.postMessage', {
    channel: 'C1',
    text: 'hi',
    unfurl_links: false,
    unfurl_media: false,
    ...more,
  }) as Promise<{ ok: true; ts: string; channel: string }>
const errorOf = (call: Promise<unknown>) =>
  call.then(
    () => 'ok',
    error => error.data?.error ?? error.code,
  )

describe('messages', () => {
  it('Only what is the own may be changed, and only where it is', async () => {
    const { bo, channel } = staff()
    const { ts } = await post()
    const theirs = await bo.says('mine', { channel: 'C1' })
    expect(await errorOf(web.chat.update({ channel: 'C1', ts, text: 'hello' }))).toBe('ok')
    expect(channel.posts()[0]).toMatchObject({ text: 'hello', edited: true })
    expect(await errorOf(web.chat.update({ channel: 'C1', ts: theirs.ts, text: 'x' }))).toBe('cant_update_message')
    expect(await errorOf(web.chat.delete({ channel: 'C1', ts: theirs.ts }))).toBe('cant_delete_message')
    expect(slack.violations).toHaveLength(2)
    expect(await errorOf(web.chat.delete({ channel: 'C1', ts }))).toBe('ok')
    expect(await errorOf(web.chat.update({ channel: 'C1', ts, text: 'x' }))).toBe('message_not_found')
    expect(await errorOf(post({ channel: 'C9' }))).toBe('channel_not_found')
    expect(await errorOf(post({ thread_ts: '1.000001' }))).toBe('thread_not_found')
    channel.archived = true
    expect(await errorOf(post())).toBe('is_archived')
    expect(slack.violations).toHaveLength(2)
  })

  it('A channel without the app is closed to it, a private one is not even there', async () => {
    staff({ withoutApp: true })
    expect(await errorOf(post())).toBe('not_in_channel')
    slack.channel({ id: 'C2', name: 'secret', members: [], isPrivate: true, withoutApp: true })
    expect(await errorOf(post({ channel: 'C2' }))).toBe('channel_not_found')
    expect(await errorOf(web.conversations.info({ channel: 'C2' }))).toBe('channel_not_found')
  })

  it('Changed blocks stay when only the text changes', async () => {
    const { channel } = staff()
    const { ts } = await post({ blocks: [{ type: 'divider' }] })
    await web.chat.update({ channel: 'C1', ts, text: 'new' })
    expect(channel.posts()[0]?.blocks).toMatchObject([{ type: 'divider' }])
    await web.chat.update({ channel: 'C1', ts, text: 'new', blocks: [] })
    expect(channel.posts()[0]?.blocks).toEqual([])
  })

  it('A parent with replies leaves a tombstone', async () => {
    const { bo } = staff()
    const { ts } = await bo.says('parent', { channel: 'C1' })
    await bo.says('reply', { channel: 'C1', threadTs: ts })
    await bo.deletes(ts, { channel: 'C1' })
    expect(app.got[1]?.event).toMatchObject({ thread_ts: ts, parent_user_id: 'U2' })
    expect(app.got[2]?.event).toMatchObject({ subtype: 'message_changed', message: { subtype: 'tombstone', ts } })
  })

  it('Reactions are added once', async () => {
    const { bo } = staff()
    const { ts } = await bo.says('x', { channel: 'C1' })
    const eyes = { channel: 'C1', timestamp: ts, name: 'eyes' }
    expect(await errorOf(web.reactions.add(eyes))).toBe('ok')
    expect(await errorOf(web.reactions.add(eyes))).toBe('already_reacted')
    expect(await errorOf(web.reactions.remove(eyes))).toBe('ok')
    expect(await errorOf(web.reactions.remove(eyes))).toBe('no_reaction')
  })
})

describe('people', () => {
  it('Members come in pages, groups and users are told', async () => {
    await restart({ pageSize: 2 })
    const { anna, bo } = staff()
    const members = [...Array(4)].map((_, index) => slack.user({ id: `U1${index}`, name: `N${index}` }))
    slack.channel({ id: 'C2', name: 'many', members })
    const pages: (string[] | undefined)[] = []
    for await (const page of web.paginate('conversations.members', { channel: 'C2' }))
      pages.push((page as { members?: string[] }).members)
    expect(pages).toEqual([['U10', 'U11'], ['U12', 'U13'], [slack.botUser]])
    slack.group({ id: 'S1', members: [anna, bo] })
    expect((await web.usergroups.users.list({ usergroup: 'S1' })).users).toEqual(['U1', 'U2'])
    expect(await errorOf(web.usergroups.users.list({ usergroup: 'S2' }))).toBe('no_such_subteam')
    const { user } = await web.users.info({ user: 'U1', include_locale: true })
    expect(user).toMatchObject({ id: 'U1', is_bot: false, locale: 'zh-CN', profile: { real_name: 'Anna' } })
    expect(await errorOf(web.users.info({ user: 'U9' }))).toBe('user_not_found')
    expect((await web.conversations.open({ users: 'U1' })).channel?.id).toBe(anna.dm)
    expect(slack.violations).toEqual([])
  })
})

describe('tokens and methods', () => {
  it('The token is looked at, and what it may do', async () => {
    await restart({ scopes: ['users:read'] })
    staff()
    expect(await errorOf(clientOf(slack, 'xoxb-wrong').auth.test())).toBe('invalid_auth')
    expect(await errorOf(clientOf(slack, slack.appToken).auth.test())).toBe('not_allowed_token_type')
    expect(await errorOf(web.apps.connections.open({}))).toBe('not_allowed_token_type')
    expect(slack.violations).toEqual([])
    expect(await errorOf(post())).toBe('missing_scope')
    expect((await fetch(`${slack.apiUrl}auth.test`, { method: 'POST' })).status).toBe(200)
    expect(slack.violations).toEqual(['chat.postMessage: missing_scope chat:write', 'auth.test: not_authed'])
  })

  it('History is never read, and what is no method is none', async () => {
    staff()
    expect(await errorOf(web.conversations.history({ channel: 'C1' }))).toBe('missing_scope')
    expect(await errorOf(web.apiCall('chat.think'))).toBe('unknown_method')
    expect(await errorOf(web.apiCall('users.info', {}))).toBe('invalid_arguments')
    expect(slack.violations).toHaveLength(3)
  })

  it('JSON and forms say the same', async () => {
    const { channel } = staff()
    const body = JSON.stringify({
      channel: 'C1',
      text: 'hi',
      unfurl_links: false,
      unfurl_media: false,
      blocks: [{ type: 'divider' }],
    })
    const headers = { 'content-type': 'application/json; charset=utf-8', authorization: `Bearer ${slack.botToken}` }
    const answer = await fetch(`${slack.apiUrl}chat.postMessage`, { method: 'POST', headers, body })
    expect(await answer.json()).toMatchObject({ ok: true, channel: 'C1' })
    await post({ blocks: [{ type: 'divider' }] })
    expect(channel.posts().map(({ blocks }) => blocks.length)).toEqual([1, 1])
    const [one, two] = slack.calls('chat.postMessage')
    expect(one?.args).toEqual(two?.args)
    expect([one?.order, two?.order]).toEqual([0, 1])
    expect(slack.violations).toEqual([])
  })
})

describe('files', () => {
  const bytes = Buffer.from('not really a picture')

  it("Files go up with Slack's own client and appear in the thread", async () => {
    const { channel } = staff()
    const { ts } = await post()
    const file_uploads = ['a.jpg', 'b.pdf'].map(filename => ({ file: bytes, filename }))
    const sent = await web.filesUploadV2({ channel_id: 'C1', thread_ts: ts, initial_comment: 'Two.', file_uploads })
    const [reply] = channel.replies(ts)
    expect(reply).toMatchObject({ text: 'Two.', fromApp: true })
    expect(reply?.files.map(file => [file.name, file.mimetype, Buffer.from(file.bytes)])).toEqual([
      ['a.jpg', 'image/jpeg', bytes],
      ['b.pdf', 'application/pdf', bytes],
    ])
    const file = String((sent.files as { files: { id: string }[] }[])[0]?.files[0]?.id)
    const { file: told } = await web.files.info({ file })
    expect(told?.shares?.public?.C1).toMatchObject([{ ts: reply?.ts, thread_ts: ts }])
    await web.files.delete({ file })
    expect(await errorOf(web.files.info({ file }))).toBe('file_deleted')
    expect(slack.violations).toEqual([])
  })

  it('A file for a user id, or of another length, is refused', async () => {
    staff()
    expect(await errorOf(web.filesUploadV2({ channel_id: 'U1', file: bytes, filename: 'a.jpg' }))).toBe(
      'invalid_channel',
    )
    const { upload_url, file_id } = await web.files.getUploadURLExternal({ filename: 'a.jpg', length: 5 })
    expect((await fetch(String(upload_url), { method: 'POST', body: bytes })).status).toBe(400)
    const files: [{ id: string }] = [{ id: String(file_id) }]
    expect(await errorOf(web.files.completeUploadExternal({ files }))).toBe('file_not_found')
    expect(slack.violations).toHaveLength(3)
  })

  it('A file of a customer is told with its address, which needs the token', async () => {
    const { anna } = staff()
    await anna.uploads([
      { name: 'leak.jpg', mime: 'image/jpeg', bytes },
      { name: 'v.m4a', mime: 'audio/mp4', bytes, subtype: 'slack_audio', bare: true },
    ])
    const event = app.got[0]?.event as { subtype: string; files: [Json, Json] }
    expect(event.subtype).toBe('file_share')
    expect(event.files[0]).toMatchObject({ name: 'leak.jpg', mimetype: 'image/jpeg', size: bytes.length })
    expect(event.files[1]).toEqual({ id: expect.any(String), file_access: 'check_file_info' })
    expect((await web.files.info({ file: String(event.files[1].id) })).file).toMatchObject({ subtype: 'slack_audio' })
    const url = String(event.files[0].url_private)
    const good = await fetch(url, { headers: { authorization: `Bearer ${slack.botToken}` } })
    expect(Buffer.from(await good.arrayBuffer())).toEqual(bytes)
    expect(slack.violations).toEqual([])
    const stranger = await fetch(url)
    expect(stranger.headers.get('content-type')).toContain('text/html')
    expect(slack.violations).toHaveLength(1)
  })
})

describe('faults', () => {
  it('Calls fail as they were told to, once or more often', async () => {
    const { channel } = staff()
    slack.failNext('chat.postMessage', { error: 'fatal_error' })
    slack.failNext('chat.postMessage', { status: 503, times: 2 })
    slack.failNext('chat.postMessage', { rateLimited: 7 })
    slack.failNext('chat.postMessage', { drop: true })
    const codes = []
    for (let i = 0; i < 6; i += 1) codes.push(await errorOf(post()))
    const http = 'slack_webapi_http_error'
    expect(codes).toEqual([
      'fatal_error',
      http,
      http,
      'slack_webapi_rate_limited_error',
      'slack_webapi_request_error',
      'ok',
    ])
    expect(channel.posts()).toHaveLength(1)
    expect((await slack.called('chat.postMessage', 6)).answer).toMatchObject({ ok: true })
    expect(slack.violations).toEqual([])
  })

  it('A call that hangs has taken effect', async () => {
    const { channel } = staff()
    const { reached } = slack.hangNext('chat.postMessage')
    web = clientOf(slack, slack.botToken, 200)
    const lost = errorOf(post())
    await reached
    expect(channel.posts()).toHaveLength(1)
    expect(await lost).toBe('slack_webapi_request_error')
  })

  it('A message a second and channel, after a burst', async () => {
    await restart({ strictRate: { burst: 2 } })
    staff()
    slack.channel({ id: 'C2', name: 'other', members: [] })
    expect([await errorOf(post()), await errorOf(post()), await errorOf(post({ channel: 'C2' }))]).toEqual([
      'ok',
      'ok',
      'ok',
    ])
    const error = await post().catch(one => one)
    expect(error).toMatchObject({ code: 'slack_webapi_rate_limited_error', retryAfter: 1 })
    now += 1000
    expect(await errorOf(post())).toBe('ok')
  })
})
