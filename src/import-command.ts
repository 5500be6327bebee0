/** `aftercare import`, composed: the flows to compare with, the database, and what the terminal shows. */
import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { styleText } from 'node:util'
import type { Config } from './config.ts'
import { loadService } from './content.ts'
import { parseDuration } from './flow/duration.ts'
import { formatProblems } from './flow/report.ts'
import type { Fault } from './import/entries.ts'
import { type ImportKind, importFile } from './import/import.ts'
import { LARGEST_MB, TOO_LARGE } from './import/read-file.ts'
import type { OutletsYaml } from './service/imported.ts'
import { openDatabase } from './store/database.ts'

/** The exit code: 1 when nothing was imported because something is wrong. */
export async function runImport(options: {
  readonly kind: ImportKind
  /** Path of the file. */
  readonly file: string
  readonly isDryRun: boolean
  readonly config: Pick<Config, 'databaseUrl' | 'flows'>
  readonly colour: boolean
  readonly now: number
  readonly write: (text: string) => void
}): Promise<number> {
  const { kind, isDryRun, config, colour, now, write } = options
  const loaded = await loadService(config.flows)
  if (!loaded) {
    write(`The flows have faults; see: aftercare flows check ${config.flows}\n`)
    return 1
  }
  const name = basename(options.file)
  const refuse = (faults: readonly Fault[], source = ''): number => {
    const problems = faults.map(fault => ({ file: name, ...fault }))
    const sources = new Map(source === '' ? [] : [[name, source]])
    write(`${formatProblems(problems, { colour, sources })}Nothing was imported.\n`)
    return 1
  }
  const found = await stat(options.file).catch(() => undefined)
  // Not read before: Node holds no file of more than 2 GB.
  if (found && found.size > LARGEST_MB * 1_000_000) return refuse([TOO_LARGE])
  const bytes = await readFile(options.file).catch(() => undefined)
  if (!bytes) {
    write(`${options.file} cannot be read.\n`)
    return 1
  }
  const { policy, products } = loaded.service
  const database = await openDatabase(config.databaseUrl)
  try {
    const result = await importFile({
      kind,
      file: { name, bytes },
      isDryRun,
      database,
      now,
      context: {
        country: policy.region.country,
        appliances: products.appliances.map(({ value }) => value),
        profiles: Object.keys(policy.profiles),
        outletsYaml: loaded.sources.outlets as OutletsYaml,
        parseDuration,
      },
    })
    if (result.faults.length > 0) return refuse(result.faults, result.source)
    const summary = `${kind}: added ${result.added}, changed ${result.changed}, unchanged ${result.unchanged}.`
    write(`${colour ? styleText('green', summary) : summary}\n`)
    for (const note of result.notes) write(`${note}\n`)
    if (isDryRun) write('This was a dry run: nothing was written.\n')
    return 0
  } finally {
    await database.close()
  }
}
