/** A flow that books, and two that it may be interrupted by. */
import { aCatalogue, act, aFlow, ask, choices, end, say, talkTo } from './flow-builders.ts'

export const BOOKING_SLOTS = {
  name: { type: 'name', keep: 'customer', called: { en: ['your name'], zh: ['姓名'] } },
  phone: { type: 'phone', keep: 'customer' },
  address: { type: 'address', keep: 'customer', corrected: 'look' },
  kind: 'choice',
  windows: { type: 'any', keep: 'flow' },
  window: { type: 'choice', keep: 'flow' },
} as const

export const book = aFlow(
  'book',
  { examples: ['book a visit'], title: 'Book', command: 'book', slots: BOOKING_SLOTS },
  ask('name'),
  ask('kind', { choices: choices('fridge', 'washer') }),
  ask('address'),
  act('find-windows', {}, { id: 'look' }),
  ask('window', { choices: choices('Mon', 'Tue') }),
  act('reserve', {}, { final: true }),
  ask('more', { choices: choices('done') }),
  end(),
)
export const status = aFlow(
  'status',
  { examples: ['where is my technician', 'visit status'], title: 'Status' },
  say('On Tuesday.'),
  end(),
)
export const complain = aFlow(
  'complain',
  { examples: ['complain about the visit'], title: 'Complain' },
  say('Sorry.'),
  end(),
)

/** Somebody who wants to book, and has said these things so far. */
export function booking(...said: string[]) {
  const talk = talkTo(aCatalogue(book, status, complain))
  talk.says('book a visit')
  for (const words of said) talk.says(words)
  return talk
}
