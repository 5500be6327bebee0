/** What a customer may know of their warranty and of what a visit costs. */
import type { ServiceCase } from '../../service/case.ts'
import { type Warranty, warrantyOf, warrantyOfFacts } from '../../service/warranty.ts'
import { assetOfCase, replacedIn } from '../../store/assets.ts'
import type { ActionContext } from '../action.ts'

/** Of the whole appliance, or of one of its parts. */
export async function warrantyOfCase(
  theCase: ServiceCase,
  { tx, now, service }: Pick<ActionContext, 'tx' | 'now' | 'service'>,
  part?: string,
): Promise<Warranty> {
  const asset = await assetOfCase(tx, theCase)
  const replaced = await replacedIn(tx, { asset: asset?.id, caseId: theCase.id })
  return warrantyOf(warrantyOfFacts(theCase, asset, replaced, part), service.products, now, service.policy.region.zone)
}
