/** Orders on site, by move. */
import type { VisitMove } from '../command.ts'
import { COMPLETION_ORDERS } from './completion-orders.ts'
import { part } from './part-orders.ts'
import type { Prepare } from './prepare.ts'
import { quote } from './quote-orders.ts'
import { WORK_ORDERS } from './work-orders.ts'
import { cancel, proposeWorkshop } from './workshop-orders.ts'

export const ON_SITE_ORDERS: Partial<Record<VisitMove, Prepare>> = {
  ...WORK_ORDERS,
  quote,
  part,
  'propose-workshop': proposeWorkshop,
  cancel,
  ...COMPLETION_ORDERS,
}
