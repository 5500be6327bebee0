/**
 * Reads everything a conversation can be about from the files of a catalogue, or says what is wrong with them. Files are
 * handed in as text; this module opens none.
 */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Content } from './catalogue.ts'
import { complaints } from './complaint.ts'
import type { Flow, Hazard, Problem, Values } from './flow.ts'
import { parseFlow } from './parse.ts'
import type { Repair } from './repair-content.ts'
import { hazardsFile, repairFile } from './shape.ts'
import { type Lines, readSource, type SourceFile } from './source.ts'

/** `content` is absent when any file cannot be read. It is not checked yet: see `check.ts`. */
export type ReadContent = { readonly content?: Content; readonly problems: Problem[] }

/** Files of a catalogue that are not conversation: products and samples, read by others. */
const OTHERS = new Set(['catalogue.yaml', 'outlets.yaml'])

/** Reads flows, `repair.yaml`, `hazards.yaml` and `policy.yaml`; passes over transcripts, products, samples and other files. */
export function readContent(files: readonly SourceFile[]): ReadContent {
  const ordered = [...files].sort((a, b) => (a.file < b.file ? -1 : 1))
  const lines = new Map<string, Lines>()
  const problems: Problem[] = []
  const keep = <T>(
    file: string,
    read: { readonly lines: Lines; readonly problems: readonly Problem[] },
    value: T,
  ): T => {
    lines.set(file, read.lines)
    problems.push(...read.problems)
    return value
  }
  const single = <T>(name: string, shape: z.ZodType<T>): T | undefined => {
    const source = ordered.find(({ file }) => baseName(file) === name)
    if (source === undefined) {
      problems.push({ file: name, line: 1, what: `\`${name}\` is missing`, mend: 'add it, see docs/flow-language.md' })
      return undefined
    }
    const read = readTable(source, shape)
    return keep(source.file, read, read.table)
  }

  const repair = single('repair.yaml', repairFile) as Repair | undefined
  const hazards = single('hazards.yaml', hazardsFile)
  const policy = single('policy.yaml', z.record(z.string(), z.unknown()))
  const flows = new Map<string, Flow>()
  for (const source of ordered.filter(({ file }) => isFlowFile(file))) {
    const read = parseFlow(source)
    const flow = keep(source.file, read, read.flow)
    const twin = flow === undefined ? undefined : flows.get(flow.name)
    if (flow !== undefined && twin !== undefined) problems.push(twoFlows(flow, twin))
    if (flow !== undefined) flows.set(flow.name, flow)
  }
  if (problems.length > 0 || repair === undefined || hazards === undefined || policy === undefined) return { problems }
  const kinds = Object.entries(hazards.hazards) as [string, Hazard['words']][]
  const content: Content = {
    revision: revisionOf(ordered),
    flows,
    repair,
    hazards: kinds.map(([kind, words]) => ({ kind, words })),
    policy: policy as Values,
    lines,
  }
  return { content, problems }
}

function readTable<T>(
  source: SourceFile,
  shape: z.ZodType<T>,
): { readonly table?: T; readonly lines: Lines; readonly problems: readonly Problem[] } {
  const { data, lines, problems } = readSource(source)
  if (problems.length > 0) return { lines, problems }
  const result = shape.safeParse(data ?? {})
  if (result.success) return { table: result.data, lines, problems: [] }
  return { lines, problems: complaints(result.error, shape, data ?? {}, { file: source.file, lines, path: [] }) }
}

/** Conversations are pinned to it: it changes with whatever a customer can hear, and not with where the files lie. */
function revisionOf(ordered: readonly SourceFile[]): string {
  const hash = createHash('sha256')
  for (const { file, source } of ordered) {
    if (isFlowFile(file) || ['repair.yaml', 'hazards.yaml'].includes(baseName(file))) {
      hash.update(`${baseName(file)}\n${source}\0`)
    }
  }
  return hash.digest('hex').slice(0, 12)
}

function isFlowFile(file: string): boolean {
  const base = baseName(file)
  if (!base.endsWith('.yaml') || base.endsWith('.test.yaml')) return false
  return !OTHERS.has(base) && !['repair.yaml', 'hazards.yaml', 'policy.yaml'].includes(base)
}

function baseName(file: string): string {
  return file.split(/[/\\]/).at(-1) ?? file
}

function twoFlows(flow: Flow, twin: Flow): Problem {
  return {
    ...flow.place,
    what: `two flows are called \`${flow.name}\`, the other in ${twin.place.file}`,
    mend: 'rename one of them',
  }
}
