/**
 * Reads a flow file: YAML in, a flow with every short form spelled out, or what is wrong with it. Only what one file can
 * say about itself is judged here; jumps, slots and actions are `check.ts`.
 */
import type { z } from 'zod'
import { complaints } from './complaint.ts'
import type { Flow, Problem, Slot, SlotType, Text, Values } from './flow.ts'
import { readSteps } from './read-step.ts'
import { flowHead } from './shape.ts'
import { type Lines, lineAt, readSource, type SourceFile } from './source.ts'

/** `flow` is absent exactly when there are problems. `lines` are by path in the file (`steps.3.choices.0.go`). */
export type ParsedFlow = { readonly flow?: Flow; readonly lines: Lines; readonly problems: readonly Problem[] }

/** One flow file; `file` is the path that problems name, its base name must be the flow's. */
export function parseFlow(source: SourceFile): ParsedFlow {
  const { data, lines, problems } = readSource(source)
  if (problems.length > 0) return { lines, problems }
  const where = { file: source.file, lines, path: [] }
  const head = flowHead.safeParse(data ?? {})
  const stepData = typeof data === 'object' && data !== null ? (data as { steps?: unknown }).steps : undefined
  const { steps, problems: stepProblems } = readSteps(Array.isArray(stepData) ? stepData : [], source.file, lines)
  const found = [...(head.success ? [] : complaints(head.error, flowHead, data ?? {}, where)), ...stepProblems]
  if (!head.success) return { lines, problems: found }
  const line = lineAt(lines, ['flow'])
  const misnamed = fileNameProblem(head.data.flow, source.file, line)
  if (misnamed !== undefined) found.push(misnamed)
  if (found.length > 0) return { lines, problems: found }
  return { flow: flowOf(head.data, steps, { file: source.file, line }), lines, problems: [] }
}

function flowOf(head: z.infer<typeof flowHead>, steps: Flow['steps'], place: Flow['place']): Flow {
  const { command, examples } = head.start ?? {}
  return {
    name: head.flow,
    about: head.about,
    audience: head.for ?? 'customer',
    ...(head.title === undefined ? {} : { title: head.title as Text }),
    start: {
      examples: examples ?? { en: [], zh: [] },
      ...(command === undefined ? {} : { command }),
    },
    sets: (head.sets ?? {}) as Values,
    slots: Object.fromEntries(Object.entries(head.slots ?? {}).map(([name, slot]) => [name, slotOf(name, slot)])),
    steps,
    ...(head.cancelled === undefined ? {} : { cancelled: head.cancelled }),
    place,
  }
}

type WrittenSlot = NonNullable<z.infer<typeof flowHead>['slots']>[string]

function slotOf(name: string, written: WrittenSlot): Slot {
  if (typeof written === 'string') return { name, type: written as SlotType, keep: 'case' }
  const { type, keep, called, corrected } = written
  return {
    name,
    type,
    keep: keep ?? 'case',
    ...(called === undefined ? {} : { called }),
    ...(corrected === undefined ? {} : { corrected }),
  }
}

function fileNameProblem(flow: string, file: string, line: number): Problem | undefined {
  const base = (file.split('/').at(-1) ?? file).replace(/\.yaml$/, '')
  if (base === flow) return undefined
  return {
    file,
    line,
    what: `the flow is called \`${flow}\`, its file \`${base}\``,
    mend: `rename the file to \`${flow}.yaml\``,
  }
}
