/** YAML: a list of entries, or a file with the list under its key, each written as in `flows/outlets.yaml`. */
import { type Alias, type Document, LineCounter, parseDocument, visit } from 'yaml'
import type { Fault, FileEntry, ReadEntries } from './entries.ts'

export function readYaml(source: string, key: string): ReadEntries {
  const lines = new LineCounter()
  const document = parseDocument(source, { lineCounter: lines })
  if (document.errors.length > 0) {
    const faults = document.errors.map(({ linePos, code, message }) => ({
      line: linePos?.[0].line ?? 1,
      what: message.split(/ at line \d+/)[0] ?? code,
      mend: 'Mend the YAML here, then import again.',
    }))
    return { entries: [], faults }
  }
  const read = readDocument(document, lines)
  if ('fault' in read) return { entries: [], faults: [read.fault] }
  const whole = read.value
  const [list, base] = Array.isArray(whole) ? [whole, []] : [isRecord(whole) ? whole[key] : undefined, [key]]
  if (!Array.isArray(list)) {
    const mend = `Write a list of entries that begin with "- ", or such a list under "${key}:".`
    return { entries: [], faults: [{ line: 1, what: `there is no list of ${key}`, mend }] }
  }
  const lineOf = (path: readonly (string | number)[]): number => {
    const node = document.getIn([...base, ...path], true) as { range?: readonly number[] } | undefined
    const start = node?.range?.[0]
    return start === undefined ? lineOf(path.slice(0, -1)) : lines.linePos(start).line
  }
  const entries: FileEntry[] = []
  const faults: { line: number; what: string; mend: string }[] = []
  for (const [index, value] of list.entries()) {
    if (isRecord(value)) {
      entries.push({
        value,
        lineOf: path => lineOf([index, ...path.map(toKey)]),
        nameOf: path => path.join('.'),
      })
    } else {
      faults.push({
        line: lineOf([index]),
        what: 'this is no entry',
        mend: 'Write keys and values, like "id: shanghai".',
      })
    }
  }
  return { entries, faults }
}

/** What the document says; a fault where its aliases stand for nothing, or for more than anybody writes. */
function readDocument(document: Document, lines: LineCounter): { readonly value: unknown } | { readonly fault: Fault } {
  const aliases: Alias[] = []
  visit(document, {
    Alias: (_, alias) => {
      aliases.push(alias)
    },
  })
  const mend = 'Write it out where it is meant, without "&" and "*".'
  const fault = (alias: Alias | undefined, what: string) => ({
    fault: { line: lines.linePos(alias?.range?.[0] ?? 0).line, what, mend },
  })
  const lost = aliases.find(alias => alias.resolve(document) === undefined)
  if (lost) return fault(lost, `nothing before this is called "&${lost.source}"`)
  try {
    return { value: document.toJS() }
  } catch {
    // The library stops when a few lines would become millions of values.
    return fault(aliases[0], 'the aliases of this file stand for too much')
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function toKey(part: string): string | number {
  return /^\d+$/.test(part) ? Number(part) : part
}
