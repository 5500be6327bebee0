/** Carrying out what the assistant asks for, call by call. */
import type { Api } from 'grammy'
import type { Logger } from 'pino'
import type { Delivery, Outbound } from '../../assistant/channel.ts'
import { deliveryOf, whyOf } from './delivery.ts'
import { type Call, render } from './render.ts'

/** Half-sent long messages that are remembered, so that a retry goes on after what has arrived. */
const HALF_SENT_LIMIT = 1000

/**
 * A `Channel.send`; never rejects. A text of several messages that stops in the middle goes on there when it is sent
 * again; after a restart it begins anew, and the customer reads the first part twice.
 */
export function createSender(api: Api, log: Logger): (outbound: Outbound) => Promise<Delivery> {
  const halfSent = new Map<number, number>()
  return async outbound => {
    const calls = render(outbound)
    let delivery: Delivery = { kind: 'refused', why: 'not a conversation or message of Telegram' }
    let done = halfSent.get(outbound.id) ?? 0
    for (const call of calls.slice(done)) {
      delivery = await perform(api, call, log)
      if (delivery.kind !== 'sent') break
      done += 1
    }
    halfSent.delete(outbound.id)
    if (done > 0 && (delivery.kind === 'later' || delivery.kind === 'unknown')) {
      halfSent.set(outbound.id, done)
      const oldest = halfSent.keys().next().value
      if (halfSent.size > HALF_SENT_LIMIT && oldest !== undefined) halfSent.delete(oldest)
    }
    return delivery
  }
}

async function perform(api: Api, call: Call, log: Logger): Promise<Delivery> {
  try {
    if (call.method === 'sendMessage') {
      const sent = await api.raw.sendMessage(call.payload)
      return { kind: 'sent', message: String(sent.message_id) }
    }
    if (call.method === 'editMessageText') await api.raw.editMessageText(call.payload)
    else await api.raw.editMessageReplyMarkup(call.payload)
    return { kind: 'sent', message: String(call.payload.message_id) }
  } catch (error) {
    const delivery = deliveryOf(error, call.method)
    // A rest uses up no attempt of the message, so nobody else would tell of it.
    if (delivery.kind === 'later') log.warn({ why: whyOf(error), ...delivery }, 'telegram: not now')
    return delivery
  }
}
