/** Orders on site, by move. */
import type { VisitMove } from '../command.ts'
import { nothingMore, type Prepare } from './prepare.ts'

const complete: Prepare = async ({ case: theCase, details: form }) => ({
  details: { form },
  after: async visit => ({
    values: {
      testRun: visit.completion?.testRun === true,
      words: theCase.freeText,
      ...(theCase.appliance && { appliance: theCase.appliance }),
    },
  }),
})

export const ON_SITE_ORDERS: Partial<Record<VisitMove, Prepare>> = {
  begin: nothingMore,
  complete,
}
