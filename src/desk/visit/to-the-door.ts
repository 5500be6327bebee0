/** Orders up to the door, by move. */
import type { VisitMove } from '../command.ts'
import { assign } from './dispatch.ts'
import { AT_THE_DOOR } from './door.ts'
import { late } from './lateness.ts'
import type { Prepare } from './prepare.ts'
import { propose, withdrawProposal } from './propose.ts'
import { sos } from './sos.ts'

const MINUTE_MS = 60_000

/** R-118; the customer hears of minutes only when the technician has said some. */
const onTheWay: Prepare = async ({ details: { minutes, checklist } }, { now, service }) => {
  const ticked = Array.isArray(checklist) ? checklist.map(String) : []
  const etaAt = typeof minutes === 'number' ? now + minutes * MINUTE_MS : null
  return {
    details: { checklist: ticked, checklistNeeded: service.policy.dispatch.checklist, etaAt },
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
