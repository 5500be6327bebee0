/** YAML: a list of entries, or a file with the list under its key, each written as in `flows/outlets.yaml`. */
import { LineCounter, parseDocument } from 'yaml'
import type { FileEntry, ReadEntries } from './entries.ts'

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
  const whole: unknown = document.toJS()
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

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function toKey(part: string): string | number {
  return /^\d+$/.test(part) ? Number(part) : part
}
