/** The flows on disk and, by revision, in the database. Text only; what it means is `src/flow`'s business. */
import { readdir, readFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { json, type Sql, type Tx, toJson } from './sql.ts'

export type FlowFile = {
  /** Path below the flows folder, with `/`. */
  readonly file: string
  readonly source: string
}

/** Every YAML file below `folder`, in a stable order. Throws when the folder cannot be read. */
export async function readFlowFiles(folder: string): Promise<FlowFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries
    .filter(entry => entry.isFile() && entry.name.endsWith('.yaml'))
    .map(entry => join(entry.parentPath, entry.name))
    .sort()
  return Promise.all(
    paths.map(async path => ({
      file: relative(folder, path).split(sep).join('/'),
      source: await readFile(path, 'utf8'),
    })),
  )
}

/** Remembers the words of a revision, so that conversations can go on with the words they began with. */
export async function storeRevision(tx: Tx, revision: string, files: readonly FlowFile[]): Promise<void> {
  await tx.run('insert into flow_revision (id, files, created_at) values (?, ?, ?) on conflict (id) do nothing', [
    revision,
    toJson(files),
    tx.now,
  ])
}

export async function readRevision(sql: Sql, revision: string): Promise<FlowFile[] | undefined> {
  const [row] = await sql.all<{ files: string }>('select files from flow_revision where id = ?', [revision])
  return row && json<FlowFile[]>(row.files)
}
