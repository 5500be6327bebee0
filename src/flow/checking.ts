/** What every part of the check works with: the content, the world it is spoken in, and the lines of its files. */

import type { Content } from './catalogue.ts'
import type { ActionSignature, AskStep, Choice, Flow, Place, Problem, SlotType, Step } from './flow.ts'
import type { Limits } from './limits.ts'
import { lineAt } from './source.ts'

export type World = { readonly actions: Readonly<Record<string, ActionSignature>>; readonly limits: Limits }

export type Checking = {
  readonly content: Content
  readonly world: World
  /** Slots that any flow declares, with their type. Slots are shared between flows. */
  readonly types: ReadonlyMap<string, SlotType>
  /** Slots that exist at all: declared, or given by an action. */
  readonly known: ReadonlySet<string>
}

export function beginCheck(content: Content, world: World): Checking {
  const types = new Map<string, SlotType>()
  for (const flow of content.flows.values())
    for (const slot of Object.values(flow.slots)) types.set(slot.name, slot.type)
  const given = Object.values(world.actions).flatMap(action => action.gives)
  return { content, world, types, known: new Set([...types.keys(), ...given]) }
}

/** Where a part of a flow stands, by its path in the file; the flow itself when the lines are not known. */
export function partOf(content: Content, flow: Flow, ...path: readonly PropertyKey[]): Place {
  const lines = content.lines?.get(flow.place.file)
  return lines === undefined ? flow.place : { file: flow.place.file, line: lineAt(lines, path) }
}

/** Where a part of a step stands: `stepPart(content, flow, 3, 'choices', 0, 'go')`. */
export function stepPart(content: Content, flow: Flow, index: number, ...path: readonly PropertyKey[]): Place {
  const step = flow.steps[index]
  if (content.lines?.has(flow.place.file) !== true) return step?.place ?? flow.place
  return partOf(content, flow, 'steps', index, ...path)
}

/** Where a part of `repair.yaml`, `hazards.yaml` or `policy.yaml` stands. */
export function filePart(content: Content, name: string, ...path: readonly PropertyKey[]): Place {
  for (const [file, lines] of content.lines ?? []) {
    if (file === name || file.endsWith(`/${name}`)) return { file, line: lineAt(lines, path) }
  }
  return { file: name, line: 1 }
}

export function fixedChoices(step: AskStep): readonly Choice[] {
  return step.choices === undefined || 'from' in step.choices ? [] : step.choices
}

export function fault(place: Place, what: string, mend: string): Problem {
  return { ...place, what, mend }
}

/** Every step with its flow and index. */
export function* stepsOf(content: Content): Generator<{ flow: Flow; step: Step; index: number }> {
  for (const flow of content.flows.values()) {
    for (const [index, step] of flow.steps.entries()) yield { flow, step, index }
  }
}
