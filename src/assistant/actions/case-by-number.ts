/** A case that the customer asks for by its number: their own, or none. */
import { caseIdOf, type ServiceCase } from '../../service/case.ts'
import { findCase } from '../../store/cases.ts'
import type { ActionContext } from '../action.ts'

/** `C1007`, or a number that is said to be one of a case: 单号1007, "case 1007". */
const NUMBER =
  /(?<![a-z\d])c[\s-]?(?<short>\d{4,12})(?!\d)|(?:单号|工单|编号|case(?: number| no\.?)?)\s*[:：#]?\s*(?<long>\d{4,12})(?!\d)/iu

/** Undefined when no number is named; `not-found` for every number that is not this customer's, whether it exists or not. */
export async function caseAskedFor(context: ActionContext): Promise<ServiceCase | 'not-found' | undefined> {
  const { tx, conversation, conversationId, customerId } = context
  const { payload } = conversation.slots
  const said = `${conversation.opening ?? ''} ${typeof payload === 'string' ? payload : ''}`
  const { short, long } = NUMBER.exec(said.normalize('NFKC'))?.groups ?? {}
  const number = short ?? long
  if (number === undefined) return undefined
  const id = caseIdOf(number)
  const found = id === undefined ? undefined : await findCase(tx, id)
  const isOwn = found?.conversationId === conversationId || (customerId !== null && found?.customerId === customerId)
  return found && isOwn ? found : 'not-found'
}
