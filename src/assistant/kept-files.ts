/** Reading what the fetcher has brought home, and what is drawn from what we know. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Document } from '../service/document.ts'
import type { Database } from '../store/database.ts'
import { mediaState } from '../store/media.ts'
import type { ReadFile } from './channel.ts'

/** Draws a document of ours: the bytes of its file. */
export type Draw = (document: Document) => Promise<Uint8Array>

/** `folder` is the fetcher's. A file that somebody has taken out of it is lost. */
export function createReadFile(database: Database, folder: string, draw: Draw): ReadFile {
  return async media => {
    const state = await database.read(sql => mediaState(sql, media))
    if (state.kind === 'document') return { kind: 'kept', bytes: await draw(state.document) }
    if (state.kind !== 'kept') return state
    try {
      return { kind: 'kept', bytes: await readFile(join(folder, state.path)) }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { kind: 'lost' }
      throw error
    }
  }
}
