/** The managers are called: nobody claimed it in time, or a technician needs help. */
import { escapeText, markup } from '../blocks.ts'
import { CIRCLE, type Priority } from './card-parts.ts'
import type { Drawn, Look } from './look.ts'
import { say } from './words.ts'

type Managers = { readonly managerGroup?: string }

export function drawLevel(level: number, priority: Priority, managers: Managers, { language }: Look): Drawn {
  const key = priority === 'SAFETY' ? 'levelSafety' : level > 2 ? 'levelThree' : 'levelTwo'
  return called(say(language, key, { circle: CIRCLE[priority] }), managers)
}

export function drawDanger(managers: Managers, { language }: Look): Drawn {
  return called(say(language, 'danger'), managers)
}

/** Without a group of managers nobody is mentioned. */
function called(said: string, { managerGroup }: Managers): Drawn {
  // Anything that is not the id of a group would be shown as it stands.
  const mention = /^S[A-Z0-9]+$/.test(managerGroup ?? '') ? `<!subteam^${managerGroup}> ` : ''
  const text = `${mention}${escapeText(said)}`
  return { text, blocks: [{ type: 'section', text: markup(text) }] }
}
