import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Outbound, OutboundButton, OutboundContent } from '../../../src/assistant/channel.ts'
import { LIMITS, total } from '../../../src/channels/slack/blocks.ts'
import { render, type SlackCall } from '../../../src/channels/slack/render.ts'
import { loadContent } from '../../../src/content.ts'
import { LANGUAGES, type Language } from '../../../src/flow/flow.ts'
import { faultsOfBlocks, shownIn } from '../../support/fake-slack-blocks.ts'

const THREAD = 'slack:U1/C1/1600000000.000100'

function draw(content: OutboundContent, conversation = 'slack:U1', language: Language = 'en'): readonly SlackCall[] {
  const outbound: Outbound = { id: 1, conversation, language, author: 'bot', content }
  const calls = render(outbound)
  for (const call of calls) expect(faultsOf(call)).toEqual([])
  return calls
}

/** What Slack would say against a call. */
function faultsOf(call: SlackCall): readonly string[] {
  if (call.method !== 'chat.postMessage' && call.method !== 'chat.update') return []
  const { text, blocks } = call.payload
  const faults = [...(faultsOfBlocks(blocks, 'message')?.faults ?? [])]
  if (text.trim() === '') faults.push('nothing for the notification')
  if (total(blocks) > LIMITS.total) faults.push(`${total(blocks)} in all`)
  if (text.length > LIMITS.text) faults.push(`a notification of ${text.length}`)
  if (/<(?!https:\/\/www\.openstreetmap)/.test(text)) faults.push('markup in the notification')
  return faults
}

const say = (text: string, rest: Partial<OutboundContent & { kind: 'text' }> = {}, conversation?: string) =>
  draw({ kind: 'text', names: ['a.b'], text, ...rest }, conversation)
const buttons = (count: number, label = 'Yes', token = 'a7'): OutboundButton[] =>
  Array.from({ length: count }, (_, index) => ({ label: `${label} ${index}`, token: `${token}:${index}` }))
const blocksOf = (call: SlackCall | undefined) =>
  (call && 'blocks' in call.payload ? call.payload.blocks : []) as unknown as Record<string, unknown>[]
const elementsOf = (call: SlackCall | undefined) =>
  blocksOf(call).flatMap(block => (block.type === 'actions' ? (block.elements as Record<string, unknown>[]) : []))
const optionsOf = (list: Record<string, unknown> | undefined) => (list?.options ?? []) as { value: string }[]
const shown = (call: SlackCall | undefined) => shownIn(blocksOf(call))

describe('a text', () => {
  test('goes to the user in the direct messages, letter for letter, without previews', () => {
    expect(say('Hello *you* & <b>')).toEqual([
      {
        method: 'chat.postMessage',
        payload: {
          channel: 'U1',
          text: 'Hello *you* &amp; &lt;b&gt;',
          blocks: [{ type: 'section', text: { type: 'plain_text', text: 'Hello *you* & <b>', emoji: false } }],
          unfurl_links: false,
          unfurl_media: false,
        },
      },
    ])
  })

  test.each<[string, OutboundContent]>([
    ['a text', { kind: 'text', names: [], text: 'a' }],
    ['a place', { kind: 'location', latitude: 1, longitude: 2 }],
    ['the text of files', { kind: 'files', text: 'a', files: [] }],
    ['what an edit adds', { kind: 'edit', message: 'file:F1', text: 'a' }],
  ])('in a thread stays there, as %s does', (_, content) => {
    expect(draw(content, THREAD)[0]?.payload).toMatchObject({ channel: 'C1', thread_ts: '1600000000.000100' })
  })

  test('is several paragraphs where it is long, and several messages where it is very long; nothing is lost', () => {
    const text = Array.from({ length: 450 }, (_, index) => `Line ${index} of the answer & more of it`).join('\n')
    const calls = say(text, { buttons: buttons(2) })
    expect(calls.length).toBe(3)
    expect(calls.flatMap(call => shown(call).split('\n')).slice(0, 450)).toEqual(text.split('\n'))
    expect(calls.map(call => elementsOf(call).length)).toEqual([0, 0, 2])
  })

  test.each(['telegram:77', 'slack:', ''])('for the conversation %j is none of ours', conversation => {
    expect(say('x', {}, conversation)).toEqual([])
  })

  test('that is empty is a dash rather than a refusal', () => {
    expect(shown(say(' ')[0])).toBe('–')
  })
})

