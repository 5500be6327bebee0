/** The real command on real files, and a look at what it left behind. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { ImportKind } from '../../../src/import/import.ts'
import { runImport } from '../../../src/import-command.ts'
import { type Database, openDatabase } from '../../../src/store/database.ts'
import type { Row } from '../../../src/store/sql.ts'

export const NOW = Date.parse('2026-11-22T09:00:00+08:00')

export type ImportWorld = {
  readonly databaseUrl: string
  /** Writes the content to a file and imports that. */
  imports(
    kind: ImportKind,
    name: string,
    content: string | Uint8Array,
    isDryRun?: boolean,
  ): Promise<{ readonly code: number; readonly text: string }>
  /** Imports a file that is there. */
  importsSample(kind: ImportKind, name: string): Promise<{ readonly code: number; readonly text: string }>
  rows(sql: string): Promise<Row[]>
  close(): Promise<void>
}

export async function openImportWorld(): Promise<ImportWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'aftercare-import-'))
  const databaseUrl = `sqlite:${join(folder, 'house.sqlite')}`
  async function run(kind: ImportKind, file: string, isDryRun: boolean) {
    let text = ''
    const code = await runImport({
      kind,
      file,
      isDryRun,
      config: { databaseUrl, flows: 'flows' },
      colour: false,
      now: NOW,
      write: more => {
        text += more
      },
    })
    return { code, text }
  }
  return {
    databaseUrl,
    async imports(kind, name, content, isDryRun = false) {
      const file = join(folder, name)
      await writeFile(file, content)
      return run(kind, file, isDryRun)
    },
    importsSample: (kind, name) => run(kind, resolve('docs/samples', name), false),
    async rows(sql) {
      const database: Database = await openDatabase(databaseUrl)
      const rows = await database.read(reader => reader.all<Row>(sql))
      await database.close()
      return rows
    },
    close: () => rm(folder, { recursive: true, force: true }),
  }
}
