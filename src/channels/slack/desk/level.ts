/** Nobody claimed it in time: the managers are called. */
import type { EscalationCard } from '../../../desk/escalation-cards.ts'
import type { Drawn, Look } from './look.ts'

/** Without a group of managers nobody is mentioned. */
export function drawLevel(
  _level: number,
  _priority: EscalationCard['priority'],
  _settings: { readonly managerGroup?: string },
  _look: Look,
): Drawn {
  throw new Error('not drawn yet')
}
