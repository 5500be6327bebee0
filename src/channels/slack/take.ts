/**
 * One request of Slack, from whichever door: Bolt's listeners take it, and what they say decides the answer.
 *
 * Bolt acknowledges an event before its listeners run. We hold that back: Slack hears "yes" when the listeners are done,
 * which store and do no more, so that what could not be stored comes again (after a moment, a minute and five minutes).
 * Everything people wait for in a window (buttons, forms, commands) is acknowledged by its listener, once it is stored.
 */
import type { App, ReceiverEvent } from '@slack/bolt'
import type { Logger } from 'pino'
import { withoutSecrets } from './web-client.ts'

export type SlackRequest = Pick<ReceiverEvent, 'body' | 'retryNum' | 'retryReason'>

export type Answer =
  /** To be acknowledged, with what the window is to show (`response_action`, a text) if the listener says something. */
  | { readonly kind: 'taken'; readonly response?: unknown }
  /** Not stored, or nobody knows: Slack shall bring it again. */
  | { readonly kind: 'again' }

export type Take = (request: SlackRequest) => Promise<Answer>

/** Slack gives up after 3 s. The answer leaves before, whatever the listeners do. */
const DEADLINE_MS = 2500

/**
 * Never rejects. An event that was not stored in time and then was after all is brought again by Slack, and recognised by
 * its ids. `app.error` must pass errors on, or a failure looks like success.
 */
export function createTake(app: Pick<App, 'processEvent'>, log: Logger): Take {
  return ({ body, retryNum, retryReason }) =>
    new Promise(resolve => {
      const isEvent = body.type === 'event_callback'
      const about = { kind: kindOf(body), ...(retryNum !== undefined && { retryNum }) }
      const late = setTimeout(() => {
        log.warn(about, 'slack: not stored in time; Slack is told so')
        resolve({ kind: 'again' })
      }, DEADLINE_MS)
      const answer = (given: Answer) => {
        clearTimeout(late)
        resolve(given)
      }
      const ack = async (response?: unknown) => {
        if (!isEvent) answer({ kind: 'taken', ...(response !== undefined && { response }) })
      }
      app
        .processEvent({
          body,
          ack,
          ...(retryNum !== undefined && { retryNum }),
          ...(retryReason !== undefined && { retryReason }),
        })
        .then(
          () => answer({ kind: 'taken' }),
          (error: unknown) => {
            log.error({ ...about, why: reasonOf(error) }, 'slack: a request failed')
            answer({ kind: 'again' })
          },
        )
    })
}

/** `message`, `block_actions`, `/aftercare`: never what it holds. */
function kindOf(body: SlackRequest['body']): string {
  return String(body.event?.type ?? body.type ?? body.command ?? 'unknown').slice(0, 40)
}

/** Bolt wraps what its listeners throw; the wrap holds nothing more. A `SyntaxError` quotes what could not be read. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  const cause = 'original' in error && error.original instanceof Error ? error.original : error
  return cause instanceof SyntaxError ? cause.name : withoutSecrets(`${cause.name}: ${cause.message}`).slice(0, 200)
}
