/** A file to import, read by its ending: CSV or YAML. */
import type { Column } from './columns.ts'
import { readCsv } from './csv.ts'
import type { Fault, ReadEntries } from './entries.ts'
import { readYaml } from './yaml.ts'

/** In megabytes: a hundred thousand customers with their appliances. */
export const LARGEST_MB = 20

/** Told of a larger file, which is not read at all. */
export const TOO_LARGE: Fault = {
  line: 1,
  what: `the file is larger than ${LARGEST_MB} MB`,
  mend: 'Split it into several files and import one after the other.',
}

/** `key` may name the list in a YAML file. `source` is the text, for showing lines; empty when it is no text. */
export function readFile(
  file: { readonly name: string; readonly bytes: Uint8Array },
  columns: readonly Column[],
  key: string,
): ReadEntries & { readonly source: string } {
  let source: string
  try {
    // Takes the byte order mark away that Excel writes.
    source = new TextDecoder('utf-8', { fatal: true }).decode(file.bytes)
  } catch {
    const mend = 'Save it as UTF-8; in Excel choose "CSV UTF-8 (comma delimited)".'
    return { entries: [], faults: [{ line: 1, what: 'the file is not UTF-8', mend }], source: '' }
  }
  if (/\.csv$/i.test(file.name)) return { ...readCsv(source, columns), source }
  if (/\.ya?ml$/i.test(file.name)) return { ...readYaml(source, key), source }
  const mend = 'Give it the ending .csv, .yaml or .yml.'
  return { entries: [], faults: [{ line: 1, what: 'nobody can tell whether this is CSV or YAML', mend }], source }
}
