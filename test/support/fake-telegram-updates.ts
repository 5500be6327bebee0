/** How updates reach the bot: posted to its webhook, again and again until it takes them, or handed out to getUpdates. */
import { setMaxListeners } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { Agent, request } from 'undici'
import { type ApiAnswer, refusal } from './fake-telegram-answers.ts'
import type { FakeState, FakeUpdate } from './fake-telegram-state.ts'

/** Pauses between redeliveries (ms), doubled each time; Telegram's own begin at seconds. */
const FIRST_RETRY_MS = 20
const LAST_RETRY_MS = 320

type Pending = { readonly update: FakeUpdate; readonly chat: number; readonly accepted: () => void }

export type FakeUpdates = {
  /** Resolves when the bot has accepted it: every copy with a 2xx, or by asking for a later offset. Never rejects. */
  deliver(chat: number, kind: string, body: unknown): Promise<void>
  poll(payload: Record<string, unknown>): Promise<ApiAnswer>
  /** To be called when the webhook has changed. */
  changed(): void
  /** How often each update is delivered. */
  copies: number
  /** HTTP statuses the webhook answered with, and how often; 0: no answer. */
  readonly statuses: Map<number, number>
  close(): Promise<void>
}

export function createUpdates(state: FakeState): FakeUpdates {
  const statuses = new Map<number, number>()
  /** One chat in order, chats side by side, as Telegram does it. */
  const lines = new Map<number, Promise<void>>()
  const pending: Pending[] = []
  const closing = new AbortController()
  // Every update that waits for its redelivery listens.
  setMaxListeners(0, closing.signal)
  let agent: Agent | undefined
  let waiting: ((answer: 'news' | 'conflict') => void) | undefined
  let lastUpdateId = 1000

  const post = async (update: FakeUpdate): Promise<boolean> => {
    const webhook = state.webhook
    if (webhook === undefined) return false
    agent ??= new Agent({ connections: webhook.connections, headersTimeout: 60_000 })
    const secret = webhook.secret === undefined ? {} : { 'x-telegram-bot-api-secret-token': webhook.secret }
    let status = 0
    try {
      const headers = { 'content-type': 'application/json', ...secret }
      const init = { method: 'POST', headers, body: JSON.stringify(update), dispatcher: agent } as const
      const answer = await request(webhook.url, init)
      await answer.body.dump()
      status = answer.statusCode
    } catch {
      // Nobody there, or gone in the middle: it will be posted again.
    }
    statuses.set(status, (statuses.get(status) ?? 0) + 1)
    return status >= 200 && status < 300
  }

  const postUntilTaken = async (item: Pending) => {
    for (let wait = FIRST_RETRY_MS; !closing.signal.aborted; wait = Math.min(wait * 2, LAST_RETRY_MS)) {
      if (state.webhook === undefined) {
        pending.push(item)
        return
      }
      if (await post(item.update)) break
      await sleep(wait, undefined, { signal: closing.signal }).catch(() => undefined)
    }
    item.accepted()
  }

  const queue = (item: Pending, copies: number) => {
    const line = lines.get(item.chat) ?? Promise.resolve()
    const turn = line.then(
      async () => void (await Promise.all(Array.from({ length: copies }, () => postUntilTaken(item)))),
    )
    lines.set(item.chat, turn)
    turn.then(() => lines.get(item.chat) === turn && lines.delete(item.chat))
  }

  const updates: FakeUpdates = {
    copies: 1,
    statuses,
    deliver(chat, kind, body) {
      if (state.allowed !== undefined && !state.allowed.includes(kind)) return Promise.resolve()
      lastUpdateId += 1
      const update = { update_id: lastUpdateId, [kind]: body }
      const copies = updates.copies
      return new Promise<void>(resolve => {
        let left = copies
        const accepted = () => {
          left -= 1
          if (left === 0) resolve()
        }
        if (state.webhook) queue({ update, chat, accepted }, copies)
        else {
          for (let copy = 0; copy < copies; copy += 1) pending.push({ update, chat, accepted })
          waiting?.('news')
        }
      })
    },
    async poll(payload) {
      if (state.webhook) return refusal(409, "Conflict: can't use getUpdates method while webhook is active")
      waiting?.('conflict')
      if (Array.isArray(payload.allowed_updates)) state.allowed = payload.allowed_updates.map(String)
      const offset = Number(payload.offset ?? 0)
      while (pending[0] && pending[0].update.update_id < offset) pending.shift()?.accepted()
      const seconds = Number(payload.timeout ?? 0)
      if (pending.length === 0 && seconds > 0 && !closing.signal.aborted) {
        const end = await new Promise<'news' | 'conflict' | 'nothing'>(resolve => {
          const timer = setTimeout(() => resolve('nothing'), seconds * 1000)
          waiting = why => {
            clearTimeout(timer)
            resolve(why)
          }
        })
        if (end === 'conflict') return refusal(409, 'Conflict: terminated by other getUpdates request')
        waiting = undefined
      }
      const limit = Math.min(Number(payload.limit ?? 100), 100)
      return { ok: true, result: pending.slice(0, limit).map(({ update }) => update) }
    },
    changed() {
      void agent?.close()
      agent = undefined
      if (state.webhook) for (const item of pending.splice(0)) queue(item, 1)
    },
    async close() {
      closing.abort()
      waiting?.('news')
      await agent?.destroy()
    },
  }
  return updates
}
