/** What a file to import comes to, before anybody asks whether it is right: entries that know their lines. */

/** Something wrong in the file, told so that its author can mend it. Lines count from 1. */
export type Fault = { readonly line: number; readonly what: string; readonly mend: string }

export type FileEntry = {
  readonly value: Readonly<Record<string, unknown>>
  /** The line on which that key of the value stands, or the entry begins. */
  lineOf(path: readonly string[]): number
  /** What the author of the file calls that key. */
  nameOf(path: readonly string[]): string
}

export type ReadEntries = { readonly entries: readonly FileEntry[]; readonly faults: readonly Fault[] }

/** The fault of one key. */
export function faultAt(entry: FileEntry, path: readonly string[], what: string, mend: string): Fault {
  const name = entry.nameOf(path)
  return { line: entry.lineOf(path), what: name === '' ? what : `${name}: ${what}`, mend }
}
