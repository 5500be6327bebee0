/** The warranty of a case, for the orders of the staff. */
import type { ServiceCase } from '../../service/case.ts'
import { type Warranty, warrantyOf, warrantyOfFacts } from '../../service/warranty.ts'
import { assetOfCase, replacedIn } from '../../store/assets.ts'
import type { CommandContext } from '../context.ts'

/** Of the whole appliance, or of one of its parts. */
export async function warrantyOfCase(
  theCase: ServiceCase,
  { tx, now, service }: Pick<CommandContext, 'tx' | 'now' | 'service'>,
  part?: string,
): Promise<Warranty> {
  const asset = await assetOfCase(tx, theCase, 'staff')
  const replaced = await replacedIn(tx, { asset: asset?.id, caseId: theCase.id })
  return warrantyOf(warrantyOfFacts(theCase, asset, replaced, part), service.products, now, service.policy.region.zone)
}
