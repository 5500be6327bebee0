/** What technicians do in their chats: register, look at their visits, order what the desk could order for them. */
import type { Staff, VisitMove } from '../../desk/command.ts'
import type { VisitCard } from '../../desk/visit-cards.ts'
import type { Value, Values } from '../../flow/flow.ts'
import { readInstant } from '../../service/instant-words.ts'
import { findOutlet, findTechnician, type Technician } from '../../service/outlets.ts'
import { countChanges, recordChange } from '../../store/audit.ts'
import { addTechnicianChat, dropTechnicianChat, technicianOfChat, useTechnicianCode } from '../../store/technicians.ts'
import type { ActionContext, ActionResult, Actions } from '../action.ts'
import { type FormQuestion, nextQuestion, orderDetails, withAnswer } from '../technician-form.ts'
import { FAILED, isRecord, OK, ok } from './known.ts'

const GONE: ActionResult = { outcome: 'gone' }

export const TECHNICIAN_ACTIONS: Actions = {
  'register-technician': {
    outcomes: ['wrong', 'too-often', 'in-public'],
    needs: ['code'],
    gives: ['technician', 'technicianName'],
    run: register,
  },
  'leave-technicians': { outcomes: [], needs: [], gives: [], run: (_, context) => leave(context) },
  'my-visits': { outcomes: ['none', 'unknown'], needs: [], gives: ['visits'], run: (_, context) => myVisits(context) },
  'read-my-visit': {
    outcomes: ['gone'],
    needs: ['visitId'],
    gives: ['mine', 'orders', 'order', 'details'],
    run: readMine,
  },
  'read-lost-visit': { outcomes: [], needs: ['visitId'], gives: ['lost'], run: readLost },
  'next-question': {
    outcomes: ['ready', 'gone'],
    needs: ['visitId', 'order'],
    gives: ['question', 'options', 'details'],
    run: askNext,
  },
  'keep-answer': {
    outcomes: ['unclear', 'gone'],
    needs: ['visitId', 'order', 'answer'],
    gives: ['details'],
    run: keepAnswer,
  },
  'give-order': { outcomes: ['gone'], needs: ['visitId', 'order'], gives: ['details'], run: giveOrder },
  'order-again': { outcomes: ['gone'], needs: ['visitId', 'order', 'details'], gives: [], run: orderAgain },
}

async function register({ code }: Values, context: ActionContext): Promise<ActionResult> {
  const { tx, now, service, conversationId } = context
  if (conversationId.includes('/')) return { outcome: 'in-public' }
  if (typeof code !== 'string' && typeof code !== 'number') return FAILED
  const { code: holds, attempts } = service.policy.join
  const wrongTries = await countChanges(tx, { entity: 'join', entityId: conversationId, since: now - holds })
  if (wrongTries >= attempts) return { outcome: 'too-often' }
  const id = await useTechnicianCode(tx, String(code).replace(/\D/g, ''))
  const technician = id === undefined ? undefined : findTechnician(service.outlets, id)
  if (!technician) {
    await recordChange(tx, { actor: 'customer', entity: 'join', entityId: conversationId, was: null, became: 'wrong' })
    return { outcome: 'wrong' }
  }
  await addTechnicianChat(tx, conversationId, technician.id)
  return ok({ technician: technician.id, technicianName: technician.name })
}

async function leave({ tx, conversationId }: ActionContext): Promise<ActionResult> {
  await dropTechnicianChat(tx, conversationId)
  return OK
}

/** Whose chat it is: the table says it, not the slot. */
async function technicianHere({ tx, service, conversationId }: ActionContext): Promise<Technician | undefined> {
  const id = await technicianOfChat(tx, conversationId)
  return id === undefined ? undefined : findTechnician(service.outlets, id)
}

async function myVisits(context: ActionContext): Promise<ActionResult> {
  const technician = await technicianHere(context)
  if (!technician) return { outcome: 'unknown' }
  const cards = await context.desk.visitsOfTechnician(context.tx, technician.id)
  if (cards.length === 0) return { outcome: 'none' }
  return ok({
    visits: cards.map(card => ({
      value: card.id,
      label: { en: `${card.window.en} · ${card.customer.name}`, zh: `${card.window.zh} · ${card.customer.name}` },
    })),
  })
}

/** A visit that is the technician's own; nobody reads another's. */
async function ownVisit(visitId: Value | undefined, context: ActionContext): Promise<Own | undefined> {
  const technician = await technicianHere(context)
  const card = technician && (await context.desk.visitCard(context.tx, Number(visitId)))
  return card?.technician?.id === technician?.id && technician && card ? { technician, card } : undefined
}

