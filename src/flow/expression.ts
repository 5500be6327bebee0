/**
 * Conditions (`when:` and `if:`) in CEL, the Common Expression Language.
 *
 * Every dotted name in an expression (`visit.startsAt`, `policy.booking.hold`) is looked up before CEL sees it and handed
 * over as one variable. So a missing slot reads as `null` instead of breaking the expression, `has(slots.visit.code)`
 * asks whether there is a value, and whole numbers are CEL integers: `score / 2`, `attempts + 1` and `score > 2.5` all
 * work. Durations of the policy are milliseconds here, so that `now - visit.endsAt < policy.rating.window` reads well.
 * An expression that cannot be worked out (`null > 2`, `!null`) gives `null`, which no step takes for true.
 */
import { type ASTNode, Environment } from '@marcbachmann/cel-js'
import { parseDuration } from './duration.ts'
import type { Value, Values } from './flow.ts'
import { type Scope, valueAt } from './scope.ts'

type Reading = { readonly path: string; readonly variable: string }
type Compiled = {
  readonly run: (context: Record<string, unknown>) => unknown
  readonly readings: readonly Reading[]
}
/** A stretch of the source that is one dotted name, or a whole `has(…)` call around one. */
type Found = { readonly path: string; readonly start: number; readonly end: number; readonly has: boolean }

const MACROS = new Set(['all', 'exists', 'exists_one', 'map', 'filter'])

/** CEL adds neither int to double nor double to int; people do. */
function createEnvironment(): Environment {
  const environment = new Environment({ unlistedVariablesAreDyn: true, homogeneousAggregateLiterals: false })
  const operators: readonly [string, (a: number, b: number) => number][] = [
    ['+', (a, b) => a + b],
    ['-', (a, b) => a - b],
    ['*', (a, b) => a * b],
    ['/', (a, b) => a / b],
  ]
  for (const [sign, work] of operators) {
    const mixed = (a: bigint | number, b: bigint | number): number => work(Number(a), Number(b))
    environment.registerOperator(`int ${sign} double`, mixed)
    environment.registerOperator(`double ${sign} int`, mixed)
  }
  return environment
}

const environment = createEnvironment()
/** Compiled expressions by source: a memo, bounded by what the catalogue contains. */
const compiled = new Map<string, Compiled | Error>()

/** The value of an expression, numbers as plain numbers; `null` when it cannot be worked out. Never throws. */
export function evaluate(expression: string, scope: Scope): Value {
  let entry = compiled.get(expression)
  if (entry === undefined) {
    entry = compileOrError(expression)
    compiled.set(expression, entry)
  }
  if (entry instanceof Error) return null
  const context: Record<string, unknown> = {}
  for (const { path, variable } of entry.readings) context[variable] = readingAt(path, scope)
  try {
    return fromCel(entry.run(context))
  } catch {
    return null
  }
}

/** What is wrong with a condition, in words, and the dotted names it reads (as written, `slots.` included). */
export function checkExpression(expression: string): { problem?: string; names: string[] } {
  let found: Found[]
  try {
    found = namesIn(environment.parse(expression).ast)
  } catch (error) {
    return { problem: summaryOf(error), names: [] }
  }
  const names = [...new Set(found.map(({ path }) => path))]
  try {
    const checked = environment.parse(rewrite(expression, found).source).check()
    if (!checked.valid) return { problem: summaryOf(checked.error), names }
    if (checked.type !== 'bool' && checked.type !== 'dyn') {
      return { problem: `gives a ${checked.type}, not true or false`, names }
    }
    return { names }
  } catch (error) {
    return { problem: summaryOf(error), names }
  }
}

function compileOrError(expression: string): Compiled | Error {
  try {
    const { source, readings } = rewrite(expression, namesIn(environment.parse(expression).ast))
    return { run: environment.parse(source), readings }
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}

/** Puts one variable in the place of every name, from the end so that positions stay true. */
function rewrite(expression: string, found: readonly Found[]): { source: string; readings: Reading[] } {
  const variables = new Map<string, string>()
  let source = expression
  for (const { path, start, end, has } of [...found].sort((a, b) => b.start - a.start)) {
    const variable = variables.get(path) ?? `v${variables.size}_`
    variables.set(path, variable)
    source = source.slice(0, start) + (has ? `(${variable} != null)` : variable) + source.slice(end)
  }
  return { source, readings: [...variables].map(([path, variable]) => ({ path, variable })) }
}

function namesIn(root: ASTNode): Found[] {
  const found: Found[] = []
  const visit = (node: ASTNode, bound: readonly string[]): void => {
    const path = pathOf(node)
    if (path !== undefined) {
      if (!bound.includes(path.split('.')[0] ?? '')) found.push(placeOf(node, path, false))
      return
    }
    if (node.op === 'call' && node.args[0] === 'has') {
      const argument = node.args[1][0]
      const inner = argument === undefined ? undefined : pathOf(argument)
      if (inner !== undefined && !bound.includes(inner.split('.')[0] ?? '')) found.push(placeOf(node, inner, true))
      return
    }
    if (node.op === 'rcall' && MACROS.has(node.args[0])) {
      const [, receiver, [variable, ...rest]] = node.args
      visit(receiver, bound)
      const name = variable?.op === 'id' ? [...bound, variable.args] : bound
      for (const argument of rest) visit(argument, name)
      return
    }
    for (const child of childrenOf(node.args)) visit(child, bound)
  }
  visit(root, [])
  return found
}

function placeOf(node: ASTNode, path: string, has: boolean): Found {
  const written = node.input.slice(node.start, node.end)
  const plain = has ? /^has\s*\(\s*[\w\s.]+\)$/ : /^[A-Za-z_][\w\s.]*$/
  if (!plain.test(written)) throw new Error(`write \`${path}\` without brackets`)
  return { path, start: node.start, end: node.end, has }
}

function pathOf(node: ASTNode): string | undefined {
  if (node.op === 'id') return node.args
  if (node.op !== '.') return undefined
  const before = pathOf(node.args[0])
  return before === undefined ? undefined : `${before}.${node.args[1]}`
}

function childrenOf(args: unknown): ASTNode[] {
  if (Array.isArray(args)) return args.flatMap(childrenOf)
  return typeof args === 'object' && args !== null && 'op' in args ? [args as ASTNode] : []
}

function readingAt(path: string, scope: Scope): unknown {
  const value = valueAt(path, scope)
  if (value === undefined || value === null) return null
  if (typeof value === 'string') return path.startsWith('policy.') ? toCel(parseDuration(value) ?? value) : value
  return toCel(value)
}

function toCel(value: Value): unknown {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : value
  if (value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return value.map(toCel)
  return Object.fromEntries(Object.entries(value as Values).map(([key, item]) => [key, toCel(item)]))
}

function fromCel(value: unknown): Value {
  if (typeof value === 'bigint') return Number(value)
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  if (Array.isArray(value)) return value.map(fromCel)
  if (value === null || typeof value !== 'object') return null
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fromCel(item)]))
}

/** The first line of a CEL error, without the drawing of the source that follows it. */
function summaryOf(error: unknown): string {
  if (!(error instanceof Error)) return 'is not an expression'
  const summary = (error as { summary?: unknown }).summary
  return typeof summary === 'string' ? summary : (error.message.split('\n')[0] ?? '')
}
