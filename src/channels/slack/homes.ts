/** App Home of each customer who has opened it: drawn then, and anew when something of theirs has changed. */
import type { types } from '@slack/bolt'
import type { WebClient } from '@slack/web-api'
import type { Logger } from 'pino'
import type { Home } from '../../assistant/home.ts'
import { directConversation } from './ids.ts'
import { whyOf } from './web-client.ts'

export type Homes = {
  /** A customer looks at it now. */
  opened(user: string): void
  /** Something was committed in these conversations. */
  changed(conversations: readonly string[]): void
  /** Waits for what is being drawn and forgets the rest: it is drawn when it is opened again. */
  stop(): Promise<void>
}

export type HomesOptions = {
  readonly web: Pick<WebClient, 'views'>
  readonly read: (conversation: string) => Promise<Home>
  readonly draw: (home: Home) => types.HomeView
  /** Milliseconds to collect what changes before it is drawn. */
  readonly collectMs: number
  readonly log: Logger
}

/** Most customers whose home is kept up to date; of others it is as it was when they opened it last. */
const MOST = 5_000

export function createHomes({ web, read, draw, collectMs, log }: HomesOptions): Homes {
  /** By conversation. */
  const users = new Map<string, string>()
  const waiting = new Map<string, NodeJS.Timeout>()
  const drawing = new Set<Promise<void>>()

  async function publish(user: string): Promise<void> {
    try {
      const view = draw(await read(directConversation(user)))
      await web.views.publish({ user_id: user, view })
    } catch (error) {
      log.warn({ why: whyOf(error) }, 'slack: a home was not drawn')
    }
  }

  function begin(user: string): void {
    const done = publish(user).finally(() => drawing.delete(done))
    drawing.add(done)
  }

  return {
    opened(user) {
      const conversation = directConversation(user)
      users.delete(conversation)
      users.set(conversation, user)
      const oldest = users.keys().next().value
      if (users.size > MOST && oldest !== undefined) users.delete(oldest)
      begin(user)
    },
    changed(conversations) {
      for (const conversation of conversations) {
        const user = users.get(conversation)
        if (user === undefined || waiting.has(user)) continue
        const timer = setTimeout(() => {
          waiting.delete(user)
          begin(user)
        }, collectMs)
        waiting.set(user, timer.unref())
      }
    },
    async stop() {
      users.clear()
      for (const timer of waiting.values()) clearTimeout(timer)
      waiting.clear()
      await Promise.all(drawing)
    },
  }
}
