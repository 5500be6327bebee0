/**
 * Brings the bytes of photos and files of customers and agents home, after the turn that kept their row: the links of the
 * platforms do not last (peers 4a, "Files").
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Logger } from 'pino'
import type { Database } from '../store/database.ts'
import { dueMedia, keepMedia, type PendingMedia, postponeMedia } from '../store/media.ts'
import type { Channel } from './channel.ts'

export type Fetcher = {
  /** There may be something to fetch. */
  wake(): void
  idle(): Promise<void>
  stop(): Promise<void>
}

export type FetcherOptions = {
  readonly database: Database
  readonly channels: ReadonlyMap<string, Channel>
  /** Where the bytes go: one file per row, named by its id. */
  readonly folder: string
  readonly now: () => number
  readonly log: Logger
  readonly limits: { readonly attempts: number; readonly firstMs: number; readonly mostMs: number }
}

export function createFetcher(options: FetcherOptions): Fetcher {
  const { database, limits } = options
  let stopped = false
  let again = false
  let round: Promise<void> | undefined
  const later = new Set<NodeJS.Timeout>()

  async function fetchDue(): Promise<void> {
    do {
      again = false
      const due = await database.transaction(options.now(), tx => dueMedia(tx, AT_ONCE))
      await Promise.all(due.map(fetchOne))
      if (due.length === AT_ONCE) again = true
    } while (again && !stopped)
  }

  async function fetchOne(media: PendingMedia): Promise<void> {
    const channel = options.channels.get(media.channel)
    try {
      const bytes = await channel?.fetchFile?.(media.file)
      if (!bytes) return await giveUp(media)
      await mkdir(options.folder, { recursive: true })
      await writeFile(join(options.folder, String(media.id)), bytes)
      await database.transaction(options.now(), tx => keepMedia(tx, media.id, String(media.id)))
    } catch (error) {
      options.log.warn({ err: error, media: media.id }, 'a file could not be fetched')
      await giveUp(media, isFinal(error))
    }
  }

  async function giveUp(media: PendingMedia, forGood = false): Promise<void> {
    const backOff = Math.min(limits.mostMs, limits.firstMs * 2 ** media.attempts)
    const last = forGood || media.attempts + 1 >= limits.attempts
    await database.transaction(options.now(), tx => postponeMedia(tx, media.id, last ? null : tx.now + backOff))
    if (!last) wakeIn(backOff)
  }

  /** What waits for the file waits no longer than it must, also where the worker never has a quiet moment. */
  function wakeIn(ms: number): void {
    const timer = setTimeout(() => {
      later.delete(timer)
      wake()
    }, ms)
    later.add(timer.unref())
  }

  function wake(): void {
    again = true
    if (stopped || round) return
    round = fetchDue()
      .catch(error => options.log.error({ err: error }, 'files could not be fetched'))
      .finally(() => {
        round = undefined
      })
  }

  return {
    wake,
    idle: async () => {
      await round
    },
    stop: async () => {
      stopped = true
      for (const timer of later) clearTimeout(timer)
      await round
    },
  }
}

/** Trying again cannot help. */
function isFinal(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'gone' || error.code === 'too-big')
}

const AT_ONCE = 5
