/** What is promised for which appliance: by appointment, within a time, or by distance (K-04). */
import type { Outlet } from './outlets-file.ts'
import type { Policy, ServiceProblem } from './policy.ts'
import { findAppliance, type Products } from './products.ts'

export type Profile = Policy['profiles'][string]

/** Of an appliance that names none. */
export const HOUSEHOLD = 'household'

/**
 * The name of the profile that holds: that of the customer's contract, else the appliance's own, else `household`. A
 * contract that names a profile the policy does not know (any more) is passed over.
 */
export function profileOf(
  { policy, products }: { readonly policy: Pick<Policy, 'profiles'>; readonly products: Products },
  appliance: string | null | undefined,
  contract?: string | null,
): string {
  if (contract && contract in policy.profiles) return contract
  return (appliance && findAppliance(products, appliance)?.profile) || HOUSEHOLD
}

/**
 * the instant until which somebody is promised to be there. Undefined where the profile goes by appointment, and
 * where the distance is unknown or beyond the last tier: then a person states the time, and nobody promises one.
 */
export function arrivalDue(
  profile: Profile,
  outlet: Pick<Outlet, 'tiers'>,
  km: number | null | undefined,
  now: number,
): number | undefined {
  switch (profile.arrival) {
    case 'appointment':
      return undefined
    case 'within':
      return now + profile.within
    case 'distance': {
      if (typeof km !== 'number') return undefined
      const tier = (outlet.tiers ?? profile.tiers).find(({ upToKm }) => km <= upToKm)
      return tier && now + tier.within
    }
  }
}

/** Appliances whose profile the policy does not have; `household` must be there for all that name none. */
export function profileProblems(policy: Pick<Policy, 'profiles'>, { appliances }: Products): readonly ServiceProblem[] {
  const known = Object.keys(policy.profiles)
  const unknown = appliances.flatMap(({ value, profile = HOUSEHOLD }, index) =>
    known.includes(profile) ? [] : [{ value, profile, index }],
  )
  return unknown.map(({ value, profile, index }) => ({
    path: `catalogue.yaml: appliances.${index}.profile`,
    what: `There is no profile "${profile}" in policy.yaml, and the ${value} needs it`,
    mend: `Use one of ${known.join(', ')}, or add it to "profiles" of policy.yaml.`,
  }))
}
