/**
 * The reasons that staff may record, by code. What customers read of them stands in the flows; a reason nobody recorded
 * is never told (R-044, K-09).
 */

/** Why somebody comes late, or asks for another time. `other` is told to nobody. */
export const DELAY_REASONS = [
  'previous-visit',
  'traffic',
  'vehicle',
  'part-fetched',
  'staff-ill',
  'weather',
  'other',
] as const
export type DelayReason = (typeof DELAY_REASONS)[number]

/** Why a technician who is there cannot work now; each leads to another time, without a fee. */
export const POSTPONE_REASONS = ['power-cut', 'appliance-elsewhere', 'owner-leaving', 'meal'] as const
export type PostponeReason = (typeof POSTPONE_REASONS)[number]

/** Why work stands still for a while. */
export const BLOCK_REASONS = ['unknown-fault', 'power-cut', 'meal', 'other'] as const
export type BlockReason = (typeof BLOCK_REASONS)[number]

/** Why an appliance is better repaired in the workshop; the true one is told (R-060, K-21). */
export const WORKSHOP_REASONS = ['special-tools', 'long-test', 'sealed-system', 'needs-dismantling'] as const
export type WorkshopReason = (typeof WORKSHOP_REASONS)[number]

export function isOneOf<T extends string>(codes: readonly T[], value: unknown): value is T {
  return codes.some(code => code === value)
}
