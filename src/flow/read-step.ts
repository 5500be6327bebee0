/** Reads the steps of a flow, gives each its id, and says what is wrong with those that cannot be read. */
import type { z } from 'zod'
import { complaints } from './complaint.ts'
import type { Choice, Other, Place, Problem, Step, Values } from './flow.ts'
import { nearestWord, suggestion } from './nearest.ts'
import { wholePlaceholder } from './scope.ts'
import { STEP_KINDS, type StepKind, stepShapes } from './shape.ts'
import { type Lines, lineAt } from './source.ts'

type Shape<K extends StepKind> = z.infer<(typeof stepShapes)[K]>
type Base = { readonly id: string; readonly when?: string; readonly place: Place }
type Read = { readonly step?: Step; readonly problems: readonly Problem[] }

/** The steps in order. An id is the explicit one, else the slot of an ask, else the step's number counted from 1. */
export function readSteps(
  data: readonly unknown[],
  file: string,
  lines: Lines,
): { readonly steps: Step[]; readonly problems: Problem[] } {
  const steps: Step[] = []
  const problems: Problem[] = []
  const ids = new Map<string, number>()
  for (const [index, written] of data.entries()) {
    const place = { file, line: lineAt(lines, ['steps', index]) }
    const read = readStep(written, index, place, lines)
    problems.push(...read.problems)
    if (read.step === undefined) continue
    const first = ids.get(read.step.id)
    if (first !== undefined) problems.push(duplicateId(read.step, first))
    else ids.set(read.step.id, place.line)
    steps.push(read.step)
  }
  return { steps, problems }
}

function duplicateId(step: Step, firstLine: number): Problem {
  const slot = step.kind === 'ask' && step.slot === step.id
  return {
    ...step.place,
    what: `two steps are called \`${step.id}\`, the other in line ${firstLine}`,
    mend: slot ? 'an ask is called like its slot: give this one an `id:` of its own' : 'rename one of them',
  }
}

function readStep(written: unknown, index: number, place: Place, lines: Lines): Read {
  if (written === 'end') return { step: { kind: 'end', all: false, id: String(index + 1), place }, problems: [] }
  if (typeof written !== 'object' || written === null || Array.isArray(written)) {
    const word = typeof written === 'string' ? `: ${suggestion(written, STEP_KINDS)}` : ''
    return {
      problems: [{ ...place, what: `this is not a step${word}`, mend: 'begin with `- say:`, `- ask:`, `- do:` …' }],
    }
  }
  const kind = STEP_KINDS.find(name => name in written)
  if (kind === undefined) return { problems: [unknownKind(Object.keys(written), place)] }
  const mistyped = kind === 'do' ? mistypedWords(written, place.file, index, lines) : []
  if (mistyped.length > 0) return { problems: mistyped }
  const shape = stepShapes[kind]
  const result = shape.safeParse(written)
  if (!result.success) {
    const where = { file: place.file, lines, path: ['steps', index] }
    return { problems: complaints(result.error, shape, written, where).map(problem => twoSteps(problem, kind)) }
  }
  const { id, when } = result.data
  const base: Base = {
    id: id ?? (kind === 'ask' ? (result.data as Shape<'ask'>).ask : String(index + 1)),
    ...(when === undefined ? {} : { when }),
    place,
  }
  return { step: builders[kind](result.data as never, base), problems: [] }
}

/** Any word in a `do` step may be an outcome; one that names no step cannot be. */
function mistypedWords(written: object, file: string, index: number, lines: Lines): Problem[] {
  return Object.entries(written)
    .filter(([key, value]) => !DO_WORDS.has(key) && typeof value !== 'string')
    .map(([key]) => ({
      file,
      line: lineAt(lines, ['steps', index, key]),
      what: `\`${key}\` names no step`,
      mend:
        nearestWord(key, DO_WORDS) === undefined
          ? 'after an outcome stands the step to go to'
          : suggestion(key, DO_WORDS),
    }))
}

/** A step with the words of two kinds: what is meant is two steps. */
function twoSteps(problem: Problem, kind: StepKind): Problem {
  const extra = /^nothing here is called `(.+)`$/.exec(problem.what)?.[1]
  if (extra === undefined || !STEP_KINDS.includes(extra as StepKind)) return problem
  return {
    ...problem,
    what: `\`${extra}\` stands in the step \`${kind}\``,
    mend: `begin a step of its own: \`- ${extra}: …\``,
  }
}

