/** What a technician is told of a change of their visit, by who made it. Pure. */
import { afterWork } from '../service/completion.ts'
import type { Visit } from '../service/visit.ts'

/** `by`: whose doing it was; `what`: a branch of the sentences in `flows/technician/`. */
export type Heard = { readonly by: 'customer' | 'desk' | 'bot' | 'own'; readonly what: string }

/** A change of a visit, as the audit has it. */
export type Change = {
  readonly before: Visit | null
  readonly after: Visit
  readonly actor: string
  readonly data?: Readonly<Record<string, unknown>>
}

/**
 * The one thing to tell `technician` of what happened to one visit in a transaction, oldest first; undefined when nothing of
 * it is their business. What follows from their own doing is theirs, what follows from somebody else's is that one's.
 */
export function heardOf(changes: readonly Change[], technician: string): Heard | undefined {
  const own = `technician:${technician}`
  const others = changes.filter(({ actor }) => actor !== own)
  const speaking = others.findLast(({ actor }) => actor !== 'bot')
  if (!speaking && others.length < changes.length) return { by: 'own', what: 'done' }
  const [first] = others
  const last = others.at(-1)
  if (!first?.before || !last) return undefined
  const whole = { before: first.before, after: last.after }
  if (isNewTo(whole, technician)) return { by: 'desk', what: 'assign' }
  if (!speaking) return told('bot', ofBot(whole))
  if (speaking.actor === 'customer') return told('customer', ofCustomer(whole))
  return told('desk', typeof speaking.data?.move === 'string' ? speaking.data.move : undefined)
}

type Whole = { readonly before: Visit; readonly after: Visit }

function told(by: Heard['by'], what: string | undefined): Heard | undefined {
  return what === undefined ? undefined : { by, what }
}

function isNewTo({ before, after }: Whole, technician: string): boolean {
  return after.technicianId === technician && before.technicianId !== technician
}

/** By what is different: a customer may have taken several arrows in one turn. */
function ofCustomer({ before, after }: Whole): string | undefined {
  if (after.state === 'CANCELLED') return 'cancelled'
  if (before.state === 'RESCHEDULE_PROPOSED' && after.state === 'CONFIRMED') return ofProposal(before, after)
  if (before.startsAt !== after.startsAt || after.state === 'REQUESTED') {
    return before.address === after.address ? 'moved' : before.startsAt === after.startsAt ? 'address' : 'moved'
  }
  if (before.address !== after.address) return 'address'
  if (before.name !== after.name || before.phone !== after.phone) return 'contact'
  if (before.entryAllowedAt !== after.entryAllowedAt) return 'entry-allowed'
  if (afterWork(before).refusedAt !== afterWork(after).refusedAt) return 'not-solved'
  return ofNewState(before, after)
}

function ofProposal(before: Visit, after: Visit): string {
  return before.startsAt === after.startsAt ? 'proposal-refused' : 'proposal-accepted'
}

function ofNewState(before: Visit, after: Visit): string | undefined {
  switch (after.state) {
    case 'CONFIRMED':
      return before.state === 'CONFIRMED' ? undefined : 'confirmed'
    case 'ARRIVED':
      return before.state === 'ARRIVED_NO_ANSWER' ? 'answered' : undefined
    case 'WORKING':
      return before.state === 'AWAITING_QUOTE' ? 'plan-approved' : 'workshop-declined'
    case 'DECLINED':
      return 'plan-declined'
    case 'PULLED_BACK':
      return before.state === 'WORKING' ? 'workshop-agreed' : 'workshop-declined'
    case 'ACCEPTED':
      return before.state === 'ACCEPTED' ? undefined : 'accepted'
    default:
      return undefined
  }
}

/** The bot's own bookkeeping is nobody's business. */
function ofBot({ before, after }: Whole): string | undefined {
  if (after.state === 'STAFF_NO_SHOW' && before.state !== after.state) return 'no-show'
  if (after.state === 'UNCONFIRMED' && before.state !== after.state) return 'unconfirmed'
  if (before.delay?.toldAt !== after.delay?.toldAt && after.delay) return 'late-told'
  return undefined
}
