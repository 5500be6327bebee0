/** All actions, by the name that stands in the YAML (docs/actions.md). */
import type { Actions } from '../action.ts'
import { ADDRESS_ACTIONS } from './address-actions.ts'
import { APPLIANCE_ACTIONS } from './appliance-actions.ts'
import { ASSET_ACTIONS } from './asset-actions.ts'
import { BOOKING_ACTIONS } from './booking-actions.ts'
import { CASE_ACTIONS } from './case-actions.ts'
import { CASE_END_ACTIONS } from './case-end-actions.ts'
import { COMPLETION_ACTIONS } from './completion-actions.ts'
import { CONSENT_ACTIONS } from './consent-actions.ts'
import { DOOR_ACTIONS } from './door-actions.ts'
import { JOIN_ACTIONS } from './join-actions.ts'
import { MACHINE_ACTIONS } from './machine-actions.ts'
import { QUOTE_ACTIONS } from './quote-actions.ts'
import { RATING_ACTIONS } from './rating-actions.ts'
import { REBOOK_ACTIONS } from './rebook.ts'
import { STAFF_ACTIONS } from './staff-actions.ts'
import { TECHNICIAN_ACTIONS } from './technician-actions.ts'
import { VISIT_ACTIONS } from './visit-actions.ts'
import { WARRANTY_ACTIONS } from './warranty-actions.ts'
import { WORKSHOP_ACTIONS } from './workshop-actions.ts'

export const ACTIONS: Actions = {
  ...CASE_ACTIONS,
  ...CASE_END_ACTIONS,
  ...BOOKING_ACTIONS,
  ...VISIT_ACTIONS,
  ...REBOOK_ACTIONS,
  ...CONSENT_ACTIONS,
  ...QUOTE_ACTIONS,
  ...WORKSHOP_ACTIONS,
  ...COMPLETION_ACTIONS,
  ...RATING_ACTIONS,
  ...STAFF_ACTIONS,
  ...TECHNICIAN_ACTIONS,
  ...APPLIANCE_ACTIONS,
  ...WARRANTY_ACTIONS,
  ...ASSET_ACTIONS,
  ...JOIN_ACTIONS,
  ...DOOR_ACTIONS,
  ...ADDRESS_ACTIONS,
  ...MACHINE_ACTIONS,
}
