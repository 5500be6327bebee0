/**
 * The send governor of one channel: a rate over all conversations and a gentler one for each (peers 4a, "Limits").
 * Token buckets over a monotonic clock in milliseconds; plain arithmetic, nobody waits in here.
 */
import type { Pace } from './channel.ts'

export type Governor = {
  /** Milliseconds until any message may go out; 0: now. */
  waitForAll(at: number): number
  /** Milliseconds until this conversation may be written to; 0: now. Replacing buttons waits only for a silence asked for. */
  waitForOne(conversationId: string, at: number, isMessage: boolean): number
  /** Counts a call that goes out now; one that replaces buttons is not counted as a message to the conversation. */
  count(conversationId: string, at: number, isMessage: boolean): void
  /** What was counted last did not go out after all. */
  uncount(conversationId: string, isMessage: boolean): void
  /** The platform asked for silence: everywhere, or in one conversation. */
  pauseUntil(at: number, conversationId?: string): void
}

type Bucket = { tokens: number; at: number }

export function createGovernor(pace: Pace): Governor {
  /** Begins with one message, not with a second's worth: what an earlier process sent just now counts for the platform. */
  let all: Bucket | undefined
  const each = new Map<string, Bucket>()
  const pausedUntil = new Map<string, number>()
  let allPausedUntil = 0

  const perMs = pace.perSecond / 1000
  const eachPerMs = pace.sameConversationMs > 0 ? 1 / pace.sameConversationMs : Number.POSITIVE_INFINITY

  function tokens(bucket: Bucket | undefined, rate: number, most: number, at: number): number {
    if (!bucket || rate === Number.POSITIVE_INFINITY) return most
    return Math.min(most, bucket.tokens + Math.max(0, at - bucket.at) * rate)
  }

  function take(bucket: Bucket, rate: number, most: number, at: number): void {
    bucket.tokens = tokens(bucket, rate, most, at) - 1
    bucket.at = at
  }

  function forgetIdle(at: number): void {
    if (each.size < MOST_REMEMBERED) return
    for (const [id, bucket] of each) if (tokens(bucket, eachPerMs, pace.burst, at) >= pace.burst) each.delete(id)
    for (const [id, until] of pausedUntil) if (until <= at) pausedUntil.delete(id)
  }

  return {
    waitForAll(at) {
      all ??= { tokens: 1, at }
      return longest(allPausedUntil - at, (1 - tokens(all, perMs, pace.perSecond, at)) / perMs)
    },
    waitForOne(conversationId, at, isMessage) {
      const silence = (pausedUntil.get(conversationId) ?? 0) - at
      if (!isMessage) return longest(silence)
      const missing = 1 - tokens(each.get(conversationId), eachPerMs, pace.burst, at)
      return longest(silence, missing / eachPerMs)
    },
    count(conversationId, at, isMessage) {
      all ??= { tokens: 1, at }
      take(all, perMs, pace.perSecond, at)
      if (!isMessage) return
      let bucket = each.get(conversationId)
      if (!bucket) {
        forgetIdle(at)
        bucket = { tokens: pace.burst, at }
        each.set(conversationId, bucket)
      }
      take(bucket, eachPerMs, pace.burst, at)
    },
    uncount(conversationId, isMessage) {
      if (all) all.tokens += 1
      const bucket = isMessage ? each.get(conversationId) : undefined
      if (bucket) bucket.tokens += 1
    },
    pauseUntil(at, conversationId) {
      if (conversationId === undefined) allPausedUntil = Math.max(allPausedUntil, at)
      else pausedUntil.set(conversationId, Math.max(pausedUntil.get(conversationId) ?? 0, at))
    },
  }
}

function longest(...waits: readonly number[]): number {
  return Math.max(0, Math.ceil(Math.max(...waits)))
}

const MOST_REMEMBERED = 10_000
