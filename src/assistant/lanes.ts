/**
 * The queues of one channel: a lane per conversation, first in first out, at most one message of a lane under way. Among
 * the lanes that may go, the one with the most urgent message goes first.
 */
import { performance } from 'node:perf_hooks'
import type { OutboxRow } from '../store/outbox.ts'
import type { Governor } from './pace.ts'

export type Lanes = {
  push(row: OutboxRow): void
  /** Takes rows out that must not be sent any more. */
  drop(ids: ReadonlySet<number>): void
  /** Everything is sent, but for what waits for another attempt. */
  isIdle(): boolean
  /** Resolves when that is so. */
  idle(): Promise<void>
  /** Begins nothing new and resolves when nothing is under way. */
  stop(): Promise<void>
}

type Lane = {
  readonly id: string
  readonly rows: OutboxRow[]
  sending: boolean
  /** The priority list it stands in. */
  listed: number | undefined
  wake: NodeJS.Timeout | undefined
  /** Its last attempt did not arrive. */
  retrying: boolean
}

/** `free`: done without a call to the platform. */
export type SendResult = 'done' | 'free' | { readonly retryInMs: number; readonly everyone: boolean }

export function createLanes(options: {
  governor: Governor
  parallel: number
  send: (row: OutboxRow) => Promise<SendResult>
}): Lanes {
  const { governor } = options
  const lanes = new Map<string, Lane>()
  const ready: string[][] = [[], [], [], []]
  let underWay = 0
  let stopped = false
  let pause: NodeJS.Timeout | undefined
  let idleWaiters: (() => void)[] = []

  const urgency = (lane: Lane) => Math.min(...lane.rows.map(row => row.priority), ready.length - 1)

  function list(lane: Lane): void {
    if (lane.sending || lane.wake || lane.rows.length === 0) return
    const priority = urgency(lane)
    if (lane.listed !== undefined && lane.listed <= priority) return
    lane.listed = priority
    ready[priority]?.push(lane.id)
  }

  /** The next lane, the most urgent first; entries that a lane has left behind are passed over. */
  function next(): Lane | undefined {
    for (const [priority, ids] of ready.entries()) {
      while (ids.length > 0) {
        const lane = lanes.get(ids[0] as string)
        if (lane?.listed === priority && lane.rows.length > 0) return lane
        ids.shift()
      }
    }
    return undefined
  }

  function pump(): void {
    while (!stopped && underWay < options.parallel) {
      const lane = next()
      if (!lane) break
      const at = performance.now()
      const waitForAll = governor.waitForAll(at)
      if (waitForAll > 0) {
        pause ??= setTimeout(resume, waitForAll)
        break
      }
      ready[lane.listed ?? 0]?.shift()
      lane.listed = undefined
      const isMessage = lane.rows[0]?.payload.kind !== 'settle'
      const wait = governor.waitForOne(lane.id, at, isMessage)
      if (wait > 0) {
        sleep(lane, wait)
        continue
      }
      governor.count(lane.id, at, isMessage)
      void run(lane)
    }
    if (idleWaiters.length > 0 && isIdle()) {
      for (const resolve of idleWaiters) resolve()
      idleWaiters = []
    }
  }

  function resume(): void {
    pause = undefined
    pump()
  }

  function isIdle(): boolean {
    if (underWay > 0) return false
    return stopped || [...lanes.values()].every(lane => lane.retrying || lane.rows.length === 0)
  }

  function sleep(lane: Lane, ms: number): void {
    lane.wake = setTimeout(() => {
      lane.wake = undefined
      lane.retrying = false
      list(lane)
      pump()
    }, ms)
  }

  async function run(lane: Lane): Promise<void> {
    const row = lane.rows[0] as OutboxRow
    lane.sending = true
    lane.retrying = false
    underWay += 1
    const result = await options.send(row)
    underWay -= 1
    lane.sending = false
    if (result === 'free') governor.uncount(lane.id, row.payload.kind !== 'settle')
    if (result === 'done' || result === 'free') {
      if (lane.rows[0] === row) lane.rows.shift()
    } else {
      lane.retrying = true
      governor.pauseUntil(performance.now() + result.retryInMs, result.everyone ? undefined : lane.id)
    }
    if (lane.rows.length === 0) lanes.delete(lane.id)
    else list(lane)
    pump()
  }

  return {
    push(row) {
      let lane = lanes.get(row.conversationId)
      if (!lane) {
        lane = { id: row.conversationId, rows: [], sending: false, listed: undefined, wake: undefined, retrying: false }
        lanes.set(row.conversationId, lane)
      }
      lane.rows.push(row)
      list(lane)
      pump()
    },
    drop(ids) {
      for (const lane of lanes.values()) {
        const keep = lane.rows.filter((row, index) => !ids.has(row.id) || (index === 0 && lane.sending))
        lane.rows.splice(0, lane.rows.length, ...keep)
      }
    },
    isIdle,
    idle() {
      if (isIdle()) return Promise.resolve()
      return new Promise(resolve => idleWaiters.push(resolve))
    },
    stop() {
      stopped = true
      clearTimeout(pause)
      for (const lane of lanes.values()) clearTimeout(lane.wake)
      if (underWay === 0) return Promise.resolve()
      return new Promise(resolve => idleWaiters.push(resolve))
    },
  }
}
