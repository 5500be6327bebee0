/** How long somebody is covered: the appliance, its parts with clocks of their own, and what the bill is. Pure. */
import { DateTime } from 'luxon'
import type { BillingClass, ServiceCase } from './case.ts'
import { DAY_MS, dateOf, dayOf } from './local-time.ts'
import type { Policy } from './policy.ts'
import type { Products } from './products.ts'

/** UNVERIFIED is "to be verified", never "no warranty" (K-14, R-055). */
export type WarrantyStatus = 'ACTIVE' | 'EXPIRED' | 'UNVERIFIED'

/** `end`: the last day that is covered, `YYYY-MM-DD`; absent while nobody can say. */
export type Warranty = { readonly status: WarrantyStatus; readonly end?: string }

/** An appliance of a customer; days as exact as they are known: `2025-03-01`, `2025-03`, `2025`. */
export type Asset = {
  readonly id: number
  readonly customerId: number | null
  readonly appliance: string
  readonly modelNo: string | null
  readonly serialNo: string | null
  readonly purchasedOn: string | null
  readonly proven: boolean
  /** `YYYY-MM-DD`, of a contract or after an extension: it comes before the table (K-14). */
  readonly warrantyEnd: string | null
  readonly profile: string | null
  readonly overhaulOfferedAt: number | null
}

/** A part that was put in, and until when it is covered, `YYYY-MM-DD`. */
export type Replaced = { readonly part: string; readonly warrantyEnd: string | null }

export type WarrantyFacts = {
  readonly appliance: string | null
  /** A part of `warranty` in catalogue.yaml; the whole appliance where it is not given. */
  readonly part?: string | undefined
  readonly purchasedOn: string | null
  /** Somebody of ours has seen the card or the receipt, or delivered it. */
  readonly proven: boolean
  readonly warrantyEnd?: string | null
  readonly replaced?: readonly Replaced[]
}

/**
 * EXPIRED only when even the latest day that was told is over, for nobody says so of themselves without need; ACTIVE only
 * when even the earliest is covered and the purchase is proven. A contract's day counts as it stands (K-14), and a
 * part that was put in as long as its own term runs.
 */
export function warrantyOf(facts: WarrantyFacts, products: Products, now: number, zone: string): Warranty {
  const today = dateOf(dayOf(now, zone))
  const renewed = (facts.replaced ?? [])
    .filter(({ part }) => part === facts.part)
    .map(({ warrantyEnd }) => warrantyEnd ?? '')
    .toSorted()
    .at(-1)
  if (renewed && renewed >= today) return { status: 'ACTIVE', end: renewed }
  if (facts.warrantyEnd) {
    return { status: facts.warrantyEnd >= today ? 'ACTIVE' : 'EXPIRED', end: facts.warrantyEnd }
  }
  const span = facts.purchasedOn === null ? undefined : spanOf(facts.purchasedOn)
  const years = yearsOf(products, facts.appliance, facts.part)
  if (!span || years === undefined) return { status: 'UNVERIFIED' }
  const [earliest, latest] = [plusYears(span.first, years), plusYears(span.last, years)]
  const known = earliest === latest || latest < today ? { end: latest } : {}
  if (latest < today) return { status: 'EXPIRED', ...known }
  return { status: facts.proven && earliest >= today ? 'ACTIVE' : 'UNVERIFIED', ...known }
}

/** The warranty of what a case is about: proof on the case comes before the customer's word, an asset's contract before both. */
export function warrantyOfFacts(
  theCase: Pick<ServiceCase, 'appliance' | 'purchasedOn' | 'warrantyProof'>,
  asset: Asset | undefined,
  replaced: readonly Replaced[],
  part?: string,
): WarrantyFacts {
  const proof = theCase.warrantyProof?.purchasedOn ?? (asset?.proven ? asset.purchasedOn : null)
  return {
    appliance: asset?.appliance ?? theCase.appliance,
    part,
    purchasedOn: proof ?? theCase.purchasedOn ?? asset?.purchasedOn ?? null,
    proven: proof !== null,
    warrantyEnd: asset?.warrantyEnd ?? null,
    replaced,
  }
}

/**
 * Until when a part that was put in is covered, `YYYY-MM-DD`: its own term from that day on, as the table has it, else
 * `warranty.partTerm`. The end of the whole appliance stays what it was.
 */
export function partWarrantyEnd(
  appliance: string | null,
  part: string,
  replacedAt: number,
  products: Products,
  policy: Policy,
  zone: string,
): string {
  const day = dayOf(replacedAt, zone)
  const years = appliance === null ? undefined : products.warranty[appliance]?.[part]
  return years === undefined ? dateOf(day + policy.warranty.partTerm / DAY_MS) : plusYears(dateOf(day), years)
}

/** A billing class that a person has not chosen follows from the warranty; undefined while it is to be verified. */
export function billingClassFor(warranty: WarrantyStatus, profile: string): BillingClass | undefined {
  if (profile === 'contract-critical') return 'CONTRACT'
  if (warranty === 'UNVERIFIED') return undefined
  return warranty === 'ACTIVE' ? 'FREE' : 'PAID'
}

/** Class C, free under warranty, of a warranty that is over. */
export function isBillingConflict(billingClass: BillingClass | null, warranty: WarrantyStatus): boolean {
  return billingClass === 'FREE' && warranty === 'EXPIRED'
}

/** `set` is everything that is not named (K-14). */
function yearsOf({ warranty }: Products, appliance: string | null, part = 'set'): number | undefined {
  const table = appliance === null ? undefined : warranty[appliance]
  return table?.[part] ?? table?.set
}

/** The first and last day that `2025`, `2025-03` or `2025-03-01` can mean; undefined for anything else. */
function spanOf(told: string): { readonly first: string; readonly last: string } | undefined {
  if (!/^\d{4}(-\d\d(-\d\d)?)?$/.test(told)) return undefined
  const unit = told.length === 4 ? 'year' : told.length === 7 ? 'month' : 'day'
  const first = DateTime.fromISO(told, { zone: 'utc' })
  if (!first.isValid) return undefined
  return { first: first.toISODate(), last: first.endOf(unit).toISODate() }
}

/** Half years are six months; of 29 February the 28th. */
function plusYears(date: string, years: number): string {
  return DateTime.fromISO(date, { zone: 'utc' })
    .plus({ months: Math.round(years * 12) })
    .toFormat('yyyy-MM-dd')
}
