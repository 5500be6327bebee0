/** Names that flows use: slots, actions and their outcomes, values of the policy, conditions. */
import { type Checking, fault, partOf, stepPart, stepsOf } from './checking.ts'
import { parseDuration } from './duration.ts'
import { checkExpression } from './expression.ts'
import type { AskStep, DoStep, Flow, Place, Problem, RemindStep, Slot, Step, Value, Values } from './flow.ts'
import { suggestion } from './nearest.ts'
import { partsOf, wholePlaceholder } from './scope.ts'

export function checkNames(checking: Checking): Problem[] {
  const { content } = checking
  const problems: Problem[] = []
  for (const flow of content.flows.values()) {
    problems.push(...valuesProblems(checking, flow.sets, key => partOf(content, flow, 'sets', key)))
  }
  for (const { flow, step, index } of stepsOf(content)) {
    const at = (...path: readonly PropertyKey[]): Place => stepPart(content, flow, index, ...path)
    if (step.when !== undefined) problems.push(...conditionProblems(checking, step.when, at('when')))
    problems.push(...stepProblems(checking, step, at))
  }
  return [...problems, ...slotConflicts(checking)]
}

type At = (...path: readonly PropertyKey[]) => Place

function stepProblems(checking: Checking, step: Step, at: At): Problem[] {
  switch (step.kind) {
    case 'if':
      return conditionProblems(checking, step.condition, at('if'))
    case 'ask':
      return [
        ...slotDeclared(checking, step.slot, at('ask')),
        ...unanswerable(checking, step, at),
        ...otherProblems(checking, step, at),
        ...(step.lasting === undefined ? [] : pathProblems(checking, step.lasting, at('lasting'))),
        ...(step.silent === undefined ? [] : durationProblems(checking, step.silent.after, at('silent', 'after'))),
        ...(step.choices !== undefined && 'from' in step.choices
          ? pathProblems(checking, step.choices.from, at('choices'))
          : []),
      ]
    case 'say':
      return step.living === undefined ? [] : templateProblems(checking, step.living, at('living'))
    case 'do':
      return doProblems(checking, step, at)
    case 'call':
      return valuesProblems(checking, step.with, key => at('with', key))
    case 'set':
      return valuesProblems(checking, step.values, key => at('set', key))
    case 'remind':
      return remindProblems(checking, step, at)
    case 'forget':
      return templateProblems(checking, step.key, at('forget'))
    default:
      return []
  }
}

function doProblems(checking: Checking, step: DoStep, at: At): Problem[] {
  const action = Object.hasOwn(checking.world.actions, step.action) ? checking.world.actions[step.action] : undefined
  if (action === undefined) {
    const mend = suggestion(step.action, Object.keys(checking.world.actions))
    return [fault(at('do'), `there is no action \`${step.action}\``, mend)]
  }
  const outcomes = [...action.outcomes, 'failed']
  const missing = outcomes.filter(outcome => !Object.hasOwn(step.on, outcome))
  const extra = Object.keys(step.on).filter(outcome => !outcomes.includes(outcome))
  return [
    ...missing.map(outcome =>
      fault(
        at('do'),
        `\`${step.action}\` has no branch for \`${outcome}\``,
        `add \`${outcome}:\` and the step to go to`,
      ),
    ),
    ...extra.map(outcome =>
      fault(
        at(outcome),
        `\`${step.action}\` has no outcome \`${outcome}\``,
        outcome === 'ok' ? 'take it out: ok goes on at the next step' : suggestion(outcome, [...outcomes, 'with']),
      ),
    ),
    ...action.needs
      .filter(need => !Object.hasOwn(step.with, need))
      .map(need =>
        fault(at('do'), `\`${step.action}\` needs \`${need}\``, `add it to \`with:\`, such as \`${need}: "{…}"\``),
      ),
    ...Object.entries(step.with).flatMap(([key, value]) => valueProblems(checking, value, at('with', key))),
  ]
}

