import type { Understanding } from '../flow/event.ts'

/** Scores from which the best flow is started, and from which the nearest ones are offered. */
export type Cutoffs = { readonly act: number; readonly ask: number }

/** What to do about the best score: start it, offer the nearest, or say that nobody knows. */
export function zoneOf(best: number, cutoffs: Cutoffs): Understanding['zone'] {
  if (best >= cutoffs.act) return 'act'
  return best >= cutoffs.ask ? 'ask' : 'none'
}
