/** Goods are in stock: the customer is asked when they may be delivered. */
import type { DeskCommand, DeskOutcome } from '../command.ts'
import type { CommandContext } from '../context.ts'

export async function announceDelivery(
  _: Extract<DeskCommand, { do: 'announce-delivery' }>,
  __: CommandContext,
): Promise<DeskOutcome> {
  return { ok: false, why: 'not-possible-now' }
}
