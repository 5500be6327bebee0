/** What Slack's answer to a call means for what was to be delivered. Pure. */
import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError } from '@slack/web-api'
import type { Delivery } from '../../assistant/channel.ts'
import { whyOf } from './web-client.ts'

/** What a message to be delivered may call. */
export type DeliveryMethod = 'chat.postMessage' | 'chat.update' | 'chat.delete' | 'files.delete' | 'upload'

/** How long the channel rests when Slack does not know the app (a revoked token): no message is at fault. */
const LOCKED_OUT_MS = 30_000
/** How long it rests when Slack cannot even be called. */
const NO_LINE_MS = 5_000
/** Rest after a refusal for speed that does not say how long. */
const UNSAID_RETRY_AFTER_MS = 5_000

/** Errors of a call that never began: no connection was made, so nothing can have arrived. */
const NEVER_CALLED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
])

/** The app itself is not welcome, whatever it says and to whom. */
const LOCKED_OUT = new Set([
  'not_authed',
  'invalid_auth',
  'account_inactive',
  'token_expired',
  'token_revoked',
  'no_permission',
  'not_allowed_token_type',
  'org_login_required',
  'ekm_access_denied',
  'access_denied',
  'team_access_not_granted',
  'accesslimited',
  'messages_tab_disabled',
])

/** There is nobody to speak to, or no longer. */
const UNREACHABLE = new Set([
  'channel_not_found',
  'user_not_found',
  'users_not_found',
  'user_disabled',
  'user_not_visible',
  'not_in_channel',
  'is_archived',
  'is_inactive',
  'cannot_dm_bot',
  'cannot_reply_to_message',
  'thread_locked',
  'restricted_action',
  'restricted_action_read_only_channel',
  'restricted_action_thread_locked',
])

const GONE = new Set(['message_not_found', 'file_not_found', 'file_deleted'])
/** An update that is refused and always will be. */
const FIXED = new Set([...GONE, 'cant_update_message', 'edit_window_closed', 'is_inactive', 'channel_not_found'])

const TOO_FAST = new Set(['ratelimited', 'rate_limited', 'message_limit_exceeded'])
/** Slack's own trouble: it may or may not have done it. */
const TROUBLE = new Set([
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
  'team_added_to_org',
])

/**
 * 429 → `later`; a message that was refused for speed lets everyone rest, anything else only its conversation. A lost
 * token, a scope that a message needs and no connection → `later` for everyone: an outage of hours must not use up a
 * message's attempts. Nobody to speak to → `unreachable`. 5xx and time-outs → `unknown`. The rest → `refused`.
 *
 * To delete what is gone is done. An update of what is gone is refused, unless it is a courtesy (`courtesy`: buttons are
 * replaced by the answer, and the customer has moved on): then it is done.
 */
export function slackDelivery(error: unknown, method: DeliveryMethod, courtesy = false): Delivery {
  const why = whyOf(error)
  const everyone = method === 'chat.postMessage'
  if (error instanceof WebAPIRateLimitedError) return { kind: 'later', afterMs: error.retryAfter * 1000, everyone }
  if (error instanceof WebAPIHTTPError) return statusDelivery(error.statusCode, why)
  if (!(error instanceof WebAPIPlatformError)) {
    return NEVER_CALLED.has(why) ? { kind: 'later', afterMs: NO_LINE_MS, everyone: true } : { kind: 'unknown', why }
  }
  if (TOO_FAST.has(why)) return { kind: 'later', afterMs: UNSAID_RETRY_AFTER_MS, everyone }
  if (LOCKED_OUT.has(why) || (why === 'missing_scope' && everyone)) {
    return { kind: 'later', afterMs: LOCKED_OUT_MS, everyone: true }
  }
  if (TROUBLE.has(why)) return { kind: 'unknown', why }
  if (GONE.has(why) && (method === 'chat.delete' || method === 'files.delete')) return { kind: 'sent' }
  if (method === 'chat.update' && FIXED.has(why)) return courtesy ? { kind: 'sent' } : { kind: 'refused', why }
  return UNREACHABLE.has(why) ? { kind: 'unreachable', why } : { kind: 'refused', why }
}

/** 401, 403 and 404 mean the address or a proxy, not the message. */
function statusDelivery(status: number, why: string): Delivery {
  if (status === 401 || status === 403 || status === 404) {
    return { kind: 'later', afterMs: LOCKED_OUT_MS, everyone: true }
  }
  return status >= 500 || status === 408 ? { kind: 'unknown', why } : { kind: 'refused', why }
}
