/** The inspection that is offered before a warranty ends, and what it adds to it. Pure. */
import type { Values } from '../flow/flow.ts'
import { DAY_MS, dateOf, dayOfDate, instantFrom, MINUTES_A_DAY } from './local-time.ts'
import type { Policy } from './policy.ts'
import type { Products } from './products.ts'
import { type Asset, warrantyOf } from './warranty.ts'

/** Flow that makes the offer. */
const OFFER = 'maintenance-offer'

export type OverhaulTimer = {
  readonly key: string
  readonly at: number
  readonly flow: string
  readonly values: Values
}

/**
 * When to offer it: `warranty.overhaul` before the last day, when the quiet hours have ended; at once where that has passed
 * but the warranty has not. Undefined when it was offered, nobody knows the last day, or the warranty is over.
 */
export function overhaulTimer(
  asset: Asset,
  { policy, products }: { readonly policy: Policy; readonly products: Products },
  now: number,
): OverhaulTimer | undefined {
  const { zone } = policy.region
  const { status, end } = warrantyOf(asset, products, now, zone)
  const lastDay = end === undefined ? undefined : dayOfDate(end)
  if (lastDay === undefined || status !== 'ACTIVE' || asset.overhaulOfferedAt !== null) return undefined
  const day = lastDay - policy.warranty.overhaul / DAY_MS
  const due = instantFrom(day, policy.notify.quietHours.to % MINUTES_A_DAY, zone)
  return { key: `overhaul:${asset.id}`, at: Math.max(due, now), flow: OFFER, values: { asset: { id: asset.id } } }
}

/** The last day of a warranty after an inspection that was not passed: `warranty.extension` later. */
export function extendedEnd(end: string, { warranty }: Pick<Policy, 'warranty'>): string {
  return dateOf((dayOfDate(end) ?? 0) + warranty.extension / DAY_MS)
}
