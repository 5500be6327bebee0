/** The warranty of a visit's case, from the columns that its card is read with. */
import type { WarrantyProof } from '../service/case.ts'
import type { Service } from '../service/service.ts'
import { type Warranty, warrantyOf } from '../service/warranty.ts'
import { json, type Row } from '../store/sql.ts'

/** Of the whole appliance: what somebody of ours has seen comes before the customer's word. */
export function warrantyIn(row: Row, appliance: string | null, { products, policy }: Service, now: number): Warranty {
  const isProven = Boolean(row.proven)
  const proof = row.warranty_proof ? json<WarrantyProof>(row.warranty_proof).purchasedOn : null
  const seen = proof ?? (isProven ? (row.asset_purchase as string | null) : null)
  const facts = {
    appliance: (row.asset_appliance ?? appliance) as string | null,
    purchasedOn: seen ?? ((row.told_purchase ?? row.asset_purchase ?? null) as string | null),
    proven: seen !== null,
    warrantyEnd: (row.warranty_end ?? null) as string | null,
  }
  return warrantyOf(facts, products, now, policy.region.zone)
}
