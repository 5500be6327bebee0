/** Orders up to the door, by move. */
import type { VisitMove } from '../command.ts'
import { askForDistance, assign, isBeyondReach } from './dispatch.ts'
import { AT_THE_DOOR } from './door.ts'
import { late } from './lateness.ts'
import type { Prepare } from './prepare.ts'
import { propose, withdrawProposal } from './propose.ts'
import { sos } from './sos.ts'

const MINUTE_MS = 60_000

/** R-118; the customer hears of minutes only when the technician has said some. */
const onTheWay: Prepare = async ({ visit, case: theCase, details: { minutes, checklist } }, context) => {
  const { now, service } = context
  const isOutOfArea = isBeyondReach(visit, theCase, context)
  // a place that was put right after somebody was assigned.
  if (visit.technicianId !== null && isOutOfArea && visit.outOfAreaBy === null)
    await askForDistance(visit, theCase, context)
  const ticked = Array.isArray(checklist) ? checklist.map(String) : []
  const etaAt = typeof minutes === 'number' ? now + minutes * MINUTE_MS : null
  return {
    details: { checklist: ticked, checklistNeeded: service.policy.dispatch.checklist, etaAt, isOutOfArea },
    after: async () => (typeof minutes === 'number' ? { values: { minutes } } : undefined),
  }
}

export const TO_THE_DOOR: Partial<Record<VisitMove, Prepare>> = {
  assign,
  propose,
  'withdraw-proposal': withdrawProposal,
  'on-the-way': onTheWay,
  late,
  sos,
  ...AT_THE_DOOR,
}
