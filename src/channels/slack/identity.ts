/** Who we are in Slack: asked once, in the background, until Slack has told it. */
import type { WebClient } from '@slack/web-api'
import type { Logger } from 'pino'
import { pause, pauseAfter } from './pause.ts'
import { whyOf } from './web-client.ts'

export type Identity = {
  /** Our user and bot ids, our workspace and the organisation it belongs to, if any; empty until they are known. */
  current(): Known
  /** Asks until it is told or the signal is given. Never rejects. */
  learn(signal: AbortSignal): Promise<void>
}

export type Known = {
  readonly botUserId?: string
  readonly botId?: string
  readonly teamId?: string
  readonly enterpriseId?: string
}

export function createIdentity(web: Pick<WebClient, 'auth'>, log: Logger): Identity {
  let known: Known = {}
  return {
    current: () => known,
    async learn(signal) {
      for (let failures = 1; !signal.aborted; failures += 1) {
        try {
          const { user_id: user, bot_id: bot, team_id: team, enterprise_id: enterprise } = await web.auth.test()
          known = {
            ...(user && { botUserId: user }),
            ...(bot && { botId: bot }),
            ...(team && { teamId: team }),
            ...(enterprise && { enterpriseId: enterprise }),
          }
          log.info(known, 'slack: signed in')
          return
        } catch (error) {
          const waitMs = pauseAfter(failures)
          log.warn({ why: whyOf(error), waitMs }, 'slack: cannot sign in yet; trying again')
          await pause(waitMs, signal)
        }
      }
    },
  }
}
