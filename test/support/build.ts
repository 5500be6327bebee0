/** Set-up of the tests that start the real program: builds it, once, where the build is older than the source. */
import { spawnSync } from 'node:child_process'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** Called by vitest before any test of a project that names this file as `globalSetup`. */
export async function setup(): Promise<void> {
  const built = await changedAt('dist/main.js')
  const entries = await readdir('src', { recursive: true, withFileTypes: true })
  const sources = entries.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name))
  const changed = await Promise.all([...sources, 'tsconfig.json', 'tsconfig.build.json', 'package.json'].map(changedAt))
  if (Math.max(...changed) < built) return
  const { status, stdout, stderr } = spawnSync('npm', ['run', '--silent', 'build'], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`npm run build failed:\n${stdout}${stderr}`)
}

/** When a file was changed last, in epoch milliseconds; 0 when there is none. */
async function changedAt(file: string): Promise<number> {
  return (await stat(file).catch(() => undefined))?.mtimeMs ?? 0
}