describe('what is to be pressed', () => {
  test('a rating is one row of five buttons, each with its token', () => {
    const [call] = say('How was it?', {
      buttons: ['1', '2', '3', '4', '5'].map(n => ({ label: n, token: `~r|#17|${n}` })),
    })
    expect(blocksOf(call)).toHaveLength(2)
    expect(blocksOf(call)[1]).toMatchObject({ type: 'actions', block_id: 'for:U1' })
    expect(elementsOf(call)).toMatchObject(
      [1, 2, 3, 4, 5].map((n, index) => ({
        type: 'button',
        action_id: `ask:${index}`,
        text: { type: 'plain_text', text: String(n) },
        value: `~r|#17|${n}`,
      })),
    )
  })

  test('in a thread belongs to the customer who was asked', () => {
    expect(blocksOf(say('Which?', { buttons: buttons(2) }, THREAD)[0])[1]).toMatchObject({ block_id: 'for:U1' })
  })

  test.each([
    [10, 10],
    [11, 1],
    [100, 1],
  ])('%i choices are %i element(s)', (choices, elements) => {
    expect(elementsOf(say('Which?', { buttons: buttons(choices) })[0])).toHaveLength(elements)
  })

  test.each([
    ['en', 'Please choose'],
    ['zh', '请选择'],
  ] as const)('a list carries every token and says in %s what to do', (language, placeholder) => {
    const content = { kind: 'text', names: [], text: 'Which?', buttons: buttons(30) } as const
    const [list] = elementsOf(draw(content, 'slack:U1', language)[0])
    expect(list).toMatchObject({ type: 'static_select', placeholder: { text: placeholder } })
    expect(optionsOf(list).map(({ value }) => value)).toEqual(buttons(30).map(b => b.token))
  })

  test('a list is cut after a hundred', () => {
    const [list] = elementsOf(say('Which?', { buttons: buttons(140) })[0])
    expect(list?.options).toHaveLength(100)
  })

  test('a hundred long choices with the longest tokens below a long text are within the hidden limit (peers I57)', () => {
    const long = buttons(100, 'A choice & <its> very long name '.repeat(5), 'x'.repeat(61))
    const calls = say('word '.repeat(4000), { buttons: long })
    say('word '.repeat(4000), { buttons: long.slice(0, 10), request: { kind: 'contact', label: 'Mine' } })
    expect(elementsOf(calls.at(-1))[0]?.options).toHaveLength(100)
    expect(shown(calls.at(-1))).toContain('A choice')
  })

  test('a label that is too long is shortened, and one that is empty is a dot', () => {
    const [call] = say('?', {
      buttons: [
        { label: '长'.repeat(200), token: 'a' },
        { label: ' ', token: 'b' },
      ],
    })
    const labels = elementsOf(call).map(({ text }) => (text as { text: string }).text)
    expect(labels).toEqual([`${'长'.repeat(74)}…`, '·'])
  })

  test('a number is asked for with a button that opens the form, other choices beside it', () => {
    const request = { kind: 'contact', label: 'Share my number' } as const
    expect(elementsOf(say('Your number?', { request, buttons: buttons(1) })[0])).toMatchObject([
      { action_id: 'form:contact', text: { text: 'Share my number' }, value: 'en' },
      { action_id: 'ask:0' },
    ])
  })

  test('a place has no button: people write it', () => {
    const request = { kind: 'location', label: 'Share my place' } as const
    expect(blocksOf(say('Where?', { request })[0])).toHaveLength(1)
  })
})

describe('a question that was answered', () => {
  const settle = (label: string, message = 'D1:1.5', text = 'Which?') => draw({ kind: 'settle', message, text, label })

  test('shows the answer in place of its buttons', () => {
    const [call, ...others] = settle('Washing <machine>')
    expect(others).toEqual([])
    expect(call).toMatchObject({ method: 'chat.update', payload: { channel: 'D1', ts: '1.5' } })
    expect(call?.payload).toMatchObject({ text: 'Which?\n\n✓ Washing &lt;machine&gt;' })
    expect(shown(call)).toBe('Which?\n✓ Washing <machine>')
    expect(elementsOf(call)).toEqual([])
  })

  test('without an answer loses its buttons only', () => {
    expect(shown(settle('')[0])).toBe('Which?')
  })

  test.each([2, 50])('that was sent in several messages changes the last, as it was, with %i choices', choices => {
    const text = Array.from({ length: 600 }, (_, index) => `Line ${index} of the question`).join('\n')
    const sent = say(text, { buttons: buttons(choices) })
    const ids = sent.map((_, index) => `D1:${index}.5`)
    const [call] = settle('Yes', ids.join(','), text)
    expect(call?.payload).toMatchObject({ ts: `${sent.length - 1}.5` })
    expect(shown(call)).toBe(
      `${blocksOf(sent.at(-1))
        .filter(b => b.type === 'section')
        .map(b => (b.text as { text: string }).text)
        .join('\n')}\n✓ Yes`,
    )
  })

  test('that is none of ours is left alone', () => {
    expect(settle('Yes', '17')).toEqual([])
  })
})

