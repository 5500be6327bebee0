/** The published tariff: what a line of a quote costs whom. Pure. */
import type { Text } from '../flow/flow.ts'
import type { Policy } from './policy.ts'
import type { Products } from './products.ts'
import type { WarrantyStatus } from './warranty.ts'

/** `labour` covers the way to the customer too; a `small-part` is one of `parts` that says so. */
export type TariffKind = 'labour' | 'material' | 'service' | 'part' | 'small-part'
export type TariffClass = Products['tariff'][number]['class']

export type TariffItem = {
  readonly code: string
  readonly name: Text
  /** Yuan. */
  readonly price: number
  readonly class: TariffClass
  readonly kind: TariffKind
}

export type PriceFacts = {
  readonly products: Products
  readonly warranty: WarrantyStatus
  /** Of the case's profile (K-15): `material`: after warranty only material is charged, small parts are free. */
  readonly postWarranty: 'tariff' | 'material'
  /** A person says that this damage is not covered, whatever the warranty. */
  readonly excluded?: boolean
}

/** Yuan. */
export type PricedLine = TariffItem & { readonly qty: number; readonly total: number }

/** A line of the tariff, or a part of the parts list, by its code. */
export function tariffItem({ tariff, parts }: Products, code: string): TariffItem | undefined {
  const line = tariff.find(item => item.code === code)
  if (line) return line
  const part = parts.find(item => item.code === code)
  return part && { ...part, class: 'out-of-warranty', kind: part.small ? 'small-part' : 'part' }
}

/**
 * What a line costs this customer; undefined when neither tariff nor parts list have it: then a manager must approve it
 * . Covered work is free. A warranty that is to be verified is no reason to charge, and none to promise: the line
 * shows what applies if the warranty has ended.
 */
export function priceLine(
  { code, qty = 1 }: { readonly code: string; readonly qty?: number },
  facts: PriceFacts,
): PricedLine | undefined {
  const item = tariffItem(facts.products, code)
  if (!item) return undefined
  const price = isFree(item, facts) ? 0 : item.price
  return { ...item, price, qty, total: price * qty }
}

function isFree({ kind, class: group }: TariffItem, { warranty, postWarranty, excluded }: PriceFacts): boolean {
  if (group !== 'out-of-warranty') return false
  if (warranty === 'ACTIVE' && excluded !== true) return true
  return postWarranty === 'material' && (kind === 'labour' || kind === 'small-part')
}

/** How charges go after warranty under a profile; a profile nobody knows is charged by the tariff. */
export function postWarrantyOf({ profiles }: Policy, profile: string): 'tariff' | 'material' {
  return profiles[profile]?.postWarranty ?? 'tariff'
}

/** What a visit costs a customer at least: the call-out fee of the tariff, in yuan; undefined when it has none. */
export function callOutFee(facts: PriceFacts): number | undefined {
  return priceLine({ code: CALL_OUT }, facts)?.price
}

/** The line of the tariff that every visit after warranty has. */
export const CALL_OUT = 'call-out'

/** The published tariff as these customers are charged, a line for each. */
export function tariffText(facts: PriceFacts): Text {
  const lines = facts.products.tariff.flatMap(({ code }) => priceLine({ code }, facts) ?? [])
  return {
    en: lines.map(({ name, price }) => `${name.en}: ¥${price}`).join('\n'),
    zh: lines.map(({ name, price }) => `${name.zh}：¥${price}`).join('\n'),
  }
}
