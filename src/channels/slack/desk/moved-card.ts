/** What is left of a card whose subject has gone to another outlet: where it went, and nothing to press. */
import { escapeText, markup } from '../blocks.ts'
import { type Drawn, inLanguage, type Look } from './look.ts'
import type { Room } from './rooms.ts'
import { say } from './words.ts'

/** `number`: of the case, if there is one. Slack shows the channel's name to those who may know it. */
export function drawMoved(number: string | null, room: Room, look: Look): Drawn {
  const said = say(look.language, 'movedTo', { outlet: inLanguage(room.outlet, look) })
  const text = escapeText([number, said].filter(part => part !== null).join(' · '))
  return {
    text,
    blocks: [{ type: 'context', elements: [markup(`${text} <#${room.channel}>`)] }],
  }
}