describe('what an agent sends', () => {
  const files = [{ media: 3, kind: 'photo' }] as const

  test('files come after their text, together', () => {
    const calls = draw({ kind: 'files', text: 'Look', files }, THREAD)
    expect(calls.map(({ method }) => method)).toEqual(['chat.postMessage', 'upload'])
    expect(calls[1]?.payload).toEqual({ place: { user: 'U1', channel: 'C1', threadTs: '1600000000.000100' }, files })
  })

  test('files without a text are files alone', () => {
    expect(draw({ kind: 'files', text: '', files }).map(({ method }) => method)).toEqual(['upload'])
  })

  test('a place is its coordinates, and a map', () => {
    const [call] = draw({ kind: 'location', latitude: 31.23040001, longitude: -121.4737 }, 'slack:U1', 'zh')
    const map = 'https://www.openstreetmap.org/?mlat=31.2304&amp;mlon=-121.4737#map=17/31.2304/-121.4737'
    expect(shown(call)).toBe(`位置: <${map}|31.2304,-121.4737>`)
    expect(call?.payload).toMatchObject({ text: '位置: 31.2304,-121.4737' })
  })

  test('an edit changes the message', () => {
    expect(draw({ kind: 'edit', message: 'D1:1.5', text: 'Better' })).toMatchObject([
      { method: 'chat.update', payload: { channel: 'D1', ts: '1.5', text: 'Better' } },
    ])
  })

  const long = (letter: string) => `${letter.repeat(79)}\n`.repeat(100)

  test.each([
    ['grew', 'D1:1.5', 'x'.repeat(9000), ['chat.update', 'chat.postMessage']],
    ['shrank', 'D1:1.5,D1:2.5', 'x', ['chat.update', 'chat.delete']],
    ['stayed as long', 'D1:1.5,D1:2.5', long('a') + long('b'), ['chat.update', 'chat.update']],
    ['has a file below it', 'D1:1.5,file:F1', 'x', ['chat.update']],
    ['is taken away above a file', 'D1:1.5,file:F1', '', ['chat.delete']],
    ['is nowhere', 'nowhere', 'x', []],
  ])('an edit of a text that %s', (_, message, text, methods) => {
    expect(draw({ kind: 'edit', message, text }).map(({ method }) => method)).toEqual(methods)
  })

  test('a deletion takes back every part', () => {
    expect(draw({ kind: 'delete', message: 'D1:1.5,file:F1' })).toEqual([
      { method: 'chat.delete', payload: { channel: 'D1', ts: '1.5' } },
      { method: 'files.delete', payload: { file: 'F1' } },
    ])
  })
})

describe('nothing that is said becomes a mention or markup', () => {
  const evil = '<!channel> <!here> <@U2> <#C2> <https://evil.example|our bank> <!subteam^S1> *b* `c` &lt;!everyone&gt;'

  test.each<[string, OutboundContent]>([
    ['a text', { kind: 'text', names: [], text: evil, buttons: [{ label: evil, token: 'a:1' }] }],
    ['a list', { kind: 'text', names: [], text: evil, buttons: buttons(20, evil) }],
    ['a request', { kind: 'text', names: [], text: evil, request: { kind: 'contact', label: evil } }],
    ['an answer', { kind: 'settle', message: 'D1:1.5', text: evil, label: evil }],
    ['a text of files', { kind: 'files', text: evil, files: [] }],
    ['an edit', { kind: 'edit', message: 'D1:1.5', text: evil }],
  ])('in %s', (_, content) => {
    for (const { payload } of draw(content)) {
      if (!('blocks' in payload)) continue
      expect(payload.text).not.toMatch(/[<>]/)
      expect(JSON.stringify(payload.blocks)).not.toContain('mrkdwn')
    }
  })
})

describe('every text of the shipped flows', async () => {
  const { loaded } = await loadContent('flows')
  const flows = [...(loaded?.content.flows.values() ?? [])]

  test('are all there', () => {
    expect(flows.length).toBeGreaterThanOrEqual(readdirSync('flows').filter(f => f.endsWith('.yaml')).length - 5)
  })

  test.each(LANGUAGES)('fits Slack with all its buttons, in %s', language => {
    let drawn = 0
    for (const { steps } of flows) {
      for (const step of steps) {
        if (step.kind !== 'say' && step.kind !== 'ask') continue
        const choices = step.kind === 'ask' && step.choices && !('from' in step.choices) ? step.choices : []
        const labels = [
          ...choices.map(({ label }) => label[language]),
          ...(step.kind === 'ask' && step.other ? [step.other.label[language]] : []),
          ...(step.kind === 'ask' && step.unknown ? ['I do not know / 不知道'] : []),
          ...(step.kind === 'ask' && step.person ? ['Talk to a person / 转人工客服'] : []),
        ]
        // Whatever a customer or a catalogue fills in is longer than the name of its place.
        const text = step.say[language].replaceAll(/\{[\w.]+\}/g, '工程师 <!channel> '.repeat(20))
        const asked = labels.map((label, index) => ({ label, token: `a${index}:${'t'.repeat(60)}` }))
        const content: OutboundContent = { kind: 'text', names: [], text, buttons: asked }
        const calls = draw(content, THREAD, language)
        for (const { label } of asked) expect(shown(calls.at(-1))).toContain(label)
        draw({ kind: 'settle', message: 'C1:1.5', text, label: labels[0] ?? '' }, THREAD, language)
        drawn += 1
      }
    }
    expect(drawn).toBeGreaterThan(100)
  })
})
