/** Where steps lead: jumps to nowhere, steps nothing leads to, dead ends. */

import type { Content } from './catalogue.ts'
import { type Checking, fault, fixedChoices, partOf, stepPart } from './checking.ts'
import type { Flow, Place, Problem, Step } from './flow.ts'
import { suggestion } from './nearest.ts'

/** Something that leads to a step by its id, with the words it stands under. */
type Jump = { readonly to: string; readonly path: readonly PropertyKey[] }

export function checkGraph({ content }: Checking): Problem[] {
  const problems: Problem[] = []
  for (const flow of content.flows.values()) {
    const dangling = danglingJumps(content, flow)
    problems.push(...dangling, ...missingFlows(content, flow))
    if (dangling.length === 0) problems.push(...lostSteps(content, flow))
  }
  return problems
}

/** The jumps of one step, not counting the way to the next. */
function jumpsOf(step: Step): Jump[] {
  if (step.kind === 'go') return [{ to: step.go, path: ['go'] }]
  if (step.kind === 'if') {
    const otherwise = step.otherwise === undefined ? [] : [{ to: step.otherwise, path: ['else'] }]
    return [{ to: step.go, path: ['go'] }, ...otherwise]
  }
  if (step.kind === 'do') return Object.entries(step.on).map(([outcome, to]) => ({ to, path: [outcome] }))
  if (step.kind !== 'ask') return []
  const choices = fixedChoices(step).flatMap(({ go }, index) =>
    go === undefined ? [] : [{ to: go, path: ['choices', index, 'go'] }],
  )
  const silent = step.silent === undefined ? [] : [{ to: step.silent.go, path: ['silent', 'go'] }]
  const other = step.other === undefined ? [] : [{ to: step.other.go, path: ['other', 'go'] }]
  return [...choices, ...other, ...silent]
}

/** Whether the step that follows in the file may come next. */
function fallsThrough(step: Step): boolean {
  if (step.when !== undefined) return true
  if (step.kind === 'go' || step.kind === 'end') return false
  if (step.kind === 'if') return step.otherwise === undefined
  if (step.kind !== 'ask') return true
  const choices = fixedChoices(step)
  return choices.length === 0 || step.verbatim || step.unknown || choices.some(({ go }) => go === undefined)
}

/** Steps a flow may begin at: the first, where a cancel tidies up, where a correction goes on. */
function entriesOf(flow: Flow): Jump[] {
  const corrected = Object.values(flow.slots).flatMap(slot =>
    slot.corrected === undefined ? [] : [{ to: slot.corrected, path: ['slots', slot.name, 'corrected'] }],
  )
  return flow.cancelled === undefined ? corrected : [...corrected, { to: flow.cancelled, path: ['cancelled'] }]
}

function danglingJumps(content: Content, flow: Flow): Problem[] {
  const ids = new Set(flow.steps.map(step => step.id))
  const check = (jump: Jump, place: Place): Problem[] => {
    if (ids.has(jump.to)) return []
    const named = [...ids].filter(id => !/^\d+$/.test(id))
    return [
      fault(
        place,
        `\`${String(jump.path.at(-1))}\` leads to \`${jump.to}\`, and there is no such step`,
        suggestion(jump.to, named),
      ),
    ]
  }
  return [
    ...entriesOf(flow).flatMap(jump => check(jump, partOf(content, flow, ...jump.path))),
    ...flow.steps.flatMap((step, index) =>
      jumpsOf(step).flatMap(jump => check(jump, stepPart(content, flow, index, ...jump.path))),
    ),
  ]
}

function missingFlows(content: Content, flow: Flow): Problem[] {
  return flow.steps.flatMap((step, index) => {
    if (step.kind !== 'call' && step.kind !== 'remind') return []
    if (content.flows.has(step.flow)) return []
    const place = stepPart(content, flow, index, step.kind)
    return [fault(place, `there is no flow \`${step.flow}\``, suggestion(step.flow, content.flows.keys()))]
  })
}

/**
 * Indexes of the steps that may come after a step of the same flow; past the last one is the number of steps. Not
 * `answered`: without the way that only opens when somebody is asked and answers.
 */
export function followers(flow: Flow, index: number, ids: ReadonlyMap<string, number>, answered = true): number[] {
  const step = flow.steps[index]
  if (step === undefined) return []
  const jumps = jumpsOf(step).flatMap(({ to, path }) => (answered || path[0] !== 'other' ? (ids.get(to) ?? []) : []))
  return fallsThrough(step) ? [...jumps, index + 1] : jumps
}

/** Index of every step by its id. */
export function idsOf(flow: Flow): Map<string, number> {
  return new Map(flow.steps.map((step, index) => [step.id, index]))
}

function lostSteps(content: Content, flow: Flow): Problem[] {
  const ids = idsOf(flow)
  const reached = new Set<number>()
  const open = [0, ...entriesOf(flow).flatMap(({ to }) => ids.get(to) ?? [])]
  const problems: Problem[] = []
  for (let index = open.pop(); index !== undefined; index = open.pop()) {
    if (reached.has(index)) continue
    reached.add(index)
    open.push(...followers(flow, index, ids))
  }
  const last = flow.steps.length
  if (reached.has(last)) {
    problems.push(
      fault(stepPart(content, flow, last - 1), 'the flow runs off its end here: a dead end', 'add `- end` after it'),
    )
  }
  for (const [index, step] of flow.steps.entries()) {
    if (reached.has(index) || (index > 0 && !reached.has(index - 1) && step.id === String(index + 1))) continue
    const what = `nothing leads to the step \`${step.id}\``
    problems.push(fault(stepPart(content, flow, index), what, 'lead to it with a `go:`, or remove it'))
  }
  return problems
}
