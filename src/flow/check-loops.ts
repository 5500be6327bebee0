/**
 * Loops that no answer and no person interrupts, through called flows too.
 *
 * The second time round a question is passed over because its slot is filled, unless it is asked always or the loop
 * empties the slot. So a question only stops a loop when one of these holds, and when no `when` passes over it. A call is
 * passed when the called flow can end without stopping.
 */

import type { Content } from './catalogue.ts'
import { followers, idsOf } from './check-graph.ts'
import { type Checking, fault, stepPart } from './checking.ts'
import type { Flow, Problem, Step, Values } from './flow.ts'

type Spot = { readonly flow: Flow; readonly index: number; readonly step: Step }
type Edges = ReadonlyMap<string, readonly string[]>

/** Jumps to nowhere and calls of missing flows are passed over: `check-graph.ts` tells those. */
export function checkLoops({ content, world }: Checking): Problem[] {
  const spots = new Map<string, Spot>()
  for (const flow of content.flows.values()) {
    for (const [index, step] of flow.steps.entries()) spots.set(nodeOf(flow, index), { flow, index, step })
  }
  const passable = passableFlows(content)
  const edges = edgesOf(content, spots, passable, () => false)
  return circles(edges).flatMap(circle => {
    const members = circle.flatMap(name => spots.get(name) ?? [])
    const emptied = emptiedIn(content, members, slot =>
      Object.values(world.actions).some(({ gives }) => gives.includes(slot)),
    )
    const inside = new Map([...spots].filter(([name]) => circle.includes(name)))
    const remaining = circles(edgesOf(content, inside, passable, slot => emptied.has(slot)))
    return remaining.flatMap(loop =>
      problemOf(
        content,
        loop.flatMap(name => spots.get(name) ?? []),
      ),
    )
  })
}

function problemOf(content: Content, members: readonly Spot[]): Problem[] {
  const [first] = [...members].sort((a, b) => a.index - b.index)
  if (first === undefined) return []
  const place = stepPart(content, first.flow, first.index)
  const asked = members.flatMap(({ step }) => (step.kind === 'ask' && step.when === undefined ? [step.slot] : []))
  if (asked.length > 0) {
    const slots = asked.map(slot => `\`${slot}\``).join(', ')
    const what = `a loop without an answer in it: the second time round ${slots} is filled and passed over`
    return [fault(place, what, `empty it in the loop with \`- set: { ${asked[0]}: null }\`, or ask \`always: true\``)]
  }
  const flows = [...new Set(members.map(({ flow }) => `\`${flow.name}\``))]
  const through = flows.length > 1 ? ` through ${flows.join(', ')}` : ''
  return [
    fault(place, `a loop without an answer in it begins here${through}`, 'put an `ask:` into the loop, or end it'),
  ]
}

function nodeOf(flow: Flow, index: number): string {
  return `${flow.name} ${index}`
}

/** Ways between the spots on which nobody says anything. `isAskedAgain` tells slots whose question stops a loop. */
function edgesOf(
  content: Content,
  spots: ReadonlyMap<string, Spot>,
  passable: ReadonlySet<string>,
  isAskedAgain: (slot: string) => boolean,
): Edges {
  const edges = new Map<string, string[]>()
  for (const [name, { flow, index, step }] of spots) {
    const called = step.kind === 'call' ? content.flows.get(step.flow) : undefined
    const next = silentFollowers(flow, index, passable, isAskedAgain).map(to => nodeOf(flow, to))
    const all = called === undefined ? next : [...next, nodeOf(called, 0)]
    edges.set(
      name,
      all.filter(to => spots.has(to)),
    )
  }
  return edges
}

function silentFollowers(
  flow: Flow,
  index: number,
  passable: ReadonlySet<string>,
  isAskedAgain: (slot: string) => boolean,
): number[] {
  const step = flow.steps[index]
  if (step === undefined) return []
  const stops =
    step.kind === 'hand-over' ||
    (step.kind === 'ask' && (step.always || isAskedAgain(step.slot))) ||
    (step.kind === 'call' && !passable.has(step.flow))
  if (stops) return step.when === undefined ? [] : [index + 1]
  return followers(flow, index, idsOf(flow), false)
}

/**
 * Slots that a loop empties, by itself or in the flows it calls, or that an action in it fills anew (`mayGive`: such an
 * action may empty it as well).
 */
function emptiedIn(content: Content, members: readonly Spot[], mayGive: (slot: string) => boolean): Set<string> {
  const emptied = new Set<string>()
  const seen = new Set<string>()
  const read = (step: Step): void => {
    if (step.kind === 'set') addEmptied(step.values, emptied)
    if (step.kind !== 'call' || seen.has(step.flow)) return
    seen.add(step.flow)
    addEmptied(step.with, emptied)
    for (const inner of content.flows.get(step.flow)?.steps ?? []) read(inner)
  }
  for (const { step } of members) read(step)
  if (members.some(({ step }) => step.kind === 'do')) {
    for (const { step } of members) if (step.kind === 'ask' && mayGive(step.slot)) emptied.add(step.slot)
  }
  return emptied
}

function addEmptied(values: Values, emptied: Set<string>): void {
  for (const [slot, value] of Object.entries(values)) if (value === null) emptied.add(slot)
}

/** Flows that can run from their start to an end without an answer, also when called again; grown until nothing changes. */
function passableFlows(content: Content): Set<string> {
  const passable = new Set<string>()
  for (let grown = true; grown; ) {
    grown = false
    for (const flow of content.flows.values()) {
      if (passable.has(flow.name) || !endsSilently(content, flow, passable)) continue
      passable.add(flow.name)
      grown = true
    }
  }
  return passable
}

function endsSilently(content: Content, flow: Flow, passable: ReadonlySet<string>): boolean {
  const spots = flow.steps.map((step, index) => ({ flow, index, step }))
  const emptied = emptiedIn(content, spots, () => false)
  /** Slots of the flow itself are empty again when it is called anew. */
  const isAskedAgain = (slot: string): boolean => emptied.has(slot) || flow.slots[slot]?.keep === 'flow'
  const seen = new Set<number>()
  const open = [0]
  for (let index = open.pop(); index !== undefined; index = open.pop()) {
    if (seen.has(index)) continue
    seen.add(index)
    const step = flow.steps[index]
    if (step === undefined || step.kind === 'end') return true
    open.push(...silentFollowers(flow, index, passable, isAskedAgain))
  }
  return false
}

/** Strongly connected parts of more than one node, or of one that leads to itself (Tarjan). */
function circles(edges: Edges): string[][] {
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
