/** What the API takes and gives around visits, as zod schemas. */
import { z } from 'zod'
import { instant, visitParams } from './schemas.ts'

export const deliveryParams = z.object({
  conversation: z
    .string()
    .regex(/^[a-z]+:.{1,200}$/)
    .describe('As a visit names it: telegram:7.'),
})
export const deliveryBody = z.strictObject({
  appliance: z.string().min(1).max(64).describe('As in the catalogue: refrigerator.'),
  readyOn: z.iso.date().describe('The day from which it is in stock.'),
})
export const deliveryAnswer = z.object({ case: z.string().describe('The number the customer knows: C1007.') })

export const partParams = visitParams.extend({ state: z.enum(['approved', 'shipped', 'received', 'used', 'returned']) })
export const partBody = z
  .strictObject({ etaAt: instant.optional().describe('When it is there, if that has changed.') })
  .default({})

export const workshopParams = visitParams.extend({
  stage: z.enum(['consented', 'in-transit', 'in-workshop', 'waiting-part', 'ready']),
})
export const workshopBody = z
  .strictObject({ promisedReturnAt: instant.optional().describe('When it comes back, if that has changed.') })
  .default({})

const text = z.object({ en: z.string(), zh: z.string() })
const taskSchema = z
  .object({
    id: z.int(),
    conversation: z.string(),
    case: z.string().nullable(),
    kind: z.string(),
    title: text,
    about: z.array(text),
    text: z.string().describe('What somebody wrote; empty where the lines above say it all.'),
    decides: z.boolean().describe('A manager decides it; any other is done by a person.'),
    decision: z.enum(['approved', 'refused']).nullable(),
    at: instant,
    doneAt: instant.nullable(),
  })
  .describe('What a person must do.')

export const tasksQuery = z.object({ state: z.enum(['open']).default('open') })
export const tasksAnswer = z.object({ tasks: z.array(taskSchema) })
export const taskAnswer = z.object({ task: taskSchema })
export const decideBody = z.strictObject({
  approve: z.boolean(),
  why: z.string().trim().min(1).max(500).optional(),
})
