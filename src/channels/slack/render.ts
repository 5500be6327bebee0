/**
 * What the assistant asks for, as calls of Slack's Web API. Pure and stateless: the same outbound always gives the same
 * calls.
 *
 * Everything people said stands in `plain_text` objects, which Slack shows letter for letter, and escaped in the text for
 * notifications. Links get no preview: Slack would fetch what customers send.
 */
import type { ActionsBlock, ActionsBlockElement, KnownBlock } from '@slack/types'
import type { Outbound, OutboundButton, OutboundContent, OutboundFile } from '../../assistant/channel.ts'
import type { Language } from '../../flow/flow.ts'
import {
  escapeText,
  LIMITS,
  linkedParagraph,
  markup,
  plainSection,
  plainText,
  shorten,
  sizeOf,
  splitText,
  total,
} from './blocks.ts'
import { CONTACT_FORM } from './contact-form.ts'
import { CUSTOMER_WORDS } from './customer-words.ts'
import { ownedBlock, type Place, partsOf, placeOf } from './ids.ts'

type Drawn = { readonly text: string; readonly blocks: KnownBlock[] }

export type PostMessage = Drawn & {
  readonly channel: string
  readonly thread_ts?: string
  readonly unfurl_links: false
  readonly unfurl_media: false
}

export type SlackCall =
  | { readonly method: 'chat.postMessage'; readonly payload: PostMessage }
  | { readonly method: 'chat.update'; readonly payload: Drawn & { readonly channel: string; readonly ts: string } }
  | { readonly method: 'chat.delete'; readonly payload: { readonly channel: string; readonly ts: string } }
  | { readonly method: 'files.delete'; readonly payload: { readonly file: string } }
  /** Several calls, which need the files' bytes. */
  | { readonly method: 'upload'; readonly payload: { readonly place: Place; readonly files: readonly OutboundFile[] } }

/** Text of one message: what the hidden limit on blocks leaves when there is something to press below it (peers I57). */
const MESSAGE_TEXT = 8_000
/** … and below a long list. */
const TEXT_OVER_LIST = 3_000
/** More choices than this become a list. */
const MOST_BUTTONS = 10

/**
 * The calls that carry out an outbound, in order; none if the conversation or the message is not Slack's. What is to be
 * pressed stands under the last message of a long text.
 */
export function render(outbound: Outbound): readonly SlackCall[] {
  const place = placeOf(outbound.conversation)
  if (!place) return []
  const { content, language } = outbound
  switch (content.kind) {
    case 'text':
      return textCalls(place, content, language)
    case 'files':
      return [
        ...(content.text.trim() === '' ? [] : textCalls(place, { text: content.text }, language)),
        { method: 'upload', payload: { place, files: content.files } },
      ]
    case 'location':
      return [post(place, locationDrawn(content, language))]
    case 'settle':
      return settleCalls(content)
    case 'edit':
      return editCalls(place, content)
    case 'delete':
      return partsOf(content.message).map(part =>
        part.kind === 'file'
          ? { method: 'files.delete', payload: { file: part.file } }
          : { method: 'chat.delete', payload: { channel: part.channel, ts: part.ts } },
      )
  }
}

/** In the direct messages a user's id stands for the channel; the answer tells which it is. */
function post({ user, channel, threadTs }: Place, drawn: Drawn): SlackCall {
  return {
    method: 'chat.postMessage',
    payload: {
      channel: channel ?? user,
      ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
      ...drawn,
      unfurl_links: false,
      unfurl_media: false,
    },
  }
}

type Asking = Pick<OutboundContent & { kind: 'text' }, 'text' | 'buttons' | 'request'>

function textCalls(place: Place, content: Asking, language: Language): readonly SlackCall[] {
  const parts = messagesOf(content.text, content.buttons)
  return parts.map((text, index) => {
    const drawn = textDrawn(text)
    const actions = index === parts.length - 1 ? actionsOf(place, content, language, total(drawn.blocks)) : []
    return post(place, { ...drawn, blocks: [...drawn.blocks, ...actions] })
  })
}

function messagesOf(text: string, buttons: readonly OutboundButton[] = []): readonly string[] {
  const parts = splitText(text, MESSAGE_TEXT)
  if (buttons.length <= MOST_BUTTONS) return parts
  return [...parts.slice(0, -1), ...splitText(parts.at(-1) ?? '', TEXT_OVER_LIST)]
}

function textDrawn(text: string): Drawn {
  return { text: notification(text), blocks: splitText(text, LIMITS.section).map(linkedParagraph) }
}

/** What a notification and a screen reader say. */
function notification(text: string): string {
  return escapeText(shorten(text.trim() === '' ? '–' : text, LIMITS.text))
}

