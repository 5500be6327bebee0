/** An order of a client given to the desk, once for each idempotency key, and what it is answered with. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { FastifyBaseLogger, FastifyInstance, FastifyRequest, RawServerDefault } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { DeskInbound, DeskOutcome, Staff, SubmittedCommand } from '../../desk/command.ts'
import { toldOf } from './refusals.ts'
import { refusalSchema } from './schemas.ts'

export type Api = FastifyInstance<RawServerDefault, IncomingMessage, ServerResponse, FastifyBaseLogger, ZodTypeProvider>

/** What the routes that order something need of the house. */
export type OrdersPort = {
  submit(inbound: DeskInbound, updateId: string): SubmittedCommand
  /** What was stored under that id: another order with the same key is told apart by it. */
  stored(updateId: string): Promise<DeskInbound | undefined>
}

/** Refusals of every order. */
export const REFUSALS = {
  401: refusalSchema,
  403: refusalSchema,
  404: refusalSchema,
  409: refusalSchema,
  422: refusalSchema,
}

type Refused = { readonly error: string; readonly message: string; readonly values?: Record<string, unknown> }
export type Given =
  | { readonly ok: true; readonly outcome: Extract<DeskOutcome, { ok: true }> }
  | { readonly ok: false; readonly status: 403 | 404 | 409 | 422; readonly body: Refused }

/** Whether an order is the one that had its key before. */
export type SameOrder = (first: Order, now: Order) => boolean
type Order = Omit<DeskInbound, 'staff'>

/** By default it must say the same of the same conversation. */
export async function giveOrder(
  request: FastifyRequest,
  { submit, stored }: OrdersPort,
  order: Order,
  isSame: SameOrder = isEqual,
): Promise<Given> {
  const staff = request.staff as Staff
  const updateId = `${staff.id}:${request.headers['idempotency-key']}`
  const submitted = submit({ ...order, staff }, updateId)
  await submitted.stored
  const first = await stored(updateId)
  if (first && !isSame(first, order)) {
    const message = 'This idempotency key was used for another order. Take a new one.'
    return { ok: false, status: 422, body: { error: 'key-reused', message } }
  }
  const outcome = await submitted.outcome
  if (outcome.ok) return { ok: true, outcome }
  const { status, message } = toldOf(outcome.why)
  return { ok: false, status, body: { error: outcome.why, message, ...(outcome.values && { values: outcome.values }) } }
}

function isEqual(first: Order, now: Order): boolean {
  return first.conversation === now.conversation && JSON.stringify(first.command) === JSON.stringify(now.command)
}
