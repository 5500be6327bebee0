/** The fonts of our documents: Noto Sans SC (SIL Open Font License), read from its package when the first one is drawn. */
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { unpackWoff } from './sfnt.ts'

export type Fonts = { readonly regular: Buffer; readonly bold: Buffer }

const require = createRequire(import.meta.url)

/** Chinese and Latin letters in one file of each weight. */
export async function readFonts(): Promise<Fonts> {
  const [regular, bold] = await Promise.all([readFont(400), readFont(700)])
  return { regular, bold }
}

/** Unpacked once: out of the compressed file every letter would cost a decompression of all of them. */
async function readFont(weight: 400 | 700): Promise<Buffer> {
  const path = require.resolve(`@fontsource/noto-sans-sc/files/noto-sans-sc-chinese-simplified-${weight}-normal.woff`)
  return unpackWoff(await readFile(path))
}
