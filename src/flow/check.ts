/**
 * Refuses a catalogue that could leave a customer stuck: everything `aftercare flows check` finds. Content that passes
 * always has somewhere to go, something to say in both languages, and a way to a person.
 */

import type { Content } from './catalogue.ts'
import { checkGraph } from './check-graph.ts'
import { checkLoops } from './check-loops.ts'
import { checkNames } from './check-names.ts'
import { checkStart } from './check-start.ts'
import { checkTexts } from './check-texts.ts'
import { beginCheck } from './checking.ts'
import type { ActionSignature, Problem } from './flow.ts'
import type { Limits } from './limits.ts'

/** Every fault of the content, by file and line; empty when it may be spoken. `actions` are those a flow may `do:`. */
export function checkContent(
  content: Content,
  world: { readonly actions: Readonly<Record<string, ActionSignature>>; readonly limits: Limits },
): Problem[] {
  const checking = beginCheck(content, world)
  const problems = [checkGraph, checkLoops, checkNames, checkTexts, checkStart].flatMap(check => check(checking))
  return problems.sort((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1))
}
