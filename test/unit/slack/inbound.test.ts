import { describe, expect, test } from 'vitest'
import {
  authorOf,
  clickOf,
  contactInbound,
  homeInbound,
  languageOf,
  messageInbounds,
  type SlackClick,
  type SlackFile,
  type SlackMessageEvent,
  tapInbound,
} from '../../../src/channels/slack/inbound.ts'

const TS = '1700000000.000100'
const OPTIONS = { eventId: 'Ev1', receivedAt: 5, conversation: 'slack:U1', from: { name: 'Li Wei' } } as const

const event = (rest: Partial<SlackMessageEvent> = {}): SlackMessageEvent => ({
  channel: 'D1',
  user: 'U1',
  ts: TS,
  event_ts: TS,
  text: 'it drips',
  ...rest,
})
const heard = (rest: Partial<SlackMessageEvent>, botUser?: string) =>
  messageInbounds(event(rest), { ...OPTIONS, ...(botUser ? { botUser } : {}) })
const contents = (rest: Partial<SlackMessageEvent>, botUser?: string) =>
  heard(rest, botUser).map(({ content }) => content)
const file = (rest: Partial<SlackFile> = {}): SlackFile => ({
  id: 'F1',
  name: 'a.jpg',
  mimetype: 'image/jpeg',
  ...rest,
})

describe('a message', () => {
  test('is an inbound named by its place, not by its event (peers I2)', () => {
    expect(heard({})).toEqual([
      {
        channel: 'slack',
        updateId: `D1:${TS}`,
        conversation: 'slack:U1',
        at: 1_700_000_000_000,
        message: `D1:${TS}`,
        from: { name: 'Li Wei' },
        content: { kind: 'text', text: 'it drips' },
      },
    ])
    expect(messageInbounds(event(), { ...OPTIONS, eventId: 'Ev2' })).toEqual(heard({}))
  })

  test('has its author’s name from the event before what was known', () => {
    const [said] = heard({ user_profile: { display_name: '', real_name: 'Wei' } })
    expect(said?.from).toEqual({ name: 'Wei' })
  })

  test.each([
    ['broadcast from a thread', { subtype: 'thread_broadcast' }],
    ['said with /me', { subtype: 'me_message' }],
    ['in a thread', { thread_ts: '1600000000.000100' }],
  ])('%s is a text like any other', (_, rest) => {
    expect(contents(rest)).toEqual([{ kind: 'text', text: 'it drips' }])
  })

  test.each([
    ['of a bot', { subtype: 'bot_message', bot_id: 'B1' }],
    ['of an app without a subtype', { bot_id: 'B1' }],
    ['of nobody', { user: undefined }],
    ['that somebody joined', { subtype: 'channel_join' }],
    ['that somebody left', { subtype: 'channel_leave' }],
    ['of a new topic', { subtype: 'channel_topic' }],
    ['that a reminder was set', { subtype: 'reminder_add' }],
    ['that there are replies', { subtype: 'message_replied', message: event() }],
  ])('%s is none', (_, rest) => {
    expect(heard(rest)).toEqual([])
  })

  test('that mentions us is what is said beside the mention', () => {
    expect(contents({ text: '<@UBOT> the washer &lt;E18&gt; drips' }, 'UBOT')).toEqual([
      { kind: 'text', text: 'the washer <E18> drips' },
    ])
  })

  test('that is a mention and nothing else begins a talk', () => {
    expect(contents({ text: '<@UBOT>' }, 'UBOT')).toEqual([{ kind: 'command', name: 'start', payload: '' }])
  })

  test('that passes on another message is that message', () => {
    expect(contents({ text: '', attachments: [{ text: 'the fridge &amp; the oven', fallback: 'x' }] })).toEqual([
      { kind: 'text', text: 'the fridge & the oven' },
    ])
  })

  test('without anything we can read is said to be so', () => {
    expect(contents({ text: '' })).toEqual([{ kind: 'unsupported', what: 'message' }])
  })

  test.each([
    ['<https://maps.google.com/?q=31.2,121.4>'],
    ['<https://maps.apple.com/?ll=31.2,121.4&amp;q=Home|My home>'],
    ['geo:31.2,121.4'],
    ['<@UBOT> <https://maps.google.com/?q=31.2,121.4>'],
  ])('that is a link to a map is a place: %s', text => {
    expect(contents({ text }, 'UBOT')).toEqual([{ kind: 'location', latitude: 31.2, longitude: 121.4 }])
  })

  test('with words around a link to a map stays a text', () => {
    const [content] = contents({ text: 'I live <https://maps.google.com/?q=31.2,121.4>' })
    expect(content).toEqual({ kind: 'text', text: 'I live https://maps.google.com/?q=31.2,121.4' })
  })
})

