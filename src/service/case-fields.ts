/** What must be known of a case, by its type. Pure. */
import type { CaseType } from './case.ts'

/** Slots by name. The customer's request is why the case exists; the time of a visit is its window. */
const REQUIRED: Readonly<Record<CaseType, readonly string[]>> = {
  REPAIR: ['name', 'address', 'phone', 'model', 'purchased', 'symptom'],
  INSTALL: ['name', 'phone', 'address', 'model', 'ready'],
  // confirmed anew by message.
  DELIVERY: ['address', 'phone', 'name', 'window', 'model'],
  MAINTENANCE: ['name', 'phone', 'address', 'model'],
  TRAINING: ['topic', 'people', 'window'],
  EXCHANGE: ['exchangeWish', 'proof', 'photo'],
}

export function requiredFields(type: CaseType): readonly string[] {
  return REQUIRED[type]
}

/** The type that a flow names; a repair where it names none. */
export function caseTypeOf(name: string | undefined): CaseType {
  const types = Object.keys(REQUIRED) as CaseType[]
  return types.find(type => type === name) ?? 'REPAIR'
}

/** Whether something is put right for the customer, so that their warranty decides what it costs. */
export function isRepaired({ type }: { readonly type: CaseType }): boolean {
  return type === 'REPAIR' || type === 'EXCHANGE'
}
