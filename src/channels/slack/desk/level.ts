/** Nobody claimed it in time: the managers are called. */
import { escapeText, markup } from '../blocks.ts'
import { CIRCLE, type Priority } from './card-parts.ts'
import type { Drawn, Look } from './look.ts'
import { say } from './words.ts'

/** Without a group of managers nobody is mentioned. */
export function drawLevel(
  level: number,
  priority: Priority,
  { managerGroup }: { readonly managerGroup?: string },
  { language }: Look,
): Drawn {
  const key = priority === 'SAFETY' ? 'levelSafety' : level > 2 ? 'levelThree' : 'levelTwo'
  const words = escapeText(say(language, key, { circle: CIRCLE[priority] }))
  // Anything that is not the id of a group would be shown as it stands.
  const mention = /^S[A-Z0-9]+$/.test(managerGroup ?? '') ? `<!subteam^${managerGroup}> ` : ''
  const text = `${mention}${words}`
  return { text, blocks: [{ type: 'section', text: markup(text) }] }
}
