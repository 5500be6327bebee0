/** Something to do, until somebody has done it. */
import type { KnownBlock } from '@slack/web-api'
import type { TaskCard } from '../../../desk/task-cards.ts'
import { contextLine, factsSection, plainSection, withinBudget } from '../blocks.ts'
import { actions, channelOf, deskButton, fact, headline, more, priorityText, summary } from './card-parts.ts'
import { word } from './house-words.ts'
import { type Drawn, dayAndTime, type Look, timeBeside } from './look.ts'
import { say } from './words.ts'

export function drawTask(card: TaskCard, look: Look): Drawn {
  const { language } = look
  const kind = word(language, 'task', card.kind)
  const said = plainSection(card.text)
  const blocks: KnownBlock[] = [
    headline([`📝 ${kind}`, card.case]),
    said,
    ...factsSection([
      ...fact(look, 'about', card.customer),
      ...fact(look, 'phone', card.phone),
      ...fact(look, 'priority', priorityText(card.priority, look)),
    ]),
    contextLine(standing(card, look)),
    ...ending(card, look),
  ]
  return {
    text: summary([kind, card.customer, card.case, doneText(card, look)]),
    blocks: withinBudget(blocks, [[said]]),
  }
}

function standing({ at, conversation }: TaskCard, look: Look): string {
  const { language } = look
  const channel = channelOf(conversation, look)
  return [
    say(language, 'since', { time: dayAndTime(at, look) }),
    ...(channel === undefined ? [] : [say(language, 'via', { channel })]),
  ].join(' · ')
}

function ending(card: TaskCard, look: Look): KnownBlock[] {
  const done = doneText(card, look)
  if (done !== null) return [plainSection(done)]
  const subject = { kind: 'task', id: card.id } as const
  const button = { do: 'task-done', subject, conversation: card.conversation } as const
  return [
    actions([deskButton(look, 'taskDone', button, { style: 'primary' }), more(look, subject, card.case !== null)]),
  ]
}

function doneText({ done, at }: TaskCard, look: Look): string | null {
  if (done === null) return null
  const time = timeBeside(done.at, at, look)
  return done.by === '' ? say(look.language, 'done', { time }) : say(look.language, 'doneBy', { name: done.by, time })
}
