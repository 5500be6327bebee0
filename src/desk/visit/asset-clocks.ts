/** When the warranty of an appliance begins, becomes known or grows, by the orders of the staff. */
import type { ServiceCase, WarrantyProof } from '../../service/case.ts'
import { dateOf, dayOf } from '../../service/local-time.ts'
import { extendedEnd, overhaulTimer } from '../../service/overhaul.ts'
import type { Asset } from '../../service/warranty.ts'
import { assetOfCase, keepInstallation, keepPurchase, saveAsset } from '../../store/assets.ts'
import { recordChange } from '../../store/audit.ts'
import type { CommandContext } from '../context.ts'
import { warrantyOfCase } from './warranty.ts'

type Context = Pick<CommandContext, 'tx' | 'now' | 'service' | 'staff' | 'remind'>

/** what was installed is covered from the day it was accepted, and needs no other proof. */
export async function startWarranty(theCase: ServiceCase, at: number, context: Context): Promise<void> {
  if (theCase.type !== 'INSTALL') return
  const day = dateOf(dayOf(at, context.service.policy.region.zone))
  offerOverhaul(await keepInstallation(context.tx, theCase, day, context.staff.id), context)
}

/** somebody of ours has seen the card or the receipt; it holds for the appliance from now on. */
export async function keepProof(theCase: ServiceCase, proof: WarrantyProof, context: Context): Promise<void> {
  offerOverhaul(await keepPurchase(context.tx, theCase, proof.purchasedOn, context.staff.id), context)
}

/**
 * an inspection that was not passed adds to the warranty. Gives its new last day, `YYYY-MM-DD`, where the customer
 * may know it: an appliance that only the phone number led to is another's, as far as anybody can tell.
 */
export async function afterMaintenance(
  theCase: ServiceCase,
  result: unknown,
  context: Context,
): Promise<string | undefined> {
  if (theCase.type !== 'MAINTENANCE' || result !== 'fail') return undefined
  const asset = await assetOfCase(context.tx, theCase, 'staff')
  const { end } = await warrantyOfCase(theCase, context)
  if (!asset || end === undefined) return undefined
  const extended = extendedEnd(end, context.service.policy)
  await saveAsset(context.tx, { ...asset, warrantyEnd: extended })
  await recordChange(context.tx, {
    actor: context.staff.id,
    entity: 'asset',
    entityId: asset.id,
    was: end,
    became: extended,
    data: { case: theCase.id, result },
  })
  const theirs = await assetOfCase(context.tx, theCase, 'customer')
  return theirs?.id === asset.id ? extended : undefined
}

function offerOverhaul(asset: Asset | undefined, { now, service, remind }: Context): void {
  const timer = asset && overhaulTimer(asset, service, now)
  if (timer) remind(timer)
}
