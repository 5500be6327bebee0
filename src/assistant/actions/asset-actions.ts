/** Appliances of a customer: covered from the day they were installed, and inspected before that ends. */
import type { Values } from '../../flow/flow.ts'
import type { ServiceCase } from '../../service/case.ts'
import { dateOf, dayOf } from '../../service/local-time.ts'
import { overhaulTimer } from '../../service/overhaul.ts'
import { applianceName } from '../../service/products.ts'
import { warrantyOf } from '../../service/warranty.ts'
import { findAsset, keepInstallation, saveAsset } from '../../store/assets.ts'
import type { ActionContext, ActionResult, Actions } from '../action.ts'
import { ok } from './known.ts'

export const ASSET_ACTIONS: Actions = {
  'offer-overhaul': {
    outcomes: ['outdated'],
    needs: ['asset'],
    gives: ['appliance', 'applianceName', 'model', 'serial', 'warranty'],
    run: offerOverhaul,
  },
}

/** the customer has accepted the installation; the warranty runs from that day. */
export async function startWarranty(theCase: ServiceCase, context: ActionContext): Promise<void> {
  if (theCase.type !== 'INSTALL') return
  const { tx, now, service, remind } = context
  const today = dateOf(dayOf(now, service.policy.region.zone))
  const asset = await keepInstallation(tx, theCase, today, 'customer')
  const timer = asset && overhaulTimer(asset, service, now)
  if (timer) remind(timer)
}

/** Once for each appliance; `outdated` when it was offered, is somebody else's by now, or its warranty has another end. */
async function offerOverhaul({ asset: id }: Values, context: ActionContext): Promise<ActionResult> {
  const { tx, now, service, customerId } = context
  const asset = typeof id === 'number' ? await findAsset(tx, id) : undefined
  if (!asset || asset.customerId !== customerId) return { outcome: 'outdated' }
  const timer = overhaulTimer(asset, service, now)
  if (!timer) return { outcome: 'outdated' }
  if (timer.at > now) {
    context.remind(timer)
    return { outcome: 'outdated' }
  }
  await saveAsset(tx, { ...asset, overhaulOfferedAt: now })
  const { status, end } = warrantyOf(asset, service.products, now, service.policy.region.zone)
  return ok({
    appliance: asset.appliance,
    applianceName: applianceName(service.products, asset.appliance) ?? asset.appliance,
    model: asset.modelNo ?? 'unknown',
    serial: asset.serialNo,
    warranty: { status, until: end ?? null },
  })
}
