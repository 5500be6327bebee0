/** What the page may post as staff, and how the clock is asked to move. */
import { z } from 'zod'
import type { Value } from '../../flow/flow.ts'

const id = z.int().positive()
const value: z.ZodType<Value> = z.lazy(() =>
  z.union([z.string().max(4000), z.number(), z.boolean(), z.null(), z.array(value), z.record(z.string(), value)]),
)

/** `raise-level` is missing on purpose: only a timer may do that. */
const command = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('claim'), escalation: id }),
  z.strictObject({ do: z.literal('reply'), escalation: id, text: z.string().trim().max(4000) }),
  z.strictObject({ do: z.literal('hand-back'), escalation: id }),
  z.strictObject({ do: z.literal('resolve'), escalation: id }),
  z.strictObject({
    do: z.literal('move-visit'),
    visit: id,
    move: z.enum(['assign', 'on-the-way', 'arrived', 'complete', 'cancel']),
    revision: id,
    technician: z.string().min(1).max(64).exactOptional(),
    minutes: z.int().min(1).max(600).exactOptional(),
    form: z.record(z.string(), value).exactOptional(),
  }),
  z.strictObject({ do: z.literal('finish-task'), task: id }),
])

export const deskSchema = z.strictObject({
  /** Customers of every channel may wait at the desk. */
  conversation: z.string().regex(/^[a-z]+:.{1,200}$/, 'must look like channel:id'),
  staff: z.string().trim().min(1).max(60),
  command,
})

const MINUTE = 60_000
const UNITS: Readonly<Record<string, number>> = { m: MINUTE, h: 60 * MINUTE, d: 24 * 60 * MINUTE }

/** `30m`, `24h`, `7d` in milliseconds; at most 31 days. */
const duration = z
  .string()
  .regex(/^[1-9]\d{0,4}[mhd]$/, 'must look like 30m, 24h or 7d')
  .transform(text => Number.parseInt(text, 10) * (UNITS[text.slice(-1)] ?? 0))
  .refine(ms => ms <= 31 * 24 * 60 * MINUTE, 'may not be longer than 31 days')

export const clockSchema = z.union([z.strictObject({ by: duration }), z.strictObject({ to: z.literal('next-timer') })])
