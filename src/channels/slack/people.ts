/** What Slack tells of a person: the name we greet them with and the language they read. */
import type { WebClient } from '@slack/web-api'
import type { Logger } from 'pino'
import type { Inbound } from '../../assistant/channel.ts'
import { languageOf } from './inbound.ts'
import { pause } from './pause.ts'
import { whyOf } from './web-client.ts'

export type People = {
  /**
   * Name and language of a user; empty when Slack does not tell in time, for a message must not wait for it. Asked once
   * for each person, and again after a failure. Never rejects.
   */
  of(user: string): Promise<Inbound['from']>
}

/** So long a message waits for the name of its author (ms); it must be stored and acknowledged within 2.5 s. */
const PATIENCE_MS = 800
/** Most people who are remembered; the longest known is asked for anew. */
const MOST = 10_000

export function createPeople(web: Pick<WebClient, 'users'>, log: Logger): People {
  const known = new Map<string, Promise<Inbound['from']>>()

  async function ask(user: string): Promise<Inbound['from']> {
    try {
      const { user: found } = await web.users.info({ user, include_locale: true })
      const name = found?.profile?.display_name || found?.profile?.real_name || found?.real_name || found?.name
      const language = languageOf(found?.locale)
      return { ...(name && { name }), ...(language && { language }) }
    } catch (error) {
      known.delete(user)
      log.debug({ why: whyOf(error) }, 'slack: a customer stays nameless for now')
      return {}
    }
  }

  return {
    async of(user) {
      let asked = known.get(user)
      if (!asked) {
        asked = ask(user)
        known.set(user, asked)
        const oldest = known.keys().next().value
        if (known.size > MOST && oldest !== undefined) known.delete(oldest)
      }
      const answered = new AbortController()
      const tired = pause(PATIENCE_MS, answered.signal).then((): Inbound['from'] => ({}))
      return Promise.race([asked, tired]).finally(() => answered.abort())
    },
  }
}