function actionsOf(
  { user }: Place,
  { buttons = [], request }: Asking,
  language: Language,
  above: number,
): readonly ActionsBlock[] {
  const elements: ActionsBlockElement[] = []
  if (request?.kind === 'contact') {
    const text = labelOf(request.label)
    elements.push({ type: 'button', action_id: CONTACT_FORM, text, style: 'primary', value: language })
  }
  if (buttons.length > MOST_BUTTONS) elements.push(listOf(buttons, language, LIMITS.total - above))
  else elements.push(...buttons.map(buttonOf))
  return elements.length === 0 ? [] : [{ type: 'actions', block_id: ownedBlock(user), elements }]
}

function buttonOf({ label, token }: OutboundButton, index: number): ActionsBlockElement {
  return { type: 'button', action_id: `ask:${index}`, text: labelOf(label), value: token }
}

/** Units of a list's option beside label and token, and of a list beside its options. */
const OPTION_FRAME = 'plain_text'.length
const LIST_FRAME = 500

/** The labels share what is left of the message. */
function listOf(buttons: readonly OutboundButton[], language: Language, space: number): ActionsBlockElement {
  const offered = buttons.slice(0, LIMITS.options)
  const tokens = offered.reduce((sum, { token }) => sum + sizeOf(token) + OPTION_FRAME, 0)
  const label = Math.floor((space - LIST_FRAME - tokens) / offered.length)
  return {
    type: 'static_select',
    action_id: 'ask:list',
    placeholder: plainText(CUSTOMER_WORDS[language].choose, LIMITS.placeholder),
    options: offered.map(({ label: text, token }) => ({
      text: plainText(text, Math.min(label, LIMITS.optionText)),
      value: token,
    })),
  }
}

function labelOf(label: string) {
  return plainText(label.trim() || '·', LIMITS.buttonText)
}

/** Only the last message of a split text had buttons. An update without them takes them away. */
function settleCalls({ message, text, label }: OutboundContent & { kind: 'settle' }): readonly SlackCall[] {
  const asked = partsOf(message).findLast(part => part.kind === 'message')
  if (!asked) return []
  const last = lastOf(text, partsOf(message).length)
  const drawn = textDrawn(last)
  const answer = label.trim() === '' ? undefined : `✓ ${shorten(label, LIMITS.optionText)}`
  const payload = {
    channel: asked.channel,
    ts: asked.ts,
    text: answer === undefined ? drawn.text : notification(`${last}\n\n${answer}`),
    blocks: answer === undefined ? drawn.blocks : [...drawn.blocks, plainSection(answer)],
  }
  return [{ method: 'chat.update', payload }]
}

/** The last of the messages that a text was sent in: whether there was a list below it tells their number. */
function lastOf(text: string, messages: number): string {
  const parts = splitText(text, MESSAGE_TEXT)
  const last = parts.at(-1) ?? ''
  return parts.length === messages ? last : (splitText(last, TEXT_OVER_LIST).at(-1) ?? '')
}

/** Message by message: changed where one stands, added where the text grew, deleted where it shrank. Files stay. */
function editCalls(place: Place, { message, text }: OutboundContent & { kind: 'edit' }): readonly SlackCall[] {
  const sent = partsOf(message)
  if (sent.length === 0) return []
  const messages = sent.filter(part => part.kind === 'message')
  const texts = text.trim() === '' && messages.length < sent.length ? [] : splitText(text, MESSAGE_TEXT)
  const calls = texts.map((part, index): SlackCall => {
    const old = messages[index]
    if (!old) return post(place, textDrawn(part))
    return { method: 'chat.update', payload: { channel: old.channel, ts: old.ts, ...textDrawn(part) } }
  })
  const surplus = messages.slice(texts.length).map(({ channel, ts }): SlackCall => {
    return { method: 'chat.delete', payload: { channel, ts } }
  })
  return [...calls, ...surplus]
}

type Coordinates = { readonly latitude: number; readonly longitude: number }

/** Slack has no message for a place: its coordinates, and a map to see it on. */
function locationDrawn({ latitude, longitude }: Coordinates, language: Language): Drawn {
  const at = `${degrees(latitude)},${degrees(longitude)}`
  const pin = `mlat=${degrees(latitude)}&mlon=${degrees(longitude)}`
  const map = `https://www.openstreetmap.org/?${pin}#map=17/${degrees(latitude)}/${degrees(longitude)}`
  const { place } = CUSTOMER_WORDS[language]
  return {
    text: `${place}: ${at}`,
    blocks: [{ type: 'section', text: markup(`${place}: <${escapeText(map)}|${at}>`) }],
  }
}

/** To a tenth of a metre. */
function degrees(value: number): string {
  return String(Number(value.toFixed(6)))
}