function remindProblems(checking: Checking, step: RemindStep, at: At): Problem[] {
  const both = step.after !== undefined && step.before !== undefined
  const neither = step.after === undefined && step.before === undefined && step.from === undefined
  return [
    ...(both ? [fault(at('before'), '`remind` has both `after` and `before`', 'take one of them out')] : []),
    ...(neither ? [fault(at('remind'), 'nothing says when to remind', 'add `after:`, `before:` or `from:`')] : []),
    ...(step.after === undefined ? [] : durationProblems(checking, step.after, at('after'))),
    ...(step.before === undefined ? [] : durationProblems(checking, step.before, at('before'))),
    ...(step.latest === undefined ? [] : durationProblems(checking, step.latest, at('latest'))),
    ...(step.from === undefined ? [] : pathProblems(checking, step.from, at('from'))),
    ...templateProblems(checking, step.key, at('key')),
    ...valuesProblems(checking, step.with, key => at('with', key)),
  ]
}

/** Values put into slots: the slots must exist, and so must what the values are taken from. */
function valuesProblems(checking: Checking, values: Values, at: (key: string) => Place): Problem[] {
  return Object.entries(values).flatMap(([key, value]) => [
    ...pathProblems(checking, key, at(key)),
    ...valueProblems(checking, value, at(key)),
  ])
}

function valueProblems(checking: Checking, value: Value, place: Place): Problem[] {
  if (typeof value === 'string') {
    const path = wholePlaceholder(value)
    if (path !== undefined) return pathProblems(checking, path, place)
    const [part] = partsOf(value)
    if (part === undefined) return []
    return [fault(place, `\`${value}\` is taken as written`, `only a value that is exactly "{${part}}" is filled in`)]
  }
  if (value === null || typeof value !== 'object') return []
  return Object.values(value).flatMap((item: Value) => valueProblems(checking, item, place))
}

function templateProblems(checking: Checking, template: string, place: Place): Problem[] {
  return partsOf(template).flatMap(path => pathProblems(checking, path, place))
}

function conditionProblems(checking: Checking, condition: string, place: Place): Problem[] {
  const { problem, names } = checkExpression(condition)
  if (problem !== undefined)
    return [fault(place, `the condition \`${condition}\` ${asFault(problem)}`, 'mend the CEL expression')]
  return names.flatMap(name => pathProblems(checking, name, place))
}

function asFault(problem: string): string {
  return problem.startsWith('gives') ? problem : `cannot be read: ${problem}`
}

function slotDeclared({ types }: Checking, name: string, place: Place): Problem[] {
  if (types.has(name)) return []
  return [
    fault(place, `the slot \`${name}\` is not declared`, `add it to \`slots:\`; ${suggestion(name, types.keys())}`),
  ]
}

/** Questions whose slot takes no answer that could be given to them. */
function unanswerable({ types }: Checking, step: AskStep, at: At): Problem[] {
  const type = types.get(step.slot)
  const problems: Problem[] = []
  if (type === 'any') {
    problems.push(
      fault(at('ask'), `the slot \`${step.slot}\` is any: only actions fill it`, 'give the slot another type'),
    )
  }
  if (type === 'choice' && step.choices === undefined) {
    problems.push(
      fault(at('ask'), `\`${step.slot}\` is a choice, and there is nothing to choose from`, 'add `choices:`'),
    )
  }
  if (step.request === 'contact' && type !== 'phone') {
    problems.push(fault(at('request'), 'a contact is no answer to this question', 'ask for a slot of type `phone`'))
  }
  if (step.request === 'location' && type !== 'address') {
    problems.push(fault(at('request'), 'a location is no answer to this question', 'ask for a slot of type `address`'))
  }
  return problems
}

