/** What a campaign of kills cost: counted from the database and from what the customers heard, never asked of the program. */
import type { Campaign } from './campaign.ts'
import type { Customer } from './customers.ts'
import { brokenBookings, doubleBookings, type Ledger, remindersDue, remindersLost, remindersWrong } from './ledger.ts'

export type Figures = {
  readonly kills: number
  readonly updatesAccepted: number
  /** Updates that were answered with 200 and are not stored as done. */
  readonly updatesLost: number
  /** Stored updates without exactly one answer. */
  readonly unanswered: number
  /** Answers that do not follow from the one before. */
  readonly stepsSkipped: number
  readonly messages: number
  /** Messages of the outbox that did not reach their customer, or with other words. */
  readonly notHeard: number
  /** Heard, and not the message the outbox knows of. */
  readonly repeated: number
  /** The same by the moment of the death that made it necessary. */
  readonly repeatedAfter: string
  /** Messages heard before one that was to be said earlier. */
  readonly outOfOrder: number
  readonly visitsBooked: number
  readonly doubleBookings: number
  /** Visits without their window, windows without their visit, second visits of one customer. */
  readonly brokenBookings: number
  /** Times that a visit was found booked and so must have its reminder. */
  readonly timersExpected: number
  readonly timersLost: number
  /** Reminders of visits that are no more, or at another time than they should be. */
  readonly timersWrong: number
  readonly timersDueWhileDead: number
  /** Fallen due and not acted upon exactly once. */
  readonly timersNotFired: number
  readonly errorsLogged: number
}

/** The card of a visit, which is changed in place, and its calendar file come beside the answers of the talk. */
const IS_BESIDE = `(json_extract(payload, '$.kind') = 'files' or json_extract(payload, '$.names') like '["visit-card.%')`

type Said = { id: number; conversation: string; state: string; message: string | null; text: string; names: string }

export async function reckon(campaign: Campaign): Promise<Figures> {
  const rows = await campaign.read(async file => ({
    done: await file.all<{ update: number; conversation: string }>(
      `select cast(update_id as integer) as "update", conversation_id as conversation from inbox where state = 'done'`,
    ),
    said: await file.all<Said>(
      `select id, conversation_id as conversation, state, message, json_extract(payload, '$.text') as text,
         json_extract(payload, '$.names') as names from outbox
       where json_extract(payload, '$.kind') = 'text' and not ${IS_BESIDE} order by id`,
    ),
    beside: await file.all<{ state: string; message: string | null }>(
      `select state, message from outbox where json_extract(payload, '$.kind') in ('text', 'files') and ${IS_BESIDE}`,
    ),
  }))
  const everybody = [...campaign.customers, ...campaign.waiting]
  const sum = (count: (customer: Customer) => number, of: readonly Customer[] = everybody) =>
    of.reduce((total, customer) => total + count(customer), 0)
  const saidTo = (customer: Customer) => rows.said.filter(row => row.conversation === customer.user.conversation)
  const fromTelegram = new Set(rows.done.map(row => row.update))
  const timers = campaign.ledgers.at(-1)?.timers ?? []
  const accepted = sum(customer => customer.accepted)

  return {
    kills: campaign.deaths.length,
    updatesAccepted: accepted,
    // The fake numbers its updates one by one, and each of them was accepted in the end.
    updatesLost: Array.from({ length: accepted }, (_, index) => FIRST_UPDATE + index).filter(
      update => !fromTelegram.has(update),
    ).length,
    unanswered: sum(customer => {
      const asked = rows.done.filter(row => row.conversation === customer.user.conversation).length
      return Math.abs(asked - saidTo(customer).length)
    }, campaign.customers),
    stepsSkipped: sum(customer => stepsSkipped(saidTo(customer)), campaign.customers),
    messages: rows.said.length,
    notHeard:
      sum(customer => notHeard(customer, saidTo(customer))) +
      rows.beside.filter(({ state }) => state !== 'sent').length,
    repeated: sum(customer => heardBy(customer).length) - rows.said.length - rows.beside.length,
    repeatedAfter: repeatedAfter(campaign, everybody, [...rows.said, ...rows.beside]),
    outOfOrder: sum(customer => outOfOrder(saidTo(customer))),
    visitsBooked: campaign.ledgers.at(-1)?.visits.length ?? 0,
    doubleBookings: total(campaign.ledgers, doubleBookings),
    brokenBookings: total(campaign.ledgers, brokenBookings),
    timersExpected: total(campaign.ledgers, ledger => remindersDue(ledger).length),
    timersLost: total(campaign.ledgers, remindersLost),
    timersWrong: total(campaign.ledgers, remindersWrong),
    timersDueWhileDead: campaign.dueWhileDead,
    timersNotFired: campaign.waiting.filter(customer => {
      const asked = saidTo(customer).filter(row => row.names.includes('"recheck.')).length
      const next = timers.filter(timer => timer.conversation === customer.user.conversation)
      return asked !== 1 || next.length !== 1 || next[0]?.flow !== 'silent'
    }).length,
    errorsLogged: campaign.errors.length,
  }
}