describe('a file', () => {
  test.each([
    ['a photo', { mimetype: 'image/heic' }, 'photo'],
    ['a voice clip', { mimetype: 'audio/mp4', subtype: 'slack_audio' }, 'voice'],
    ['a voice clip that says it is a video', { mimetype: 'video/webm', subtype: 'slack_audio' }, 'voice'],
    ['an audio file', { mimetype: 'audio/mpeg' }, 'voice'],
    ['a video', { mimetype: 'video/mp4' }, 'video'],
    ['a video clip', { mimetype: 'audio/webm', subtype: 'slack_video' }, 'video'],
    ['a document', { mimetype: 'application/pdf' }, 'file'],
    ['a file Slack says nothing of', { mimetype: undefined }, 'file'],
  ])('that is %s', (_, rest, kind) => {
    const [content] = contents({ subtype: 'file_share', text: '', files: [file(rest)] })
    expect(content).toMatchObject({ kind: 'file', file: { kind, file: 'F1' } })
  })

  test('comes with its name, kind and size, and the text as its caption', () => {
    expect(contents({ subtype: 'file_share', text: 'here &amp; there', files: [file({ size: 17 })] })).toEqual([
      {
        kind: 'file',
        file: { kind: 'photo', file: 'F1', name: 'a.jpg', mime: 'image/jpeg', size: 17 },
        caption: 'here & there',
      },
    ])
  })

  test('among others is one of an album; the first has the caption, and each an update of its own (peers I54)', () => {
    const inbounds = heard({
      subtype: 'file_share',
      text: 'all of it',
      files: [file(), file({ id: 'F2' }), file({ id: 'F3', mode: 'tombstone' }), file({ id: 'F4' })],
    })
    expect(inbounds.map(({ updateId }) => updateId)).toEqual([`D1:${TS}`, `D1:${TS}:2`, `D1:${TS}:3`])
    expect(inbounds.map(({ message }) => message)).toEqual(Array(3).fill(`D1:${TS}`))
    expect(inbounds.map(({ content }) => content)).toMatchObject([
      { file: { file: 'F1' }, caption: 'all of it', album: TS },
      { file: { file: 'F2' }, album: TS },
      { file: { file: 'F4' }, album: TS },
    ])
    expect(inbounds[1]?.content).not.toHaveProperty('caption')
  })
})

describe('a change', () => {
  const changed = (now: Partial<SlackMessageEvent>, before: Partial<SlackMessageEvent> | null = {}) =>
    heard({
      subtype: 'message_changed',
      user: undefined,
      ts: '1700000009.000200',
      event_ts: '1700000009.000200',
      message: event(now),
      ...(before === null ? {} : { previous_message: event(before) }),
    })

  test('of the words is an edit of that message, at its own time', () => {
    expect(changed({ text: 'it leaks', edited: { user: 'U1' } })).toEqual([
      {
        channel: 'slack',
        updateId: 'D1:1700000009.000200:edit',
        conversation: 'slack:U1',
        at: 1_700_000_009_000,
        message: `D1:${TS}`,
        from: { name: 'Li Wei' },
        content: { kind: 'edit', text: 'it leaks', message: `D1:${TS}` },
      },
    ])
  })

  test('of the words is an edit also when Slack does not tell what stood there before', () => {
    expect(changed({ text: 'it leaks', edited: { user: 'U1' } }, null)).toHaveLength(1)
  })

  test.each([
    ['a preview of a link was added', { attachments: [{ text: 'x' }] }, {}],
    ['nobody says what changed', {}, null],
    ['a bot changed its message', { bot_id: 'B1', text: 'new' }, {}],
  ])('is none when %s', (_, now, before) => {
    expect(changed(now, before)).toEqual([])
  })

  test.each([
    [
      'a message with replies was deleted and leaves a stone',
      { subtype: 'tombstone', user: 'USLACKBOT', text: 'x' },
      {},
    ],
    ['the only file was taken back', { text: '', files: [file({ mode: 'tombstone' })] }, { text: '', files: [file()] }],
  ])('is a deletion when %s', (_, now, before) => {
    expect(changed(now, before).map(({ content }) => content)).toEqual([{ kind: 'deleted', message: `D1:${TS}` }])
  })

  test('that deletes names the message and its author', () => {
    const deleted = event({
      subtype: 'message_deleted',
      user: undefined,
      ts: '1700000009.000200',
      event_ts: '1700000009.000200',
      deleted_ts: TS,
      previous_message: event({ thread_ts: '1600000000.000100' }),
    })
    expect(authorOf(deleted)).toEqual({ user: 'U1', channel: 'D1', ts: TS, threadTs: '1600000000.000100' })
    expect(messageInbounds(deleted, OPTIONS).map(({ content }) => content)).toEqual([
      { kind: 'deleted', message: `D1:${TS}` },
    ])
  })

  test('that deletes a message of ours is nobody’s', () => {
    const previous = event({ bot_id: 'B1' })
    expect(heard({ subtype: 'message_deleted', user: undefined, previous_message: previous })).toEqual([])
  })
})