/** What is said instead of a choice must have choices to be instead of, and a slot of its own that words can fill. */
function otherProblems(checking: Checking, { other, choices, slot, verbatim }: AskStep, at: At): Problem[] {
  if (other === undefined) return []
  const problems = [...slotDeclared(checking, other.slot, at('other', 'slot'))]
  const type = checking.types.get(other.slot)
  if (choices === undefined || verbatim) {
    problems.push(fault(at('other'), '`other` is said instead of a choice, and nothing is chosen here', 'take it out'))
  }
  if (other.slot === slot || type === 'any' || type === 'photo' || type === 'choice') {
    const what = `words cannot fill \`${other.slot}\` instead of choosing`
    problems.push(fault(at('other', 'slot'), what, 'name another slot that words can fill, such as one of type `text`'))
  }
  return problems
}

/** Types whose values have no parts to name. */
const PLAIN_TYPES = new Set(['text', 'name', 'phone', 'address', 'date', 'number', 'yes-no', 'model'])

/** Says what is wrong with a dotted path: no such slot, no such value in the policy, a part of something without parts. */
export function pathProblems(checking: Checking, path: string, place: Place): Problem[] {
  const [first = '', ...rest] = path.split('.')
  if (first === 'slots') return rest.length === 0 ? [] : pathProblems(checking, rest.join('.'), place)
  if (first === 'policy') return policyProblems(checking, rest, place)
  if ((first === 'language' || first === 'now') && rest.length === 0) return []
  if (!checking.known.has(first)) {
    return [
      fault(
        place,
        `there is no slot \`${first}\``,
        `declare it under \`slots:\`; ${suggestion(first, checking.known)}`,
      ),
    ]
  }
  const type = checking.types.get(first)
  if (rest.length === 0 || type === undefined || !PLAIN_TYPES.has(type)) return []
  return [fault(place, `\`${path}\`: the slot \`${first}\` is a ${type} and has no parts`, `use \`${first}\``)]
}

function policyProblems({ content }: Checking, parts: readonly string[], place: Place): Problem[] {
  let value: Value | undefined = content.policy
  for (const [index, part] of parts.entries()) {
    const table: Values = typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Values) : {}
    if (!Object.hasOwn(table, part)) {
      const what = `policy.yaml has no \`${parts.slice(0, index + 1).join('.')}\``
      return [fault(place, what, suggestion(part, Object.keys(table)))]
    }
    value = table[part]
  }
  return []
}

function durationProblems(checking: Checking, path: string, place: Place): Problem[] {
  const parts = path.split('.')
  if (parts[0] === 'policy')
    return [fault(place, `\`${path}\` begins with policy`, `write \`${parts.slice(1).join('.')}\``)]
  const missing = policyProblems(checking, parts, place)
  if (missing.length > 0) return missing
  let value: Value | undefined = checking.content.policy
  for (const part of parts) value = (value as Values)[part]
  if (typeof value === 'string' && parseDuration(value) !== undefined) return []
  return [fault(place, `\`${path}\` of policy.yaml is no duration`, 'name one such as 90s, 30m, 24h or 7d')]
}

/** Two flows that name a slot mean the same one. */
function slotConflicts({ content }: Checking): Problem[] {
  const first = new Map<string, { slot: Slot; flow: Flow }>()
  const problems: Problem[] = []
  for (const flow of content.flows.values()) {
    for (const slot of Object.values(flow.slots)) {
      const known = first.get(slot.name)
      if (known === undefined) {
        first.set(slot.name, { slot, flow })
      } else if (known.slot.type !== slot.type || known.slot.keep !== slot.keep) {
        const what = `the slot \`${slot.name}\` is ${slot.type}, keep ${slot.keep} here`
        const other = `${known.slot.type}, keep ${known.slot.keep} in \`${known.flow.name}\``
        problems.push(
          fault(
            partOf(content, flow, 'slots', slot.name),
            `${what} and ${other}`,
            'declare it the same, or rename one',
          ),
        )
      }
    }
  }
  return problems
}
