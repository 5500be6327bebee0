/**
 * What the assistant asks for, as calls of the Bot API. Pure and stateless: the same outbound always gives the same calls.
 *
 * Everything is plain text without `parse_mode`, so nothing a customer wrote can turn into markup.
 */
import type { InlineKeyboardButton, ReplyKeyboardMarkup, ReplyKeyboardRemove } from 'grammy/types'
import type { Outbound, OutboundButton, OutboundContent } from '../../assistant/channel.ts'
import type { Text } from '../../flow/flow.ts'
import { type Markup, type Rendered, readParts } from './call.ts'
import { chatOf } from './inbound.ts'
import { renderDelete, renderEdit } from './render-change.ts'
import { renderFiles } from './render-files.ts'
import { LABEL_LIMIT, shorten, splitText, TEXT_LIMIT } from './text.ts'

const NOTHING: Rendered = { calls: [], stays: [] }

/**
 * What carries out an outbound; no calls if the conversation or the message is not Telegram's. A long text becomes several
 * messages, its buttons stand under the last. `bytes` are those of an outbound's files, in the same order.
 */
export function render(outbound: Outbound, bytes: readonly Uint8Array[] = []): Rendered {
  const chat = chatOf(outbound.conversation)
  if (chat === undefined) return NOTHING
  const { content } = outbound
  switch (content.kind) {
    case 'text':
      return renderText(chat, content, outbound.author)
    case 'settle':
      return renderSettle(chat, content)
    case 'files':
      return { calls: renderFiles(chat, content.text, content.files, bytes), stays: [] }
    case 'location': {
      const { latitude, longitude } = content
      return { calls: [{ method: 'sendLocation', payload: { chat_id: chat, latitude, longitude } }], stays: [] }
    }
    case 'edit':
      return renderEdit(chat, content.message, content.text)
    case 'delete':
      return renderDelete(chat, content.message)
  }
}

/** An agent's words, and what lives, say nothing of keyboards: Telegram lets nobody edit a message that took one away. */
function renderText(chat: number, content: OutboundContent & { kind: 'text' }, author: Outbound['author']): Rendered {
  const parts = splitText(content.text)
  const calls = parts.map((text, index) => {
    const markup = index === parts.length - 1 ? markupOf(content) : REMOVE
    const bare = (author === 'agent' || content.living === true) && markup === REMOVE
    return {
      method: 'sendMessage',
      payload: { chat_id: chat, text, ...(bare ? {} : { reply_markup: markup }) },
    } as const
  })
  return { calls, stays: [] }
}

/** An edit that says nothing of buttons removes them. Only the last message of a split text had any. */
function renderSettle(chat: number, content: OutboundContent & { kind: 'settle' }): Rendered {
  const stays = readParts(content.message)
  const question = stays.at(-1)
  if (question?.kind !== 'text') return NOTHING
  const last = splitText(content.text).at(-1) ?? ''
  const text = `${last}\n\n✓ ${shorten(content.label, LABEL_LIMIT)}`
  const which = { chat_id: chat, message_id: question.id }
  if (content.label === '' || text.length > TEXT_LIMIT) {
    return { calls: [{ method: 'editMessageReplyMarkup', payload: which }], stays }
  }
  return { calls: [{ method: 'editMessageText', payload: { ...which, text } }], stays }
}

/**
 * Every message without buttons takes a reply keyboard away. That is how the "share my number" keyboard goes when the
 * number was typed instead, without anybody having to remember that it is there; where none is, nothing happens.
 */
const REMOVE: ReplyKeyboardRemove = { remove_keyboard: true }

function markupOf(content: OutboundContent & { kind: 'text' }): Markup {
  const buttons = content.buttons ?? []
  if (content.request) return requestKeyboard(content.request, buttons)
  return buttons.length === 0 ? REMOVE : { inline_keyboard: layOut(buttons, inlineButton) }
}

function inlineButton(button: OutboundButton): InlineKeyboardButton {
  return { text: labelOf(button.label), callback_data: button.token }
}

/**
 * A message has one keyboard, and contact and location can be asked for on a reply keyboard alone. Other buttons stand on
 * it too; pressing one says its label, which the assistant reads as the choice.
 */
function requestKeyboard(
  request: NonNullable<(OutboundContent & { kind: 'text' })['request']>,
  buttons: readonly OutboundButton[],
): ReplyKeyboardMarkup {
  const text = labelOf(request.label)
  const ask = request.kind === 'contact' ? { text, request_contact: true } : { text, request_location: true }
  const others = layOut(buttons, button => ({ text: labelOf(button.label) }))
  return { keyboard: [[ask], ...others], one_time_keyboard: true, resize_keyboard: true }
}

/** Telegram refuses a button without text. */
function labelOf(label: string): string {
  return shorten(label.trim(), LABEL_LIMIT) || '·'
}

/** Rows of buttons in the given order: short labels side by side, five ratings in one row, long labels alone. */
function layOut<B>(buttons: readonly OutboundButton[], draw: (button: OutboundButton) => B): B[][] {
  const rows: B[][] = []
  let start = 0
  while (start < buttons.length) {
    const columns = columnsFor(buttons[start])
    let end = start + 1
    while (end < buttons.length && columnsFor(buttons[end]) === columns) end += 1
    const run = buttons.slice(start, end)
    const perRow = Math.ceil(run.length / Math.ceil(run.length / columns))
    for (let at = 0; at < run.length; at += perRow) rows.push(run.slice(at, at + perRow).map(draw))
    start = end
  }
  return rows
}

/** How many such buttons a phone shows beside each other without cutting their labels. */
function columnsFor(button: OutboundButton | undefined): number {
  const width = widthOf(button?.label ?? '')
  if (width <= 4) return 5
  if (width <= 8) return 3
  return width <= 14 ? 2 : 1
}

/** Width in Latin letters; Chinese characters, full-width signs and emoji are two wide. */
function widthOf(label: string): number {
  let width = 0
  for (const character of label) width += /[\u1100-\uffef]|\p{Extended_Pictographic}/u.test(character) ? 2 : 1
  return width
}

/** Most characters of a line in the command menu (Bot API, BotCommand.description: 1-256). */
const DESCRIPTION_LIMIT = 256

/** The command menu in one language, as setMyCommands takes it. */
export function menuOf(
  commands: readonly { readonly name: string; readonly about: Text }[],
  language: keyof Text,
): readonly { command: string; description: string }[] {
  return commands.map(({ name, about }) => ({
    command: name,
    description: shorten(about[language], DESCRIPTION_LIMIT),
  }))
}
