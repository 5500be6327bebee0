/** Telling Telegram who we are: where updates go, and the command menu in both languages. */
import { type Api, GrammyError } from 'grammy'
import type { Logger } from 'pino'
import type { Text } from '../../flow/flow.ts'
import { whyOf } from './delivery.ts'
import { ALLOWED_UPDATES } from './inbound.ts'
import { pause, pauseAfter } from './polling.ts'
import { menuOf } from './render.ts'

/** Webhooks that Telegram may have open at once (Bot API, setWebhook: 1-100). */
const MAX_CONNECTIONS = 100

/** A call that registers us, with its name for the log. */
export type Step = { readonly method: string; readonly call: () => Promise<unknown> }

export type Registration = {
  readonly webhook?: { readonly url: string; readonly secret: string }
  readonly commands: readonly { readonly name: string; readonly about: Text }[]
  /** Told our own name without the @. */
  readonly named: (username: string) => void
}

/**
 * Everything to be said at a start. Updates that came while we were away are kept. English is the menu of every language
 * without one of its own.
 */
export function registrationSteps(api: Api, { webhook, commands, named }: Registration): readonly Step[] {
  const door: Step = webhook
    ? {
        method: 'setWebhook',
        call: () =>
          api.setWebhook(webhook.url, {
            secret_token: webhook.secret,
            allowed_updates: ALLOWED_UPDATES,
            max_connections: MAX_CONNECTIONS,
            drop_pending_updates: false,
          }),
      }
    : { method: 'deleteWebhook', call: () => api.deleteWebhook({ drop_pending_updates: false }) }
  return [
    { method: 'getMe', call: async () => named((await api.getMe()).username) },
    door,
    { method: 'setMyCommands', call: () => api.setMyCommands(menuOf(commands, 'en')) },
    { method: 'setMyCommands', call: () => api.setMyCommands(menuOf(commands, 'zh'), { language_code: 'zh' }) },
  ]
}

/** Makes the calls side by side and returns those worth another try. A 400 is our own mistake and stays one. */
export async function tryAll(steps: readonly Step[], log: Logger): Promise<readonly Step[]> {
  const failed = await Promise.all(
    steps.map(async step => {
      try {
        await step.call()
        return []
      } catch (error) {
        const ours = error instanceof GrammyError && error.error_code === 400
        log[ours ? 'error' : 'warn']({ method: step.method, why: whyOf(error) }, 'telegram: registration was refused')
        return ours ? [] : [step]
      }
    }),
  )
  return failed.flat()
}

/** Tries again after growing pauses until all calls have succeeded or the signal is given. Never rejects. */
export async function keepTrying(steps: readonly Step[], log: Logger, signal: AbortSignal): Promise<void> {
  let left = steps
  for (let failures = 1; left.length > 0; failures += 1) {
    await pause(pauseAfter(failures), signal)
    if (signal.aborted) return
    left = await tryAll(left, log)
  }
}
