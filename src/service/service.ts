/** Everything the after-sales rules need to know, read once from the content files. */
import type { Calendar } from './calendar.ts'
import { type Outlets, readOutlets } from './outlets-file.ts'
import { type ParseDuration, type Policy, readPolicy, type ServiceProblem } from './policy.ts'
import { type Products, readProducts } from './products.ts'
import { profileProblems } from './profiles.ts'

export type Service = {
  readonly policy: Policy
  readonly products: Products
  /** As they are now: an import replaces them while the house runs. */
  readonly outlets: Outlets
  /** When people are there to answer. */
  readonly staffed: Calendar
}

/** The three files as YAML gives them. */
export type ServiceSources = { readonly policy: unknown; readonly catalogue: unknown; readonly outlets: unknown }

/** The service, or everything that is wrong with the files at once. */
export function createService(
  sources: ServiceSources,
  parseDuration: ParseDuration,
): { readonly service?: Service; readonly problems: readonly ServiceProblem[] } {
  const { policy, problems: policyProblems } = readPolicy(sources.policy, parseDuration)
  const { products, problems: productProblems } = readProducts(sources.catalogue)
  const appliances = products?.appliances.map(({ value }) => value)
  const { outlets, problems: outletProblems } = readOutlets(sources.outlets, { appliances, parseDuration })
  const profiles = policy && products ? profileProblems(policy, products) : []
  const problems = [...policyProblems, ...productProblems, ...profiles, ...outletProblems]
  if (!policy || !products || !outlets || problems.length > 0) return { problems }
  const { zone } = policy.region
  return {
    service: {
      policy,
      products,
      outlets,
      staffed: { zone, hours: policy.staff.hours, holidays: policy.staff.holidays },
    },
    problems,
  }
}
