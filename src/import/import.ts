/** Imports a file, all of it or nothing. */
import { ENTRY_KINDS, type EntryKind, type OutletsYaml } from '../service/imported.ts'
import type { ParseDuration } from '../service/policy.ts'
import { saveImportedCustomer } from '../store/customers.ts'
import type { Database } from '../store/database.ts'
import { readImported, saveImported } from '../store/directory.ts'
import { type Column, CUSTOMER_COLUMNS, LOANER_COLUMNS, OUTLET_COLUMNS, TECHNICIAN_COLUMNS } from './columns.ts'
import { type CustomersContext, readCustomers } from './customers.ts'
import { planDirectory } from './directory.ts'
import type { Fault, FileEntry } from './entries.ts'
import { readFile } from './read-file.ts'

export const IMPORT_KINDS = [...ENTRY_KINDS, 'customers'] as const
export type ImportKind = (typeof IMPORT_KINDS)[number]

export type ImportOptions = {
  readonly kind: ImportKind
  readonly file: { readonly name: string; readonly bytes: Uint8Array }
  /** Nothing is written. */
  readonly isDryRun: boolean
  readonly database: Database
  readonly now: number
  /** What entries are compared with. */
  readonly context: CustomersContext & {
    readonly outletsYaml: OutletsYaml
    readonly parseDuration: ParseDuration
  }
}

export type ImportResult = {
  /** By line; when there are any, nothing was imported. */
  readonly faults: readonly Fault[]
  readonly added: number
  readonly changed: number
  readonly unchanged: number
  readonly notes: readonly string[]
  /** The file's text. */
  readonly source: string
}

const COLUMNS: Readonly<Record<ImportKind, readonly Column[]>> = {
  outlets: OUTLET_COLUMNS,
  technicians: TECHNICIAN_COLUMNS,
  loaners: LOANER_COLUMNS,
  customers: CUSTOMER_COLUMNS,
}

export async function importFile(options: ImportOptions): Promise<ImportResult> {
  const { kind, file, database, now } = options
  const { entries, faults, source } = readFile(file, COLUMNS[kind], kind)
  const result = await database.transaction(now, async tx =>
    kind === 'customers'
      ? importCustomers(tx, entries, faults, options)
      : importEntries(tx, kind, entries, faults, options),
  )
  return { ...result, faults: result.faults.toSorted((one, other) => one.line - other.line), source }
}

type Tx = Parameters<Parameters<Database['transaction']>[1]>[0]
type Result = Omit<ImportResult, 'source'>

const NOTHING = { added: 0, changed: 0, unchanged: 0, notes: [] }

async function importEntries(
  tx: Tx,
  kind: EntryKind,
  found: readonly FileEntry[],
  unreadable: readonly Fault[],
  { isDryRun, context }: ImportOptions,
): Promise<Result> {
  const { imported } = await readImported(tx)
  const { entries, ...plan } = planDirectory(kind, found, { imported, file: context.outletsYaml }, context)
  const faults = [...unreadable, ...plan.faults]
  if (faults.length > 0) return { ...NOTHING, faults }
  if (!isDryRun && entries.length > 0) await saveImported(tx, kind, entries)
  return { ...plan, faults }
}

async function importCustomers(
  tx: Tx,
  found: readonly FileEntry[],
  unreadable: readonly Fault[],
  { isDryRun, context }: ImportOptions,
): Promise<Result> {
  const { customers, faults: wrong } = readCustomers(found, context)
  const faults = [...unreadable, ...wrong]
  if (faults.length > 0) return { ...NOTHING, faults }
  const count = { added: 0, changed: 0, unchanged: 0 }
  for (const customer of customers) count[await saveImportedCustomer(tx, customer, !isDryRun)] += 1
  return { ...count, notes: [], faults }
}
