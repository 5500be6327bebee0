/** Visits over the API: read, and moved by the orders of the desk. */
import type { DeskCommand, VisitMove } from '../../desk/command.ts'
import type { VisitView } from '../../desk/visit-view.ts'
import { type Api, giveOrder, type OrdersPort, REFUSALS } from './orders.ts'
import {
  bodyOf,
  instantsOf,
  refusalSchema,
  spanQuery,
  visitAnswer,
  visitParams,
  visitsAnswer,
  writingHeaders,
} from './schemas.ts'

/** What the routes need of the house. */
export type VisitsPort = OrdersPort & {
  visit(id: number): Promise<VisitView | undefined>
  /** Instants in epoch milliseconds. */
  visitsBetween(span: { readonly from: number; readonly to: number }): Promise<readonly VisitView[]>
}

/** The same names as in `DeskCommand`, in the order of a visit's way. */
export const API_MOVES: readonly VisitMove[] = [
  'assign',
  'confirm',
  'propose',
  'withdraw-proposal',
  'on-the-way',
  'late',
  'arrived',
  'no-answer',
  'answered',
  'left-note',
  'owner-absent',
  'postpone',
  'begin',
  'quote',
  'part',
  'propose-workshop',
  'block',
  'resume',
  'complete',
  'accept',
  'leave-site',
  'add-finding',
  'sos',
  'cancel',
]

const LONGEST_SPAN_MS = 62 * 86_400_000
const NOT_FOUND = { error: 'not-found', message: 'There is no visit of that number.' }

export function visitRoutes(app: Api, port: VisitsPort): void {
  app.get(
    '/api/v1/visits',
    {
      schema: {
        summary: 'Visits that begin in a span of time',
        querystring: spanQuery,
        response: { 200: visitsAnswer, 401: refusalSchema, 422: refusalSchema },
      },
    },
    async (request, reply) => {
      const from = Date.parse(request.query.from)
      const to = Date.parse(request.query.to)
      if (to <= from || to - from > LONGEST_SPAN_MS) {
        return reply.code(422).send({ error: 'span', message: '"to" must be after "from", at most 62 days.' })
      }
      return { visits: (await port.visitsBetween({ from, to })).map(toAnswer) }
    },
  )
  app.get(
    '/api/v1/visits/:id',
    {
      schema: {
        summary: 'One visit',
        params: visitParams,
        response: { 200: visitAnswer, 401: refusalSchema, 404: refusalSchema },
      },
    },
    async (request, reply) => {
      const visit = await port.visit(request.params.id)
      return visit ? { visit: toAnswer(visit) } : reply.code(404).send(NOT_FOUND)
    },
  )
  for (const move of API_MOVES) moveRoute(app, port, move)
}

function moveRoute(app: Api, port: VisitsPort, move: VisitMove): void {
  app.post(
    `/api/v1/visits/:id/${move}`,
    {
      schema: {
        summary: `Move a visit: ${move}`,
        params: visitParams,
        headers: writingHeaders,
        body: bodyOf(move),
        response: { 200: visitAnswer, ...REFUSALS },
      },
    },
    async (request, reply) => {
      const visit = await port.visit(request.params.id)
      if (!visit) return reply.code(404).send(NOT_FOUND)
      const { revision, ...given } = request.body as { revision?: number; [name: string]: unknown }
      const command: DeskCommand = {
        do: 'move-visit',
        visit: visit.id,
        move,
        revision: revision ?? visit.revision,
        details: inMilliseconds(move, given),
      }
      const ordered = await giveOrder(request, port, { conversation: visit.conversation, command }, (first, now) =>
        isSame(first.command, now.command, revision !== undefined),
      )
      if (!ordered.ok) return reply.code(ordered.status).send(ordered.body)
      return { visit: toAnswer((await port.visit(visit.id)) ?? visit) }
    },
  )
}

/** A repetition may be sent when the visit has gone on: its revision then counts only if it was given. */
function isSame(first: DeskCommand, command: DeskCommand, withRevision: boolean): boolean {
  const bare = (one: DeskCommand) => JSON.stringify(withRevision ? one : { ...one, revision: 0 })
  return bare(first) === bare(command)
}

function inMilliseconds(move: VisitMove, given: Readonly<Record<string, unknown>>): NonNullable<MoveOrder['details']> {
  const instants = instantsOf(move)
  const entries = Object.entries(given).map(([name, value]) => [
    name,
    instants.includes(name) && typeof value === 'string' ? Date.parse(value) : value,
  ])
  return Object.fromEntries(entries) as NonNullable<MoveOrder['details']>
}

type MoveOrder = Extract<DeskCommand, { do: 'move-visit' }>

/** Instants in words. */
export function toAnswer(visit: VisitView) {
  const iso = (at: number) => new Date(at).toISOString()
  return {
    ...visit,
    flags: [...visit.flags],
    moves: [...visit.moves],
    startsAt: iso(visit.startsAt),
    endsAt: iso(visit.endsAt),
    etaAt: visit.etaAt === null ? null : iso(visit.etaAt),
    completedAt: visit.completedAt === null ? null : iso(visit.completedAt),
    timeline: visit.timeline.map(({ state, at, by }) => ({ state, at: iso(at), by })),
    parts: visit.parts.map(({ etaAt, ...part }) => ({ ...part, etaAt: iso(etaAt) })),
    workshop: visit.workshop && { ...visit.workshop, promisedReturnAt: iso(visit.workshop.promisedReturnAt) },
  }
}
