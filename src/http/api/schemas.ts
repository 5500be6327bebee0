/** What the API takes and gives, as zod schemas: validation and OpenAPI come from the same words. */
import { z } from 'zod'
import type { VisitMove } from '../../desk/command.ts'
import { type Field, formOf, LINE_LIMIT } from '../../desk/visit-forms.ts'

export const instant = z.iso.datetime({ offset: true }).describe('An instant, ISO 8601 with offset.')

export const visitSchema = z
  .object({
    id: z.int(),
    conversation: z.string().describe('Where the customer is reached: telegram:7.'),
    case: z.string().describe('The number the customer knows: C1007.'),
    type: z.string(),
    priority: z.string(),
    flags: z.array(z.string()),
    state: z.string(),
    revision: z.int().describe('Goes up when time or technician change.'),
    startsAt: instant,
    endsAt: instant,
    zone: z.string().describe('The time zone of the outlet.'),
    outlet: z.string(),
    technician: z.string().nullable(),
    billingClass: z.string().nullable(),
    customer: z.object({ name: z.string(), phone: z.string(), address: z.string() }),
    appliance: z.string().nullable(),
    model: z.string().nullable(),
    serial: z.string().nullable(),
    problem: z.string().nullable().describe("The customer's own words."),
    symptom: z.string().nullable(),
    etaAt: instant.nullable(),
    completedAt: instant.nullable(),
    moves: z.array(z.string()).describe('What may be done with it now.'),
    parts: z.array(z.object({ id: z.int(), part: z.string(), qty: z.int(), state: z.string(), etaAt: instant })),
    workshop: z.object({ id: z.int(), state: z.string(), promisedReturnAt: instant }).nullable(),
    timeline: z.array(z.object({ state: z.string(), at: instant, by: z.string() })),
  })
  .describe('A visit.')

export const visitAnswer = z.object({ visit: visitSchema })
export const visitsAnswer = z.object({ visits: z.array(visitSchema) })

export const refusalSchema = z
  .object({
    error: z.string().describe('Why not, as a code.'),
    message: z.string().describe('Why not, and what to do.'),
    values: z.record(z.string(), z.unknown()).optional(),
  })
  .describe('Nothing was changed.')

export const visitParams = z.object({ id: z.coerce.number().int().positive() })

export const spanQuery = z.object({
  from: instant.describe('Visits that begin at this instant or later …'),
  to: instant.describe('… and before this one; at most 62 days.'),
})

export const writingHeaders = z.object({
  'idempotency-key': z
    .string()
    .min(8)
    .max(128)
    .regex(/^[\w-]+$/)
    .describe('Yours, one for each order: sent again with the same key it is not done again and has the first answer.'),
})

const TYPES = ['REPAIR', 'INSTALL', 'DELIVERY', 'MAINTENANCE', 'TRAINING', 'EXCHANGE'] as const

/** The body of a move: the fields of its form, whatever the type of the case; the desk knows which of them it needs. */
export function bodyOf(move: VisitMove) {
  const fields = new Map<string, Field>()
  for (const type of TYPES) {
    for (const fromWorkshop of [false, true]) {
      for (const field of formOf(move, { type, fromWorkshop })) fields.set(field.name, field)
    }
  }
  const shape = Object.fromEntries([...fields.values()].map(field => [field.name, schemaOf(field).optional()]))
  return z
    .strictObject({
      revision: z.int().optional().describe('The revision you know; a visit that has changed since refuses the order.'),
      ...shape,
    })
    .default({})
}

function schemaOf(field: Field): z.ZodType {
  switch (field.kind) {
    case 'line':
    case 'lines':
      return z.string().max(LINE_LIMIT * (field.kind === 'lines' ? 4 : 1))
    case 'number':
      return z
        .int()
        .min(field.least ?? Number.MIN_SAFE_INTEGER)
        .max(field.most ?? Number.MAX_SAFE_INTEGER)
    case 'box':
      return z.boolean()
    case 'choice':
      return codeOf(field)
    case 'choices':
      return z.array(codeOf(field))
    case 'instant':
      return instant
  }
}

function codeOf({ options, from }: Field): z.ZodType {
  return options ? z.enum([...options] as [string, ...string[]]) : z.string().describe(`One of the ${from}.`)
}

/** Names of the fields of a move that hold instants: told in ISO 8601, kept in epoch milliseconds. */
export function instantsOf(move: VisitMove): readonly string[] {
  return formOf(move, { type: 'REPAIR', fromWorkshop: false })
    .filter(({ kind }) => kind === 'instant')
    .map(({ name }) => name)
}
