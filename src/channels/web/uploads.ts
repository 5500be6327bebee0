/** Keeps files that playground customers send, one file each below a folder, under a random name. */
import { randomUUID } from 'node:crypto'
import { mkdir, open, readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import type { Uploads } from './ports.ts'

/** Types a browser may show in the page; everything else is only ever downloaded. */
const SHOWN: Readonly<Record<string, string>> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.webp': 'image/webp',
  '.gif': 'image/gif',
}

const HANDLE = /^[0-9a-f-]{36}(\.[a-z0-9]{1,5})?$/

/** The content type a file of this name is shown with, or undefined for one that is only downloaded. */
export function shownType(name: string): string | undefined {
  return SHOWN[extname(name).toLowerCase()]
}

export function createUploads(folder: string): Uploads {
  return {
    async save(bytes, name) {
      await mkdir(folder, { recursive: true })
      const ending = extname(name).toLowerCase()
      const file = randomUUID() + (/^\.[a-z0-9]{1,5}$/.test(ending) ? ending : '')
      const handle = await open(join(folder, file), 'wx')
      try {
        await handle.writeFile(bytes)
        await handle.sync()
      } finally {
        await handle.close()
      }
      return file
    },
    async read(file) {
      if (!HANDLE.test(file)) throw new Error(`No upload is called ${JSON.stringify(file)}`)
      return readFile(join(folder, file))
    },
  }
}
