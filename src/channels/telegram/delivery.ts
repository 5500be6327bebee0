/** What Telegram's answer to a call means for the message that was to be delivered. Pure. */
import { GrammyError, HttpError } from 'grammy'
import type { Delivery } from '../../assistant/channel.ts'
import type { Call } from './call.ts'

/** How long the channel rests when Telegram does not know the bot (a revoked token): no message is at fault. */
const LOCKED_OUT_MS = 30_000
/** How long it rests when Telegram cannot even be called. */
const NO_LINE_MS = 5_000
/** Errors of a call that never began: no connection was made, so nothing can have arrived. */
const NEVER_CALLED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
])
/** Rest after a 429 that forgets to say how long. */
const UNSAID_RETRY_AFTER_S = 5

/**
 * 429 → `later`. Telegram does not tell whether the chat or the whole bot was too fast. We keep the pace of one message a
 * second in each chat ourselves, so a refused *message* is taken as the bot's limit and everyone rests; edits and
 * everything else have limits of their own and hold up only their conversation.
 * 403, and a chat that does not exist, → `unreachable`. Other 400s → `refused`. Except that an edit which changes nothing
 * and a deletion of what is gone are done (`sent`), and so is a `courtesy` that comes too late: the buttons of a question
 * whose customer has moved on. What an agent can no longer change is refused: the agent must hear of it.
 * 401 and 404 mean the token, not the message: everyone rests. So they do while no connection can be made: nothing was
 * sent, and an outage of hours must not use up a message's attempts. 5xx and every other trouble on the way → `unknown`.
 */
export function deliveryOf(error: unknown, method: Call['method'], courtesy: boolean): Delivery {
  const why = whyOf(error)
  if (!(error instanceof GrammyError)) {
    return NEVER_CALLED.has(why) ? { kind: 'later', afterMs: NO_LINE_MS, everyone: true } : { kind: 'unknown', why }
  }
  const sending = method.startsWith('send')
  switch (error.error_code) {
    case 429:
      return {
        kind: 'later',
        afterMs: (error.parameters.retry_after ?? UNSAID_RETRY_AFTER_S) * 1000,
        everyone: sending,
      }
    case 403:
      return { kind: 'unreachable', why }
    case 401:
    case 404:
      return { kind: 'later', afterMs: LOCKED_OUT_MS, everyone: true }
    case 400:
      if (!sending && /message is not modified|message to delete not found/.test(why)) return { kind: 'sent' }
      if (courtesy && /message to edit not found|message can't be edited/.test(why)) return { kind: 'sent' }
      return /chat not found|PEER_ID_INVALID/.test(why) ? { kind: 'unreachable', why } : { kind: 'refused', why }
    default:
      return error.error_code < 500 ? { kind: 'refused', why } : { kind: 'unknown', why }
  }
}

/**
 * What went wrong, fit for a log: Telegram's description or the code of the network error. Never the error itself, which
 * carries addresses (with the token in them) and what customers wrote.
 */
export function whyOf(error: unknown): string {
  if (error instanceof GrammyError) return `${error.error_code} ${error.description}`
  const cause = error instanceof HttpError ? error.error : error
  if (!(cause instanceof Error)) return 'the call failed'
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.name
  return /timed out/.test(cause.message) ? 'no answer in time' : code
}
