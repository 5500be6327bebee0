/** What is promised for a case from its beginning: the profile of its appliance or of the customer's contract (K-04). */
import type { ServiceCase } from '../../service/case.ts'
import { distanceTo, outletFor } from '../../service/outlets.ts'
import { arrivalDue, HOUSEHOLD, profileOf } from '../../service/profiles.ts'
import { assetOfCase } from '../../store/assets.ts'
import { saveCase } from '../../store/cases.ts'
import type { ActionContext } from '../action.ts'
import { told } from './known.ts'

/**
 * The case with its profile, and with the instant until which somebody is to be there where the profile promises one and
 * nobody has stated it yet. It counts from the opening; a distance that nobody knows promises nothing. A case that
 * has a profile of its own already keeps it.
 */
export async function keepProfile(context: ActionContext, before: ServiceCase): Promise<ServiceCase> {
  const { tx, now, service } = context
  if (before.profile !== HOUSEHOLD) return before
  const asset = await assetOfCase(tx, before, 'customer')
  const profile = profileOf(service, before.appliance, asset?.profile)
  const promise = service.policy.profiles[profile]
  if (profile === HOUSEHOLD || !promise) return before
  const address = told(context, 'address')
  const outlet = outletFor(service.outlets, address, before.appliance ?? undefined)
  const km = before.distanceKm ?? distanceTo(outlet, address) ?? null
  const arrivalDueAt = before.arrivalDueAt ?? arrivalDue(promise, outlet, km, before.openedAt) ?? null
  const after = { ...before, profile, distanceKm: km, arrivalDueAt, updatedAt: now }
  await saveCase(tx, before, after, 'bot', { profile })
  return after
}
