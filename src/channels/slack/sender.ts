/** Carrying out what the assistant asks for in Slack, call by call. */
import type { WebClient } from '@slack/web-api'
import type { Logger } from 'pino'
import type { Delivery, Outbound, OutboundContent, OutboundFile, ReadFile } from '../../assistant/channel.ts'
import { slackDelivery } from './delivery.ts'
import { type Upload, uploadToSlack } from './files.ts'
import { fileId, messageId, type Place, partsOf } from './ids.ts'
import { render, type SlackCall } from './render.ts'
import { uploadName } from './upload-name.ts'

export type SenderParts = { readonly web: WebClient; readonly log: Logger; readonly readFile: ReadFile }

/** Half-sent messages of several parts that are remembered, so that a retry goes on after what has arrived. */
const MOST_HALF_SENT = 1000
/** Direct messages whose channel is remembered. */
const MOST_CHANNELS = 10_000
/** Rest until a file that is still being fetched is looked for again, milliseconds. */
const COMING_MS = 2_000

type Progress = { readonly done: number; readonly messages: readonly string[] }

/**
 * A `Channel.send`; never rejects. What goes out in several messages and stops in the middle goes on there when it is
 * sent again; after a restart it begins anew, and the customer reads the first part twice.
 */
export function createSlackSender({ web, log, readFile }: SenderParts): (outbound: Outbound) => Promise<Delivery> {
  const halfSent = new Map<number, Progress>()
  const channels = new Map<string, string>()

  return async outbound => {
    const calls = render(outbound)
    if (calls.length === 0) return { kind: 'refused', why: 'not a conversation or message of Slack' }
    const isCourtesy = outbound.content.kind === 'settle'
    const before = halfSent.get(outbound.id) ?? { done: 0, messages: [] }
    const messages = [...before.messages]
    halfSent.delete(outbound.id)
    for (const [index, call] of calls.entries()) {
      if (index < before.done) continue
      const delivery = await perform(call, isCourtesy)
      if (delivery.kind !== 'sent') {
        if (index > 0 && delivery.kind !== 'refused') remember(outbound.id, { done: index, messages })
        return delivery
      }
      if (delivery.message !== undefined) messages.push(delivery.message)
    }
    messages.push(...filesThatStay(outbound.content))
    return messages.length === 0 ? { kind: 'sent' } : { kind: 'sent', message: messages.join(',') }
  }

  function remember(id: number, progress: Progress): void {
    halfSent.set(id, progress)
    const oldest = halfSent.keys().next().value
    if (halfSent.size > MOST_HALF_SENT && oldest !== undefined) halfSent.delete(oldest)
  }

  async function perform(call: SlackCall, isCourtesy: boolean): Promise<Delivery> {
    const delivery = await carryOut(call).catch((error: unknown) => slackDelivery(error, call.method, isCourtesy))
    // A rest uses up no attempt of the message, so nobody else would tell of it.
    if (delivery.kind === 'later') log.warn({ method: call.method, ...delivery }, 'slack: not now')
    return delivery
  }

  async function carryOut(call: SlackCall): Promise<Delivery> {
    switch (call.method) {
      case 'chat.postMessage': {
        const { channel, ts } = await web.chat.postMessage(call.payload)
        return channel && ts ? { kind: 'sent', message: messageId(channel, ts) } : { kind: 'sent' }
      }
      case 'chat.update':
        await web.chat.update(call.payload)
        return { kind: 'sent', message: messageId(call.payload.channel, call.payload.ts) }
      case 'chat.delete':
        await web.chat.delete(call.payload)
        return { kind: 'sent' }
      case 'files.delete':
        await web.files.delete(call.payload)
        return { kind: 'sent' }
      case 'upload':
        return upload(call.payload)
    }
  }

  async function upload({ place, files }: { place: Place; files: readonly OutboundFile[] }): Promise<Delivery> {
    const kept: Upload[] = []
    for (const file of files) {
      const read = await readFile(file.media)
      if (read.kind === 'coming') return { kind: 'later', afterMs: COMING_MS, everyone: false }
      if (read.kind === 'lost') return { kind: 'refused', why: 'a file was lost' }
      kept.push({
        bytes: read.bytes,
        name: uploadName(file, read.bytes),
        ...(file.mime === undefined ? {} : { mime: file.mime }),
      })
    }
    const channel = place.channel ?? (await directChannel(place.user))
    const threadTs = place.threadTs === undefined ? {} : { threadTs: place.threadTs }
    return (await uploadToSlack(web, { channel, ...threadTs, files: kept })).delivery
  }

  /** Files are shared in channels only: the one of the direct messages with a user. */
  async function directChannel(user: string): Promise<string> {
    const known = channels.get(user)
    if (known !== undefined) return known
    const { channel } = await web.conversations.open({ users: user })
    if (!channel?.id) throw new Error('Slack opened no direct messages')
    if (channels.size >= MOST_CHANNELS) channels.clear()
    channels.set(user, channel.id)
    return channel.id
  }
}

/** An edit changes words only; the files they came with are still to be taken back with them. */
function filesThatStay(content: OutboundContent): string[] {
  if (content.kind !== 'edit') return []
  return partsOf(content.message).flatMap(part => (part.kind === 'file' ? [fileId(part.file)] : []))
}
