/** Turns what zod finds wrong in a file into problems that its author understands. */
import type { z } from 'zod'
import type { Problem } from './flow.ts'
import { suggestion } from './nearest.ts'
import { type Lines, lineAt } from './source.ts'

type Issue = z.core.$ZodIssue
type Where = { readonly file: string; readonly lines: Lines; readonly path: readonly PropertyKey[] }

/** `root` is what was read with the schema, `where.path` its place in the file. */
export function complaints(error: z.ZodError, schema: z.ZodType, root: unknown, where: Where): Problem[] {
  return error.issues.flatMap(issue => complaintsOf(issue, schema, root, where))
}

function complaintsOf(issue: Issue, schema: z.ZodType, root: unknown, where: Where): Problem[] {
  const path = [...where.path, ...issue.path]
  const name = nameOf(issue.path)
  const problem = (what: string, mend: string, at: readonly PropertyKey[] = path): Problem => ({
    file: where.file,
    line: lineAt(where.lines, at),
    what,
    mend,
  })
  if (issue.code === 'unrecognized_keys') {
    const known = keysAt(schema, issue.path)
    return issue.keys.map(key => problem(`nothing here is called \`${key}\``, suggestion(key, known), [...path, key]))
  }
  if (issue.code === 'invalid_key') {
    const wrong = String(issue.path.at(-1))
    return [problem(`\`${wrong}\` ${issue.issues[0]?.message ?? 'is no name'}`, 'rename it')]
  }
  const given = givenAt(root, issue.path)
  if (given === undefined) return [missing(issue, name, problem)]
  if (issue.code === 'invalid_type') {
    return [
      problem(`${name} must be ${kindName(issue.expected)}, not ${kindOf(given)}`, mendOfType(issue.expected, given)),
    ]
  }
  if (issue.code === 'invalid_value') {
    const known = issue.values.map(String)
    if (typeof given === 'object') return [problem(`${name} cannot be ${kindOf(given)}`, suggestion('', known))]
    return [problem(`${name} cannot be \`${String(given)}\``, suggestion(String(given), known))]
  }
  if (issue.code === 'invalid_union') return complaintsOfUnion(issue, given, name, schema, root, where, problem)
  if (issue.code === 'too_small') return [problem(`${name} is empty`, 'fill it in, or take it out')]
  return [problem(`\`${String(given)}\` ${issue.message}`, 'write it another way')]
}

function missing(issue: Issue, name: string, problem: (what: string, mend: string) => Problem): Problem {
  const last = issue.path.at(-1)
  if (last === 'zh')
    return problem(`the Chinese (\`zh\`) of ${nameOf(issue.path.slice(0, -1))} is missing`, 'add `zh:`')
  if (last === 'en')
    return problem(`the English (\`en\`) of ${nameOf(issue.path.slice(0, -1))} is missing`, 'add `en:`')
  return problem(`${name} is missing`, `add \`${String(last)}:\``)
}

/** Of a union's branches the one that fits the kind of value given says what is wrong. */
function complaintsOfUnion(
  issue: Extract<Issue, { code: 'invalid_union' }>,
  given: unknown,
  name: string,
  schema: z.ZodType,
  root: unknown,
  where: Where,
  problem: (what: string, mend: string) => Problem,
): Problem[] {
  const isWord = typeof given !== 'object'
  const fits = (inner: Issue): boolean =>
    inner.path.length > 0 || (inner.code !== 'invalid_type' && (isWord || inner.code !== 'invalid_value'))
  const fitting = issue.errors.filter(branch => branch.every(fits))
  const [only] = fitting
  const enumeration = only?.find(inner => inner.code === 'invalid_value')
  if (fitting.length === 1 && only !== undefined) {
    return only.flatMap(inner =>
      complaintsOf({ ...inner, path: [...issue.path, ...inner.path] } as Issue, schema, root, where),
    )
  }
  if (enumeration?.code === 'invalid_value') {
    return [
      problem(`${name} cannot be \`${String(given)}\``, suggestion(String(given), enumeration.values.map(String))),
    ]
  }
  return [
    problem(
      `${name} ${issue.message.startsWith('must') ? issue.message : 'has the wrong form'}`,
      'see docs/flow-language.md',
    ),
  ]
}

function nameOf(path: readonly PropertyKey[]): string {
  const names = path.map(String)
  if (names.length === 0) return 'this'
  const last = names.at(-1) ?? ''
  const owner = names.at(-2)
  if (/^\d+$/.test(last))
    return owner === undefined ? `item ${Number(last) + 1}` : `item ${Number(last) + 1} of \`${owner}\``
  return `\`${last}\``
}

function givenAt(root: unknown, path: readonly PropertyKey[]): unknown {
  let value = root
  for (const part of path) {
    if (typeof value !== 'object' || value === null) return undefined
    value = (value as Record<PropertyKey, unknown>)[part]
  }
  return value
}

function kindOf(value: unknown): string {
  if (value === null) return 'empty'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return 'a table'
  if (typeof value === 'boolean') return `\`${value}\``
  return typeof value === 'number' ? `the number ${value}` : 'text'
}

function kindName(expected: string): string {
  const names: Record<string, string> = {
    string: 'text',
    array: 'a list',
    boolean: '`true` or `false`',
    number: 'a number',
  }
  return names[expected] ?? (expected === 'object' || expected === 'record' ? 'a table' : expected)
}

function mendOfType(expected: string, given: unknown): string {
  if (expected === 'string') return 'put the text in "quotes"'
  if (expected === 'array') return 'write a list: `[…, …]`, or lines that begin with `-`'
  if (expected === 'boolean') return 'write `true` or `false`, or leave it out'
  return given === null ? 'fill it in, or take it out' : 'see docs/flow-language.md'
}

/** The words a table may contain, found by walking the schema. */
function keysAt(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  const def = schema._zod.def as unknown as Readonly<Record<string, unknown>>
  if (def.innerType !== undefined) return keysAt(def.innerType as z.ZodType, path)
  if (Array.isArray(def.options)) {
    return [...new Set(def.options.flatMap((option: z.ZodType) => keysAt(option, path)))]
  }
  const [first, ...rest] = path
  const shape = def.shape as Record<string, z.ZodType> | undefined
  if (first === undefined) return shape === undefined ? [] : Object.keys(shape)
  const inner =
    shape?.[String(first)] ?? (def.element as z.ZodType | undefined) ?? (def.valueType as z.ZodType | undefined)
  return inner === undefined ? [] : keysAt(inner, rest)
}
