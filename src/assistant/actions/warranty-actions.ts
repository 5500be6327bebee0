/** What a customer may know of their warranty and of what a visit costs. */
import type { Values } from '../../flow/flow.ts'
import type { ServiceCase } from '../../service/case.ts'
import { isRepaired } from '../../service/case-fields.ts'
import { applianceName } from '../../service/products.ts'
import { callOutFee, type PriceFacts, postWarrantyOf, tariffText } from '../../service/tariff.ts'
import { warrantyOf, warrantyOfFacts } from '../../service/warranty.ts'
import { type Appliance, assetOf } from '../../store/assets.ts'
import type { ActionContext, ActionResult, Actions } from '../action.ts'
import { currentCase, ok, told } from './known.ts'

export const WARRANTY_ACTIONS: Actions = {
  'check-warranty': { outcomes: [], needs: [], gives: ['warranty'], run: checkWarranty },
}

/**
 * `warranty`: `{ status, until?, fee, proof, name, tariff }` of the appliance that is spoken of, before its case says so:
 * `until` a date, `fee` in yuan what the call-out costs if the warranty is over, 0 where nothing is charged, `proof: 'wanted'`
 * while a photo of the card or the receipt would settle it, `tariff` its published lines. An appliance of somebody
 * else, or of a list, is known by its serial number alone.
 */
async function checkWarranty(_: Values, context: ActionContext): Promise<ActionResult> {
  const { tx, now, service, customerId } = context
  const theCase = await currentCase(context)
  const spoken: Appliance = {
    appliance: told(context, 'appliance') ?? theCase?.appliance ?? null,
    modelNo: told(context, 'model') ?? theCase?.modelNo ?? null,
    serialNo: told(context, 'serial') ?? theCase?.serialNo ?? null,
    customerId,
    phone: null,
  }
  const asset = await assetOf(tx, spoken)
  const appliance = spoken.appliance ?? asset?.appliance ?? null
  const isItsCase = theCase !== undefined && theCase.appliance === appliance
  const word = {
    appliance,
    purchasedOn: told(context, 'purchased') ?? (isItsCase ? theCase.purchasedOn : null),
    warrantyProof: isItsCase ? theCase.warrantyProof : null,
  }
  const facts = warrantyOfFacts(word, asset, [])
  const { status, end } = warrantyOf(facts, service.products, now, service.policy.region.zone)
  const prices: PriceFacts = {
    products: service.products,
    warranty: 'EXPIRED',
    postWarranty: postWarrantyOf(service.policy, asset?.profile ?? theCase?.profile ?? 'household'),
  }
  const isOpen = status === 'UNVERIFIED' && needsProof(theCase)
  return ok({
    warranty: {
      status,
      ...(end && { until: end }),
      fee: callOutFee(prices) ?? 0,
      proof: isOpen ? 'wanted' : 'none',
      name: (appliance && applianceName(service.products, appliance)) || { en: 'appliance', zh: '电器' },
      tariff: tariffText(prices),
    },
  })
}

/** What is being installed, delivered or taught needs no proof of purchase. */
function needsProof(theCase: ServiceCase | undefined): boolean {
  return theCase === undefined || isRepaired(theCase)
}
