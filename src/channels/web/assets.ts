/** The files the page is made of: `page/` beside this module's source, and preact with htm from node_modules. */
import { readdir, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Reached alike from `src/channels/web` and from `dist/channels/web`: the page is not compiled. */
const PAGE = fileURLToPath(new URL('../../../src/channels/web/page/', import.meta.url))

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
}

export type Asset = { readonly path: string; readonly type: string }

/** The module that the page imports as `./preact.js`: preact, its hooks and htm in one file, beside htm's `dist`. */
function preactModule(): string {
  const entry = createRequire(import.meta.url).resolve('htm')
  return join(dirname(dirname(entry)), 'preact', 'standalone.module.js')
}

/** What may be served, by file name; nothing else can be asked for. */
export async function listAssets(): Promise<ReadonlyMap<string, Asset>> {
  const assets = new Map<string, Asset>()
  for (const name of await readdir(PAGE)) {
    const type = TYPES[extname(name)]
    if (type !== undefined) assets.set(name, { path: join(PAGE, name), type })
  }
  assets.set('preact.js', { path: preactModule(), type: 'text/javascript; charset=utf-8' })
  return assets
}

export async function readAsset(asset: Asset): Promise<Buffer> {
  return readFile(asset.path)
}