type Own = { readonly technician: Technician; readonly card: VisitCard }

/** What leads on comes first, what ends or alarms last. */
const ORDER: readonly VisitMove[] = [
  'on-the-way',
  'arrived',
  'begin',
  'complete',
  'resume',
  'late',
  'no-answer',
  'answered',
  'left-note',
  'owner-absent',
  'quote',
  'part',
  'propose-workshop',
  'postpone',
  'block',
  'propose',
  'accept',
  'add-finding',
  'leave-site',
  'sos',
]

async function readMine({ visitId, tapped }: Values, context: ActionContext): Promise<ActionResult> {
  const own = await ownVisit(visitId, context)
  if (!own) return GONE
  const { card } = own
  const moves = ORDER.filter(move => card.moves.includes(move))
  return ok({
    mine: mineOf(card, context),
    orders: moves.map(move => ({ value: move, label: card.forms[move]?.label ?? { en: move, zh: move } })),
    order: moves.find(move => move === tapped) ?? null,
    details: null,
  })
}

function mineOf(card: VisitCard, { service }: ActionContext): Values {
  const { appliance } = card
  const name = service.products.appliances.find(one => one.value === appliance)?.name
  return {
    id: card.id,
    case: card.case,
    window: card.window,
    state: card.state,
    code: card.code,
    name: card.customer.name,
    phone: card.customer.phone,
    address: card.customer.address,
    appliance: name ?? '',
    model: card.model ?? '',
    problem: card.symptom ?? '',
  }
}

async function readLost({ visitId }: Values, context: ActionContext): Promise<ActionResult> {
  const card = await context.desk.visitCard(context.tx, Number(visitId))
  return card ? ok({ lost: { case: card.case } }) : FAILED
}

/** What the form still needs, from the answers so far. */
async function questionOf({ visitId, order }: Values, context: ActionContext) {
  const own = await ownVisit(visitId, context)
  const move = ORDER.find(one => one === order)
  const form = own && move && own.card.moves.includes(move) ? own.card.forms[move] : undefined
  if (!own || !move || !form) return undefined
  const { details } = context.conversation.slots
  const given = isRecord(details) ? details : {}
  const offers = form.fields.some(({ from }) => from === 'windows')
    ? { ...own.card.offers, windows: await context.desk.windowsFor(context.tx, own.card.id) }
    : own.card.offers
  return { ...own, move, form, given, question: nextQuestion(form, offers, given) }
}

async function askNext(args: Values, context: ActionContext): Promise<ActionResult> {
  const found = await questionOf(args, context)
  if (!found) return GONE
  if (!found.question) return { outcome: 'ready', values: { details: found.given } }
  const { kind, text, options, names } = found.question
  return ok({ question: { kind, text, names }, options, details: found.given })
}

async function keepAnswer(args: Values, context: ActionContext): Promise<ActionResult> {
  const found = await questionOf(args, context)
  if (!found?.question) return GONE
  const answer = read(found.question, args.answer ?? null, found.technician, context)
  const details = answer === undefined ? undefined : withAnswer(found.form, found.question, answer, found.given)
  return details ? ok({ details }) : { outcome: 'unclear' }
}

/** An instant is typed by the clock of the visit's outlet. */
function read(question: FormQuestion, answer: Value, technician: Technician, { now, service }: ActionContext) {
  if (question.kind !== 'instant' || answer === 'skip') return answer
  const { zone } = findOutlet(service.outlets, technician.outlet)
  return readInstant(String(answer), now, zone)
}

async function giveOrder(args: Values, context: ActionContext): Promise<ActionResult> {
  const found = await questionOf(args, context)
  if (!found) return GONE
  submit(found, found.move, orderDetails(found.given), context)
  return ok({ details: null })
}

/** In spite of the warning. */
async function orderAgain(args: Values, context: ActionContext): Promise<ActionResult> {
  const own = await ownVisit(args.visitId, context)
  const move = ORDER.find(one => one === args.order)
  if (!own || !move) return GONE
  const details = isRecord(args.details) ? args.details : {}
  submit(own, move, { ...details, despiteUntaggedPart: true }, context)
  return OK
}

function submit({ card, technician }: Own, move: VisitMove, details: Values, context: ActionContext): void {
  const staff: Staff = { id: `technician:${technician.id}`, name: technician.name.en, roles: ['technician'] }
  context.order({
    conversation: card.conversation,
    staff,
    command: { do: 'move-visit', visit: card.id, move, revision: card.revision, details },
    answerTo: context.conversationId,
  })
}
