/** What the page may post as staff, its translation into a command, and how the clock is asked to move. */
import { z } from 'zod'
import type { DeskCommand, DeskInbound, Staff, StaffFile, VisitMove } from '../../desk/command.ts'
import type { Value } from '../../flow/flow.ts'
import { fileKind, LARGEST_FILE } from './inbound.ts'

const id = z.int().positive()
const value: z.ZodType<Value> = z.lazy(() =>
  z.union([z.string().max(4000), z.number(), z.boolean(), z.null(), z.array(value), z.record(z.string(), value)]),
)

/** As long as Telegram takes a message (peers 4a). */
const text = z.string().trim().max(4096)
const staffName = z.string().trim().min(1).max(60)
/** The page's own id of something it wrote as staff. */
const post = z.string().regex(/^web:[A-Za-z0-9-]{8,64}$/)
/** Most files of one reply: an album of Telegram's. */
const MOST_FILES = 10

const content = z.strictObject({
  text,
  files: z
    .array(
      z.strictObject({
        name: z.string().min(1).max(200),
        mime: z.string().regex(/^[\w.+-]+\/[\w.+-]+$/),
        /** The bytes. */
        data: z
          .base64()
          .min(4)
          .max(Math.ceil(LARGEST_FILE / 3) * 4),
      }),
    )
    .min(1)
    .max(MOST_FILES)
    .exactOptional(),
  location: z
    .strictObject({ latitude: z.number().min(-90).max(90), longitude: z.number().min(-180).max(180) })
    .exactOptional(),
})

/** Every move that staff may make. */
const MOVES: Readonly<Record<VisitMove, true>> = {
  assign: true,
  confirm: true,
  propose: true,
  'withdraw-proposal': true,
  'on-the-way': true,
  late: true,
  arrived: true,
  'no-answer': true,
  answered: true,
  'left-note': true,
  'owner-absent': true,
  postpone: true,
  begin: true,
  quote: true,
  part: true,
  'propose-workshop': true,
  block: true,
  resume: true,
  complete: true,
  accept: true,
  'leave-site': true,
  'add-finding': true,
  sos: true,
  cancel: true,
}

/** By the fields of the move's form, which the desk itself checks. */
const details = z.record(z.string().max(64), value)
const code = z.string().regex(/^[A-Z_]{1,30}$/)

/** What only timers may do is missing on purpose: `send-reply` and the like. */
const command = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('claim'), escalation: id }),
  z.strictObject({ do: z.literal('reply'), escalation: id, content, post: post.exactOptional(), wait: z.boolean() }),
  z.strictObject({ do: z.literal('edit-reply'), post, text }),
  z.strictObject({ do: z.literal('delete-reply'), post }),
  z.strictObject({ do: z.literal('undo-reply'), relay: id }),
  z.strictObject({ do: z.literal('retry-reply'), relay: id }),
  z.strictObject({ do: z.literal('hand-back'), escalation: id }),
  z.strictObject({ do: z.literal('resolve'), escalation: id }),
  z.strictObject({ do: z.literal('assign'), escalation: id, to: staffName }),
  z.strictObject({
    do: z.literal('prioritise'),
    escalation: id,
    priority: z.enum(['SAFETY', 'HIGH', 'MEDIUM', 'LOW']),
  }),
  z.strictObject({
    do: z.literal('move-visit'),
    visit: id,
    move: z.enum(Object.keys(MOVES) as VisitMove[]),
    revision: id,
    details: details.exactOptional(),
  }),
  z.strictObject({ do: z.literal('move-workshop'), workshop: id, stage: code, details: details.exactOptional() }),
  z.strictObject({
    do: z.literal('move-part'),
    part: id,
    state: code,
    etaAt: z.number().int().positive().exactOptional(),
  }),
  z.strictObject({
    do: z.literal('announce-delivery'),
    appliance: z.string().min(1).max(64),
    readyOn: z.iso.date(),
  }),
  z.strictObject({
    do: z.literal('decide-task'),
    task: id,
    approve: z.boolean(),
    why: z.string().trim().min(1).max(500).exactOptional(),
  }),
  z.strictObject({ do: z.literal('finish-task'), task: id }),
])

export const deskSchema = z.strictObject({
  /** Customers of every channel may wait at the desk. */
  conversation: z.string().regex(/^[a-z]+:.{1,200}$/, 'must look like channel:id'),
  staff: staffName,
  command,
})
export type PostedCommand = z.infer<typeof deskSchema>

/** Who sits at this desk may do everything, and is known by the name alone. */
function staffCalled(name: string): Staff {
  return { id: name, name, roles: ['agent', 'dispatcher', 'technician', 'manager'] }
}

/** The posted command for the desk. `save` keeps the bytes of a file and gives its handle. */
export async function toDeskInbound(
  posted: PostedCommand,
  save: (bytes: Uint8Array, name: string) => Promise<string>,
): Promise<DeskInbound> {
  const { conversation, command } = posted
  return { conversation, staff: staffCalled(posted.staff), command: await toCommand(command, save) }
}

async function toCommand(
  posted: PostedCommand['command'],
  save: (bytes: Uint8Array, name: string) => Promise<string>,
): Promise<DeskCommand> {
  if (posted.do === 'assign') return { ...posted, to: { id: posted.to, name: posted.to } }
  if (posted.do !== 'reply') return posted
  const { files = [], ...rest } = posted.content
  const kept: StaffFile[] = []
  for (const { name, mime, data } of files) {
    const bytes = Buffer.from(data, 'base64')
    kept.push({ channel: 'web', kind: fileKind(mime), file: await save(bytes, name), name, mime, size: bytes.length })
  }
  return { ...posted, content: { ...rest, ...(kept.length === 0 ? {} : { files: kept }) } }
}

const MINUTE = 60_000
const UNITS: Readonly<Record<string, number>> = { m: MINUTE, h: 60 * MINUTE, d: 24 * 60 * MINUTE }

/** `30m`, `24h`, `7d` in milliseconds; at most 31 days. */
const duration = z
  .string()
  .regex(/^[1-9]\d{0,4}[mhd]$/, 'must look like 30m, 24h or 7d')
  .transform(text => Number.parseInt(text, 10) * (UNITS[text.slice(-1)] ?? 0))
  .refine(ms => ms <= 31 * 24 * 60 * MINUTE, 'may not be longer than 31 days')

export const clockSchema = z.union([z.strictObject({ by: duration }), z.strictObject({ to: z.literal('next-timer') })])
