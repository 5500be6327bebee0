/** Guards and changes of the moves on site: consent to the charge, parts, workshop, completion, acceptance. */
import { missingFindings, missingInForm } from './completion.ts'
import type { MoveDetails, Refusal } from './move-visit.ts'
import type { Visit } from './visit.ts'
import type { Move } from './visit-transitions.ts'

/** Why such a move is refused; undefined when it is not, or is none of these. */
export function guardOnSite(move: Move, details: MoveDetails): Refusal | undefined {
  switch (move) {
    case 'begin':
    case 'resume':
      return details.hindrance && { why: details.hindrance }
    case 'part':
      return details.partAt === undefined ? { why: 'date-missing' } : undefined
    case 'block':
      return details.block ? undefined : { why: 'date-missing' }
    case 'complete': {
      const missing = [...missingInForm(details.form ?? {}), ...(details.missing ?? [])]
      return missing.length === 0 ? guardOldParts(details) : { why: 'form-incomplete', missing }
    }
    case 'add-finding': {
      const missing = missingFindings(details.form ?? {})
      return missing.length === 0 ? undefined : { why: 'form-incomplete', missing }
    }
    case 'accept':
      return details.acceptance ? undefined : { why: 'reason-missing' }
    default:
      return undefined
  }
}

/** said once; the work may be completed in spite of it, and then the part is listed. */
function guardOldParts({ untagged = [], despite = [] }: MoveDetails): Refusal | undefined {
  if (untagged.length === 0 || despite.includes('old-part-untagged')) return undefined
  return { why: 'warning', warnings: ['old-part-untagged'], untagged }
}

/** What changes with such a move besides the state; undefined when it is none of these. */
export function changeOnSite(visit: Visit, move: Move, now: number, details: MoveDetails): Partial<Visit> | undefined {
  switch (move) {
    case 'begin':
    case 'approve-quote':
      return { workingAt: visit.workingAt ?? now, block: null }
    case 'block':
      return { block: details.block ?? null }
    case 'resume':
      return { block: null, workingAt: visit.workingAt ?? now }
    case 'complete':
      return { completedAt: now, completion: details.form ?? null, block: null, sequence: visit.sequence + 1 }
    case 'add-finding':
      // Owed anew: what went out before was not whole.
      return { completion: { ...details.form, reportSentAt: null } }
    case 'accept':
      return { acceptance: details.acceptance ?? null }
    case 'leave-site':
      return { leftAt: now }
    default:
      return undefined
  }
}