const total = (ledgers: readonly Ledger[], count: (ledger: Ledger) => number) =>
  ledgers.reduce((sum, ledger) => sum + count(ledger), 0)

/** The first update of a fake Telegram. */
const FIRST_UPDATE = 1001

const heardBy = ({ user }: Customer) => user.messages.filter(message => message.from === 'bot')

/** The outbox keeps Telegram's id of each message: it must be one the customer has, with the same words. */
function notHeard(customer: Customer, said: readonly Said[]): number {
  const heard = new Map(heardBy(customer).map(({ id, text }) => [String(id), text]))
  // The choice is written under a question that was answered.
  return said.filter(row => row.state !== 'sent' || !heard.get(row.message ?? '')?.startsWith(row.text)).length
}

function repeatedAfter(
  { deaths }: Campaign,
  customers: readonly Customer[],
  said: readonly Pick<Said, 'message'>[],
): string {
  const known = new Set(said.map(row => row.message))
  const counts = new Map(deaths.map(({ moment }) => [moment, 0]))
  for (const { id } of customers.flatMap(heardBy)) {
    if (known.has(String(id))) continue
    const moment = deaths.find(({ lastMessage }) => lastMessage >= id)?.moment ?? 'no death'
    counts.set(moment, (counts.get(moment) ?? 0) + 1)
  }
  return [...counts].map(([moment, count]) => `${moment} ${count}`).join(', ')
}

function outOfOrder(said: readonly Said[]): number {
  return said.filter((row, index) => index > 0 && Number(row.message) <= Number(said[index - 1]?.message)).length
}

/** What may be said after what, in the journey that the customers make. Read from the flows, by hand. */
const FOLLOWS: Readonly<Record<string, string>> = {
  'safety-check.opened safety-check.question': '^',
  'washer-no-drain.hose': 'safety-check.opened safety-check.question | cancel-visit.thanks',
  'washer-no-drain.filter': 'washer-no-drain.hose',
  'outcome-visit.needed book-visit.name': 'washer-no-drain.filter',
  'book-visit.phone': 'outcome-visit.needed book-visit.name',
  'book-visit.address': 'book-visit.phone',
  'book-visit.model': 'book-visit.address',
  'book-visit.purchased': 'book-visit.model',
  'book-visit.wish': 'book-visit.purchased',
  'book-visit.window': 'book-visit.wish',
  'outcome-visit.needed book-visit.window': 'washer-no-drain.filter',
  'book-visit.taken book-visit.window':
    'book-visit.window | outcome-visit.needed book-visit.window | book-visit.taken book-visit.window',
  'book-visit.check': 'book-visit.window | outcome-visit.needed book-visit.window | book-visit.taken book-visit.window',
  'book-visit.done': 'book-visit.check',
  'visit-status.timeline': 'book-visit.done | visit-status.timeline',
  'cancel-visit.sure': 'visit-status.timeline',
  'cancel-visit.cancelReason': 'cancel-visit.sure',
  'cancel-visit.thanks': 'cancel-visit.cancelReason',
}

function stepsSkipped(said: readonly Said[]): number {
  const names = said.map(row => (JSON.parse(row.names) as string[]).join(' '))
  return names.filter((name, index) => {
    const before = index === 0 ? '^' : (names[index - 1] ?? '')
    return !FOLLOWS[name]?.split(' | ').includes(before)
  }).length
}
