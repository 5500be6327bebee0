/** How long the value of a placeholder may plausibly become, in characters: for texts and labels near a platform's limit. */
import type { SlotType } from './flow.ts'

const TYPE_WIDTHS: Readonly<Record<SlotType, number>> = {
  text: 500,
  name: 64,
  phone: 16,
  address: 200,
  date: 18,
  number: 12,
  choice: 40,
  'yes-no': 5,
  model: 40,
  photo: 40,
  any: 100,
}

/** By the last part of a path, for what actions give: `visit.window`, `held.label`, `case.number`. */
const NAME_WIDTHS: Readonly<Record<string, number>> = {
  window: 40,
  label: 40,
  next: 40,
  number: 16,
  code: 8,
  state: 24,
  score: 1,
  id: 20,
  timeline: 1500,
  technician: 64,
  eta: 40,
  pending: 120,
  applianceName: 40,
}

/** "30 minutes", a phone number, a time of day. */
const POLICY_WIDTH = 20
const OTHER_WIDTH = 100

/** Characters of the longest plausible value of a path; `types` knows the slots that flows declare. */
export function widthOfPath(path: string, types: ReadonlyMap<string, SlotType>): number {
  const parts = (path.startsWith('slots.') ? path.slice(6) : path).split('.')
  if (parts[0] === 'policy') return POLICY_WIDTH
  const last = parts.at(-1) ?? ''
  const type = parts.length === 1 ? types.get(last) : undefined
  if (type !== undefined && type !== 'any') return TYPE_WIDTHS[type]
  return NAME_WIDTHS[last] ?? OTHER_WIDTH
}
