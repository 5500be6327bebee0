/** Staff ask for another time; the old one stands until the customer agrees. */
import { findOutlet } from '../../service/outlets.ts'
import { DELAY_REASONS, isOneOf } from '../../service/visit-reasons.ts'
import { transitionOf } from '../../service/visit-transitions.ts'
import { windowLabel } from '../../service/windows.ts'
import { holdProposal, releaseProposal } from '../../store/proposals.ts'
import { freeWindowsFor } from '../free-windows.ts'
import type { Prepare } from './prepare.ts'
import { reasonTold } from './told.ts'

/** A window of the card may be any of the next so many. */
const PROPOSABLE = 200

export const propose: Prepare = async ({ visit, case: theCase, details }, { tx, now, service }) => {
  if (!transitionOf(visit.state, 'propose', 'staff')) return { details: {} }
  const windows = await freeWindowsFor(tx, service, visit, theCase.appliance, PROPOSABLE)
  const window = windows.find(({ value }) => value === details.window)
  const held = window && (await holdProposal(tx, visit, window, now + service.policy.proposal.answer))
  if (!held) return { refused: { ok: false, why: 'window-taken' } }
  const { startsAt, endsAt, technicianId } = held
  const reason = isOneOf(DELAY_REASONS, details.reason) ? details.reason : null
  return {
    details: { proposal: { startsAt, endsAt, technicianId, reason } },
    after: async () => ({
      values: {
        proposal: `${visit.id}/${startsAt}`,
        proposed: windowLabel(held, findOutlet(service.outlets, visit.outletId).zone),
        ...reasonTold(reason),
      },
    }),
  }
}

export const withdrawProposal: Prepare = async ({ visit }, { tx }) => ({
  details: {},
  after: async () => {
    await releaseProposal(tx, visit.id)
    return undefined
  },
})
