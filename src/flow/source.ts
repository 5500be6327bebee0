/** A YAML file as data together with the line of every part of it. Faults in the YAML are problems, never exceptions. */
import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml'
import type { Problem } from './flow.ts'

export type SourceFile = { readonly file: string; readonly source: string }
/** Lines (from 1) by path: `steps.3.choices.0.go`; the whole file is the empty path. */
export type Lines = ReadonlyMap<string, number>
export type ReadFile = { readonly data: unknown; readonly lines: Lines; readonly problems: readonly Problem[] }

/** Reads one YAML file. `data` is `undefined` when the YAML itself is at fault. */
export function readSource({ file, source }: SourceFile): ReadFile {
  const counter = new LineCounter()
  const document = parseDocument(source, { lineCounter: counter, prettyErrors: false })
  const problems = document.errors.map(error => ({
    file,
    line: counter.linePos(error.pos[0]).line,
    ...told(error.code, error.message),
  }))
  if (problems.length > 0) return { data: undefined, lines: new Map(), problems }
  const lines = new Map<string, number>([['', 1]])
  collectLines(document.contents, '', counter, lines)
  return { data: document.toJS(), lines, problems }
}

/** The line of a path, or of the nearest part around it that has one. */
export function lineAt(lines: Lines, path: readonly PropertyKey[]): number {
  for (let length = path.length; length > 0; length -= 1) {
    const line = lines.get(path.slice(0, length).map(String).join('.'))
    if (line !== undefined) return line
  }
  return 1
}

function collectLines(node: Node | null, path: string, counter: LineCounter, lines: Map<string, number>): void {
  const at = (name: string, part: unknown, position: number | undefined): void => {
    const inner = path === '' ? name : `${path}.${name}`
    if (position !== undefined) lines.set(inner, counter.linePos(position).line)
    if (isMap(part) || isSeq(part)) collectLines(part, inner, counter, lines)
  }
  if (isMap(node)) {
    for (const { key, value } of node.items) {
      if (isScalar(key)) at(String(key.value), value, key.range?.[0])
    }
  } else if (isSeq(node)) {
    for (const [index, item] of node.items.entries()) at(String(index), item, (item as Node | null)?.range?.[0])
  }
}

function told(code: string, message: string): { what: string; mend: string } {
  if (code === 'DUPLICATE_KEY')
    return { what: 'the same word stands twice in one table', mend: 'remove or rename one of them' }
  if (code === 'TAB_AS_INDENT') return { what: 'a tab is used to indent', mend: 'indent with spaces' }
  return {
    what: `this is not YAML: ${message.charAt(0).toLowerCase()}${message.slice(1)}`,
    mend: 'look at the brackets, quotes and indentation; text with {, }, : or # needs "quotes" around it',
  }
}