function unknownKind(keys: readonly string[], place: Place): Problem {
  const [first = ''] = keys.filter(key => key !== 'id' && key !== 'when')
  return { ...place, what: `there is no step \`${first}\``, mend: suggestion(first, STEP_KINDS) }
}

const builders: { readonly [K in StepKind]: (data: Shape<K>, base: Base) => Step } = {
  say: (data, base) => ({
    ...base,
    kind: 'say',
    say: data.say,
    ...(data.living === undefined ? {} : { living: data.living }),
  }),
  ask: askStep,
  do: doStep,
  call: (data, base) => ({ ...base, kind: 'call', flow: data.call, with: (data.with ?? {}) as Values }),
  if: (data, base) => ({
    ...base,
    kind: 'if',
    condition: data.if,
    go: data.go,
    ...(data.else === undefined ? {} : { otherwise: data.else }),
  }),
  go: (data, base) => ({ ...base, kind: 'go', go: data.go }),
  set: (data, base) => ({ ...base, kind: 'set', values: data.set as Values }),
  remind: remindStep,
  forget: (data, base) => ({ ...base, kind: 'forget', key: data.forget }),
  'hand-over': (data, base) => ({
    ...base,
    kind: 'hand-over',
    reason: data['hand-over'],
    priority: data.priority ?? 'MEDIUM',
  }),
  end: (data, base) => ({ ...base, kind: 'end', all: data.end === 'all' }),
}

function askStep(data: Shape<'ask'>, base: Base): Step {
  return {
    ...base,
    kind: 'ask',
    slot: data.ask,
    say: data.say,
    ...(data.again === undefined ? {} : { again: data.again }),
    ...(data.choices === undefined ? {} : { choices: choicesOf(data.choices) }),
    ...(data.other === undefined ? {} : { other: otherOf(data.other) }),
    ...(data.request === undefined ? {} : { request: data.request }),
    always: data.always ?? false,
    verbatim: data.verbatim ?? false,
    safety: data.safety ?? false,
    person: data.person ?? false,
    ...(data.lasting === undefined ? {} : { lasting: data.lasting }),
    unknown: data.unknown ?? false,
    ...(data.silent === undefined ? {} : { silent: data.silent }),
  }
}

function choicesOf(written: NonNullable<Shape<'ask'>['choices']>): readonly Choice[] | { readonly from: string } {
  if (typeof written === 'string') return { from: written.slice(1, -1) }
  return written.map(({ is, en, zh, also, go }) => ({
    value: is,
    label: { en, zh },
    also: { en: also?.en ?? [], zh: also?.zh ?? [] },
    ...(go === undefined ? {} : { go }),
  }))
}

function otherOf({ en, zh, also, slot, go }: NonNullable<Shape<'ask'>['other']>): Other {
  return { label: { en, zh }, also: { en: also?.en ?? [], zh: also?.zh ?? [] }, slot, go }
}

const DO_WORDS = new Set(['do', 'with', 'id', 'when', 'final'])

function doStep(data: Shape<'do'>, base: Base): Step {
  const branches = Object.entries(data).filter(([key, value]) => !DO_WORDS.has(key) && typeof value === 'string')
  return {
    ...base,
    kind: 'do',
    action: data.do,
    with: (data.with ?? {}) as Values,
    on: Object.fromEntries(branches) as Record<string, string>,
    ...(data.final === undefined ? {} : { final: data.final }),
  }
}

function remindStep(data: Shape<'remind'>, base: Base): Step {
  return {
    ...base,
    kind: 'remind',
    flow: data.remind,
    ...(data.after === undefined ? {} : { after: data.after }),
    ...(data.before === undefined ? {} : { before: data.before }),
    ...(data.from === undefined ? {} : { from: wholePlaceholder(data.from) ?? data.from }),
    key: data.key,
    with: (data.with ?? {}) as Values,
    quiet: data.quiet ?? false,
    ...(data.latest === undefined ? {} : { latest: data.latest }),
  }
}
