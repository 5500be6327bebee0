/** Where steps lead: jumps to nowhere, steps nothing leads to, dead ends, loops without an answer in them. */
import { type Checking, fault, fixedChoices, partOf, stepPart } from './checking.ts'
import type { Content, Flow, Place, Problem, Step } from './flow.ts'
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
  return problems.length > 0 ? problems : loopsWithoutAnswer(content)
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
  return step.silent === undefined ? choices : [...choices, { to: step.silent.go, path: ['silent', 'go'] }]
}

/** Whether the step that follows in the file may come next. */
function fallsThrough(step: Step): boolean {
  if (step.when !== undefined) return true
  if (step.kind === 'go' || step.kind === 'end') return false
  if (step.kind === 'if') return step.otherwise === undefined
  if (step.kind !== 'ask') return true
  const choices = fixedChoices(step)
  return choices.length === 0 || step.unknown || choices.some(({ go }) => go === undefined)
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

/** Indexes of the steps that may come after a step of the same flow; past the last one is the number of steps. */
function followers(flow: Flow, index: number, ids: ReadonlyMap<string, number>): number[] {
  const step = flow.steps[index]
  if (step === undefined) return []
  const jumps = jumpsOf(step).flatMap(({ to }) => ids.get(to) ?? [])
  return fallsThrough(step) ? [...jumps, index + 1] : jumps
}

function idsOf(flow: Flow): Map<string, number> {
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

/**
 * Loops that no answer and no person interrupts, through called flows too. A question stops a loop unless it may be
 * passed over (`when`); a call is passed when the called flow can end without stopping.
 */
function loopsWithoutAnswer(content: Content): Problem[] {
  const passable = passableFlows(content)
  const node = (flow: Flow, index: number): string => `${flow.name} ${index}`
  const edges = new Map<string, string[]>()
  const places = new Map<string, { flow: Flow; index: number }>()
  for (const flow of content.flows.values()) {
    const ids = idsOf(flow)
    for (const [index, step] of flow.steps.entries()) {
      places.set(node(flow, index), { flow, index })
      const next = silentFollowers(flow, index, ids, passable).map(to => node(flow, to))
      const called = step.kind === 'call' ? content.flows.get(step.flow) : undefined
      edges.set(node(flow, index), called === undefined ? next : [...next, node(called, 0)])
    }
  }
  return circles(edges).flatMap(circle => {
    const [first] = circle.flatMap(name => places.get(name) ?? []).sort((a, b) => a.index - b.index)
    if (first === undefined) return []
    const others = new Set(circle.map(name => `\`${places.get(name)?.flow.name}\``))
    const where = others.size > 1 ? ` through ${[...others].join(', ')}` : ''
    const place = stepPart(content, first.flow, first.index)
    return [
      fault(place, `a loop begins here without an answer in it${where}`, 'put an `ask:` into the loop, or end it'),
    ]
  })
}

/** The followers of a step that come without anybody having said something. */
function silentFollowers(
  flow: Flow,
  index: number,
  ids: ReadonlyMap<string, number>,
  passable: ReadonlySet<string>,
): number[] {
  const step = flow.steps[index]
  if (step === undefined) return []
  const waits = step.kind === 'ask' || step.kind === 'hand-over' || (step.kind === 'call' && !passable.has(step.flow))
  if (waits) return step.when === undefined ? [] : [index + 1]
  return followers(flow, index, ids)
}

/** Flows that can run from their start to an end without an answer; grown until nothing changes. */
function passableFlows(content: Content): Set<string> {
  const passable = new Set<string>()
  for (let grown = true; grown; ) {
    grown = false
    for (const flow of content.flows.values()) {
      if (passable.has(flow.name) || !endsSilently(flow, passable)) continue
      passable.add(flow.name)
      grown = true
    }
  }
  return passable
}

function endsSilently(flow: Flow, passable: ReadonlySet<string>): boolean {
  const ids = idsOf(flow)
  const seen = new Set<number>()
  const open = [0]
  for (let index = open.pop(); index !== undefined; index = open.pop()) {
    if (seen.has(index)) continue
    seen.add(index)
    const step = flow.steps[index]
    if (step === undefined || step.kind === 'end') return true
    open.push(...silentFollowers(flow, index, ids, passable))
  }
  return false
}

/** Strongly connected parts of more than one node, or of one that leads to itself (Tarjan). */
function circles(edges: ReadonlyMap<string, readonly string[]>): string[][] {
  const found: string[][] = []
  const order = new Map<string, number>()
  const low = new Map<string, number>()
  const stack: string[] = []
  const visit = (node: string): void => {
    order.set(node, order.size)
    low.set(node, order.get(node) ?? 0)
    stack.push(node)
    for (const next of edges.get(node) ?? []) {
      if (!order.has(next)) visit(next)
      if (stack.includes(next)) low.set(node, Math.min(low.get(node) ?? 0, low.get(next) ?? 0))
    }
    if (low.get(node) !== order.get(node)) return
    const part = stack.splice(stack.indexOf(node))
    if (part.length > 1 || (edges.get(node) ?? []).includes(node)) found.push(part)
  }
  for (const node of edges.keys()) if (!order.has(node)) visit(node)
  return found
}
