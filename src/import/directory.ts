/** Outlets, technicians and loaners of a file beside those that are known: what is wrong, what is new. */
import { isDeepStrictEqual } from 'node:util'
import type { Entry, EntryKind, Imported, OutletsYaml } from '../service/imported.ts'
import { mergeImported } from '../service/imported.ts'
import { type OutletsContext, readOutlets } from '../service/outlets-file.ts'
import { COMPARE, type ServiceProblem } from '../service/policy.ts'
import { type Fault, type FileEntry, faultAt } from './entries.ts'

export type DirectoryPlan = {
  readonly faults: readonly Fault[]
  /** Entries to be written. */
  readonly entries: readonly Entry[]
  readonly added: number
  readonly changed: number
  readonly unchanged: number
  /** What the reader should know though nothing is wrong. */
  readonly notes: readonly string[]
}

/** `file`: what `outlets.yaml` holds; it is compared with as far as nothing was imported. */
export function planDirectory(
  kind: EntryKind,
  found: readonly FileEntry[],
  known: { readonly imported: Imported; readonly file: OutletsYaml },
  context: OutletsContext,
): DirectoryPlan {
  const values = found.map(({ value }) => value as Entry)
  const before = known.imported[kind]
  const kept = before.filter(({ id }) => !values.some(value => value.id === id))
  const after = mergeImported(known.file, { ...known.imported, [kind]: [...kept, ...values] })
  const { problems } = readOutlets(after, context)
  const faults =
    found.length === 0 ? [] : problems.flatMap(problem => toFault(problem, kind, kept.length, found, after))
  const changed = values.filter(value => {
    const same = before.find(({ id }) => id === value.id)
    return same && !isDeepStrictEqual(same, value)
  })
  const added = values.filter(({ id }) => !before.some(other => other.id === id))
  return {
    faults,
    entries: [...changed, ...added],
    added: added.length,
    changed: changed.length,
    unchanged: values.length - added.length - changed.length,
    notes: notesOf(after),
  }
}

function toFault(
  { path, what, mend }: ServiceProblem,
  kind: EntryKind,
  kept: number,
  found: readonly FileEntry[],
  after: Imported,
): readonly Fault[] {
  const [list = '', place = '', ...keys] = path.replace('outlets.yaml: ', '').split('.')
  const index = Number(place)
  const entry = list === kind ? found[index - kept] : undefined
  if (entry) return [faultAt(entry, keys, what, mend === COMPARE ? 'Compare with docs/import.md.' : mend)]
  // An appliance that the catalogue lost since is no matter of this file.
  if (keys[0] !== 'outlet') return []
  const id = after[list as EntryKind][index]?.id
  return [{ line: 1, what: `${list} "${id}": ${what}`, mend: 'Bring that outlet too: they were imported before it.' }]
}

function notesOf({ outlets, technicians }: Imported): readonly string[] {
  return outlets
    .filter(({ id }) => !technicians.some(({ outlet }) => outlet === id))
    .map(({ id }) => `Nobody works at the outlet "${id}" yet: import its technicians.`)
}
