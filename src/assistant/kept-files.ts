/** Reading what the fetcher has brought home. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Database } from '../store/database.ts'
import { mediaState } from '../store/media.ts'
import type { ReadFile } from './channel.ts'

/** `folder` is the fetcher's. A file that somebody has taken out of it is lost. */
export function createReadFile(database: Database, folder: string): ReadFile {
  return async media => {
    const state = await database.read(sql => mediaState(sql, media))
    if (state.kind !== 'kept') return state
    try {
      return { kind: 'kept', bytes: await readFile(join(folder, state.path)) }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { kind: 'lost' }
      throw error
    }
  }
}
