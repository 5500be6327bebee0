/** Outlets, technicians and loaners that were imported, as `flows/outlets.yaml` would write them. */
import type { Entry, EntryKind, Imported } from '../service/imported.ts'
import { json, type Row, type Sql, type Tx, toJson } from './sql.ts'

const REVISION = 'directory'
const LOANERS = 'directory.loaners'

/** How many imports there were: whoever remembers it sees whether to read again. */
export async function directoryRevision(sql: Sql): Promise<number> {
  const [row] = await sql.all<Row>('select value from setting where key = ?', [REVISION])
  return row ? json<{ revision: number }>(row.value ?? '').revision : 0
}

/** Outlets in the order in which they first came: the first is the head office. */
export async function readImported(sql: Sql): Promise<{ readonly imported: Imported; readonly revision: number }> {
  const outlets = await sql.all<Row>('select body from outlet order by place, id')
  const technicians = await sql.all<Row>('select body from technician order by id')
  return {
    imported: {
      outlets: outlets.map(bodyOf),
      technicians: technicians.map(bodyOf),
      loaners: await readLoaners(sql),
    },
    revision: await directoryRevision(sql),
  }
}

function bodyOf(row: Row): Entry {
  return json<Entry>(row.body ?? '')
}

async function readLoaners(sql: Sql): Promise<readonly Entry[]> {
  const [row] = await sql.all<Row>('select value from setting where key = ?', [LOANERS])
  return row ? json<Entry[]>(row.value ?? '') : []
}

/** Adds entries, or puts them in the place of those with the same id, and counts the import. */
export async function saveImported(tx: Tx, kind: EntryKind, entries: readonly Entry[]): Promise<void> {
  if (kind === 'loaners') await saveLoaners(tx, entries)
  else for (const entry of entries) await tx.run(UPSERT[kind], [entry.id, toJson(entry), tx.now])
  const revision = (await directoryRevision(tx)) + 1
  await saveSetting(tx, REVISION, { revision })
}

const UPSERT = {
  outlets: `insert into outlet (id, body, updated_at, place)
    select ?, ?, ?, coalesce(max(place), 0) + 1 from outlet where true
    on conflict (id) do update set body = excluded.body, updated_at = excluded.updated_at`,
  technicians: `insert into technician (id, body, updated_at) values (?, ?, ?)
    on conflict (id) do update set body = excluded.body, updated_at = excluded.updated_at`,
}

async function saveLoaners(tx: Tx, entries: readonly Entry[]): Promise<void> {
  const known = await readLoaners(tx)
  const kept = known.map(loaner => entries.find(({ id }) => id === loaner.id) ?? loaner)
  const added = entries.filter(({ id }) => !known.some(loaner => loaner.id === id))
  await saveSetting(tx, LOANERS, [...kept, ...added])
}

async function saveSetting(tx: Tx, key: string, value: unknown): Promise<void> {
  await tx.run(
    'insert into setting (key, value) values (?, ?) on conflict (key) do update set value = excluded.value',
    [key, toJson(value)],
  )
}
