/** What an agent sends to the customer, and what became of it. */
import type { KnownBlock } from '@slack/web-api'
import type { RelayCard } from '../../../desk/board.ts'
import { contextLine, escapeText, LIMITS, plainSection, shorten, splitText, withinBudget } from '../blocks.ts'
import type { DeskButton } from './button.ts'
import { actions, deskButton, isTold } from './card-parts.ts'
import { type Drawn, type Look, time, timeToTheSecond } from './look.ts'
import { filesInWords } from './said.ts'
import { say } from './words.ts'

/** One that was written in a post has the state alone; one from a form has its words, too. */
export function drawRelay(relay: RelayCard, look: Look): Drawn {
  const state = stateText(relay, look)
  const words = relay.post === null ? wordsOf(relay, look) : []
  const shown = words.map(plainSection)
  const by = relay.post === null ? [contextLine(say(look.language, 'toCustomer', { name: relay.staff }))] : []
  const blocks: KnownBlock[] = [...by, ...shown, contextLine(state), ...buttons(relay, look)]
  return {
    text: escapeText(shorten([...words, state].join('\n'), NOTIFIED)),
    blocks: withinBudget(blocks, shown.map(block => [block]).toReversed()),
  }
}

/** Characters of a text in a notification: the blocks have the whole. */
const NOTIFIED = 500

function wordsOf({ text, files, location }: RelayCard, look: Look): readonly string[] {
  return [
    ...(isTold(text) ? splitText(text, LIMITS.section) : []),
    ...(files.length > 0 ? [`📎 ${filesInWords(files, look)}`] : []),
    ...(location === null ? [] : [`📍 ${say(look.language, 'location', location)}`]),
  ]
}

function stateText({ state, until, deliveredAt, edited, error }: RelayCard, look: Look): string {
  const { language } = look
  switch (state) {
    case 'waiting':
      return until === null
        ? say(language, 'relaySoon')
        : say(language, 'relayWaiting', { time: timeToTheSecond(until, look) })
    case 'sending':
      return say(language, 'relaySending')
    case 'delivered':
      if (deliveredAt === null) return say(language, 'relayDeliveredNow')
      return say(language, edited ? 'relayEdited' : 'relayDelivered', { time: time(deliveredAt, look) })
    case 'blocked':
      return say(language, 'relayBlocked')
    case 'failed':
      return isTold(error)
        ? say(language, 'relayFailedWhy', { why: shorten(error, ERROR) })
        : say(language, 'relayFailed')
    case 'undone':
      return say(language, 'relayUndone')
    case 'deleted':
      return say(language, 'relayDeleted')
  }
}

/** Characters of what a platform says of a failure. */
const ERROR = 200

function buttons({ id, escalation, conversation, state }: RelayCard, look: Look): KnownBlock[] {
  const button = (what: 'undo' | 'retry'): DeskButton => ({
    do: what,
    subject: { kind: 'escalation', id: escalation },
    conversation,
    relay: id,
  })
  if (state === 'waiting') return [actions([deskButton(look, 'undo', button('undo'))])]
  if (state === 'failed') return [actions([deskButton(look, 'retry', button('retry'), { style: 'primary' })])]
  return []
}
