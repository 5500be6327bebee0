/** CSV as people's programs write it: commas, semicolons or tabs, quoted line breaks, a byte order mark, any line ends. */
import { parse } from 'csv-parse/sync'
import type { Column } from './columns.ts'
import type { Fault, FileEntry, ReadEntries } from './entries.ts'

type Row = { readonly cells: readonly string[]; readonly line: number }

export function readCsv(source: string, columns: readonly Column[]): ReadEntries {
  const { rows, faults: broken } = readRows(source)
  const [header, ...body] = rows
  if (!header) {
    if (broken.length > 0) return { entries: [], faults: broken }
    const mend = `Let the first line name the columns: ${columns.map(({ name }) => name).join(', ')}.`
    return { entries: [], faults: [{ line: 1, what: 'the file is empty', mend }] }
  }
  const names = header.cells.map(cell => cell.toLowerCase())
  const faults = [...broken, ...headerFaults(names, header.line, columns)]
  if (faults.length > 0) return { entries: [], faults }
  const read = body.map(row => readRow(row, names, columns))
  return {
    entries: read.flatMap(one => ('entry' in one ? [one.entry] : [])),
    faults: read.flatMap(one => ('faults' in one ? one.faults : [])),
  }
}

function readRows(source: string): { readonly rows: readonly Row[]; readonly faults: readonly Fault[] } {
  const rows: Row[] = []
  let before = 0
  try {
    const records = parse(source, {
      delimiter: delimiterOf(source),
      record_delimiter: ['\r\n', '\n', '\r'],
      info: true,
      relax_column_count: true,
      trim: true,
    }) as unknown as readonly { readonly record: readonly string[]; readonly info: { readonly lines: number } }[]
    for (const { record, info } of records) {
      if (record.some(cell => cell !== '')) rows.push({ cells: record, line: before + 1 })
      before = info.lines
    }
    return { rows, faults: [] }
  } catch (error) {
    const { code, lines } = error as { code?: string; lines?: number }
    if (code === undefined) throw error
    const mend = 'Put the field into double quotes, and write a double quote inside of it twice.'
    return { rows: [], faults: [{ line: lines ?? 1, what: 'the quotes of a field are not right', mend }] }
  }
}

/** What separates the names of the columns. */
function delimiterOf(source: string): string {
  const [header = ''] = source.split(/\r\n|\n|\r/, 1)
  const count = (delimiter: string) => header.split(delimiter).length
  return [',', ';', '\t'].toSorted((one, other) => count(other) - count(one))[0] ?? ','
}

function headerFaults(names: readonly string[], line: number, columns: readonly Column[]): readonly Fault[] {
  const known = columns.map(({ name }) => name)
  const missing = columns.filter(({ isNeeded, name }) => isNeeded && !names.includes(name))
  return [
    ...names
      .filter(name => !known.includes(name))
      .map(name => ({ line, what: `there is no column "${name}"`, mend: `The columns are ${known.join(', ')}.` })),
    ...names
      .filter((name, index) => known.includes(name) && names.indexOf(name) !== index)
      .map(name => ({ line, what: `the column "${name}" is there twice`, mend: 'Leave one of them out.' })),
    ...missing.map(({ name }) => ({
      line,
      what: `the column "${name}" is missing`,
      mend: 'Add it; docs/import.md says what it holds.',
    })),
  ]
}

function readRow(
  { cells, line }: Row,
  names: readonly string[],
  columns: readonly Column[],
): { readonly entry: FileEntry } | { readonly faults: readonly Fault[] } {
  if (cells.length !== names.length) {
    const what = `this line has ${cells.length} fields, the first has ${names.length}`
    return { faults: [{ line, what, mend: 'Put a field that holds the separator into double quotes.' }] }
  }
  const value: Record<string, unknown> = {}
  const faults: Fault[] = []
  for (const column of columns) {
    const cell = cells[names.indexOf(column.name)] ?? ''
    const read = column.read(cell)
    if (cell === '' && column.isNeeded) {
      faults.push({ line, what: `${column.name}: this is blank`, mend: 'Fill it in.' })
    } else if ('what' in read) {
      faults.push({ line, what: `${column.name}: ${read.what}`, mend: read.mend })
    } else if (read.value !== undefined) {
      put(value, column.path, read.value)
    }
  }
  if (faults.length > 0) return { faults }
  return { entry: { value, lineOf: () => line, nameOf: path => columnOf(path, columns) } }
}

function put(value: Record<string, unknown>, path: readonly string[], cell: unknown): void {
  const [key = '', ...rest] = path
  if (rest.length === 0) {
    value[key] = cell
    return
  }
  const inner = (value[key] ?? (rest[0] === '0' ? [] : {})) as Record<string, unknown>
  put(inner, rest, cell)
  value[key] = inner
}

/** The column from which the value at that path comes. */
function columnOf(path: readonly string[], columns: readonly Column[]): string {
  const found = columns.find(column => column.path.every((key, index) => key === path[index]))
  return found?.name ?? path.join('.')
}
