/** Something to do, until somebody has done it. */
import type { KnownBlock } from '@slack/web-api'
import type { TaskCard } from '../../../desk/task-cards.ts'
import { contextLine, factsSection, plainSection, withinBudget } from '../blocks.ts'
import { actions, channelOf, deskButton, fact, headline, isTold, more, priorityText, summary } from './card-parts.ts'
import { type Drawn, dayAndTime, inLanguage, type Look, timeBeside } from './look.ts'
import { say } from './words.ts'

export function drawTask(card: TaskCard, look: Look): Drawn {
  const kind = inLanguage(card.title, look)
  const about = card.about.map(line => inLanguage(line, look)).join('\n')
  const lines = about === '' ? [] : [plainSection(about)]
  const said = isTold(card.text) ? [plainSection(card.text)] : []
  const blocks: KnownBlock[] = [
    headline([`📝 ${kind}`, card.case]),
    ...lines,
    ...said,
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
    blocks: withinBudget(blocks, [said, lines]),
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
  const button = { subject, conversation: card.conversation } as const
  const buttons = card.decides
    ? [
        deskButton(look, 'approve', { ...button, do: 'task-approve' }, { style: 'primary' }),
        deskButton(look, 'refuse', { ...button, do: 'task-refuse' }),
      ]
    : [deskButton(look, 'taskDone', { ...button, do: 'task-done' }, { style: 'primary' })]
  return [actions([...buttons, more(look, subject, card.case !== null)])]
}

function doneText({ done, at, decision }: TaskCard, look: Look): string | null {
  if (done === null) return null
  const time = timeBeside(done.at, at, look)
  if (decision !== null && done.by !== '') return say(look.language, decision, { name: done.by, time })
  return done.by === '' ? say(look.language, 'done', { time }) : say(look.language, 'doneBy', { name: done.by, time })
}
