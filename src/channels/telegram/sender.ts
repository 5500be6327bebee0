/** Carrying out what the assistant asks for, call by call. */
import { type Api, InputFile } from 'grammy'
import type { Logger } from 'pino'
import type { Delivery, Outbound, ReadFile } from '../../assistant/channel.ts'
import { type Call, nameParts, type Part, partsOf } from './call.ts'
import { deliveryOf, whyOf } from './delivery.ts'
import { render } from './render.ts'
import { asDocuments, UPLOAD_LIMIT } from './render-files.ts'

/** Half-sent messages that are remembered, so that a retry goes on after what has arrived. */
const HALF_SENT_LIMIT = 1000
/** When to ask again for a file that is still on its way to us (ms). */
const COMING_MS = 1000

export type SenderOptions = {
  readonly api: Api
  /** The same bot with more patience, for calls that carry files. */
  readonly uploadApi: Api
  readonly readFile: ReadFile
  readonly log: Logger
}

type Progress = { done: number; parts: Part[] }

/**
 * A `Channel.send`; never rejects. What takes several calls and stops in the middle goes on there when it is sent again.
 * Two things repeat what has arrived: after a restart it begins anew, and after a refusal nothing is remembered, for
 * whoever sends it then sends something new.
 */
export function createSender(options: SenderOptions): (outbound: Outbound) => Promise<Delivery> {
  const halfSent = new Map<number, Progress>()
  return async outbound => {
    const read = await readFiles(outbound, options.readFile)
    if ('kind' in read) return read
    const { calls, stays } = render(outbound, read.bytes)
    const progress = halfSent.get(outbound.id) ?? { done: 0, parts: [...stays] }
    let delivery: Delivery = { kind: 'refused', why: 'nothing that Telegram could do' }
    for (const call of calls.slice(progress.done)) {
      const answer = await perform(call, outbound.content.kind === 'settle', options)
      delivery = answer.delivery
      if (delivery.kind !== 'sent') break
      progress.parts.push(...answer.parts)
      progress.done += 1
    }
    halfSent.delete(outbound.id)
    if (progress.done > 0 && (delivery.kind === 'later' || delivery.kind === 'unknown')) {
      halfSent.set(outbound.id, progress)
      const oldest = halfSent.keys().next().value
      if (halfSent.size > HALF_SENT_LIMIT && oldest !== undefined) halfSent.delete(oldest)
    }
    if (delivery.kind !== 'sent' || progress.parts.length === 0) return delivery
    return { kind: 'sent', message: nameParts(progress.parts) }
  }
}

/** The bytes of an outbound's files, or why it cannot be sent now or at all. */
async function readFiles({ content }: Outbound, readFile: ReadFile): Promise<{ bytes: Uint8Array[] } | Delivery> {
  const bytes: Uint8Array[] = []
  if (content.kind !== 'files') return { bytes }
  for (const { media } of content.files) {
    const file = await readFile(media).catch(() => undefined)
    if (file === undefined) return { kind: 'unknown', why: 'the file could not be read' }
    if (file.kind === 'coming') return { kind: 'later', afterMs: COMING_MS, everyone: false }
    if (file.kind === 'lost') return { kind: 'refused', why: 'the file could not be fetched' }
    if (file.bytes.length > UPLOAD_LIMIT) return { kind: 'refused', why: 'the file is bigger than a bot may send' }
    if (file.bytes.length === 0) return { kind: 'refused', why: 'the file is empty' }
    bytes.push(file.bytes)
  }
  return { bytes }
}

type Answer = { readonly delivery: Delivery; readonly parts: readonly Part[] }

async function perform(call: Call, courtesy: boolean, options: SenderOptions): Promise<Answer> {
  try {
    return { delivery: { kind: 'sent' }, parts: partsOf(call, await carryOut(call, options)) }
  } catch (error) {
    const delivery = deliveryOf(error, call.method, courtesy)
    const plain =
      delivery.kind === 'refused' && /PHOTO_|IMAGE_PROCESS/.test(delivery.why) ? asDocuments(call) : undefined
    if (plain) return perform(plain, courtesy, options)
    // A rest uses up no attempt of the message, so nobody else would tell of it.
    if (delivery.kind === 'later') options.log.warn({ why: whyOf(error), ...delivery }, 'telegram: not now')
    return { delivery, parts: [] }
  }
}

/** Calls Telegram and gives the ids of the messages that came of it. */
async function carryOut(call: Call, { api, uploadApi }: SenderOptions): Promise<readonly number[]> {
  const carries = call.method !== 'sendMessage' && call.method.startsWith('send')
  // The union of calls is grammY's own, but for the uploads, which become its streams here.
  const methods = (carries ? uploadApi : api).raw as unknown as Record<string, (payload: unknown) => Promise<unknown>>
  const result = await methods[call.method]?.(carries ? withStreams(call.payload) : call.payload)
  return [result].flat().flatMap(message => (isMessage(message) ? [message.message_id] : []))
}

function isMessage(value: unknown): value is { message_id: number } {
  return typeof value === 'object' && value !== null && 'message_id' in value
}

function withStreams(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(withStreams)
  if ('bytes' in value && value.bytes instanceof Uint8Array && 'name' in value) {
    return new InputFile(value.bytes, String(value.name))
  }
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, withStreams(field)]))
}