describe('a click', () => {
  const click = (rest: Partial<SlackClick> = {}): SlackClick => ({
    user: { id: 'U1' },
    channel: { id: 'D1' },
    message: { ts: TS },
    actions: [{ action_id: 'ask:0', block_id: 'for:U1', action_ts: '1700000001.5', value: 'a7:2' }],
    ...rest,
  })
  const inThread = { channel: { id: 'C1' }, message: { ts: TS, thread_ts: '1600000000.000100' } }

  test('on a button is a tap with its token', () => {
    expect(tapInbound(click(), { receivedAt: 9 })).toEqual({
      channel: 'slack',
      updateId: `tap:D1:${TS}:1700000001.5`,
      conversation: 'slack:U1',
      at: 9,
      message: `D1:${TS}`,
      from: {},
      content: { kind: 'tap', token: 'a7:2' },
    })
  })

  test('in a list is a tap with the token of what was chosen', () => {
    const action = { action_id: 'ask:list', block_id: 'for:U1', action_ts: '2', selected_option: { value: 'a7:40' } }
    expect(tapInbound(click({ actions: [action] }), { receivedAt: 9 })?.content).toEqual({
      kind: 'tap',
      token: 'a7:40',
    })
  })

  test('in a channel belongs to the thread', () => {
    expect(tapInbound(click(inThread), { receivedAt: 9 })?.conversation).toBe('slack:U1/C1/1600000000.000100')
  })

  test('of somebody else on a customer’s question is not taken', () => {
    const other = click({ ...inThread, user: { id: 'U2' } })
    expect(clickOf(other)).toMatchObject({ theirs: false, conversation: 'slack:U1/C1/1600000000.000100' })
    expect(tapInbound(other, { receivedAt: 9 })).toBeUndefined()
  })

  test.each([
    ['has no message', click({ message: undefined })],
    [
      'is on buttons of another kind',
      click({ actions: [{ action_id: 'x', block_id: 'b', action_ts: '1', value: 'y' }] }),
    ],
    ['chooses nothing', click({ actions: [{ action_id: 'ask:list', block_id: 'for:U1', action_ts: '1' }] })],
    ['is none', click({ actions: [] })],
  ])('that %s is no tap', (_, payload) => {
    expect(tapInbound(payload, { receivedAt: 9 })).toBeUndefined()
  })

  test('on the button of the form tells the language of the question', () => {
    const action = { action_id: 'form:contact', block_id: 'for:U1', action_ts: '1', value: 'zh' }
    expect(clickOf(click({ actions: [action] }))?.language).toBe('zh')
    expect(clickOf(click())).not.toHaveProperty('language')
  })
})

describe('forms and the home', () => {
  test('give a contact, once for each form', () => {
    const options = { receivedAt: 9, conversation: 'slack:U1', viewId: 'V1' }
    expect(contactInbound({ phone: '+8613800138000', name: 'Li' }, options)).toMatchObject({
      updateId: 'form:V1',
      conversation: 'slack:U1',
      content: { kind: 'contact', phone: '+8613800138000', name: 'Li' },
    })
    expect(contactInbound({ phone: '1' }, { ...options, conversation: 'telegram:1' })).toBeUndefined()
  })

  test.each(['book', 'human'] as const)('give the command %s in the direct messages', button => {
    expect(homeInbound(button, { receivedAt: 9, user: 'U1', id: '1.5' })).toMatchObject({
      updateId: 'home:U1:1.5',
      conversation: 'slack:U1',
      content: { kind: 'command', name: button, payload: '' },
    })
  })
})

test.each([
  ['zh-CN', 'zh'],
  ['zh', 'zh'],
  ['en-GB', 'en'],
  ['de-DE', 'en'],
  [undefined, undefined],
  ['', undefined],
])('a user whose locale is %s reads %s', (locale, language) => {
  expect(languageOf(locale)).toBe(language)
})
