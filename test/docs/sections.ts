/** README.md, as somebody reads it who follows it to the letter. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

export const README = readFileSync('README.md', 'utf8')

/** What stands below a heading, up to the next of its kind. */
export function section(heading: string): string {
  const [, after] = README.split(`\n## ${heading}\n`)
  if (after === undefined) throw new Error(`README.md has no section "${heading}"`)
  return after.split('\n## ')[0] ?? ''
}

/** Commands of a text, each with the lines it goes on in. */
export function commandsIn(text: string): string[] {
  return [...text.matchAll(/^ *```sh\n([\s\S]*?)^ *```$/gm)].map(([, command = '']) => command)
}

/** What is to be said or written, in the order of the text. */
export function quotesIn(text: string): string[] {
  return [...text.matchAll(/"([^"]+)"/g)].map(([, quote = '']) => quote.replaceAll(/\s+/g, ' '))
}

/** Names of variables in a text. */
export function variablesIn(text: string): Set<string> {
  return new Set([...text.matchAll(/\b(?:TELEGRAM|SLACK)_[A-Z_]+\b/g)].map(([name]) => name))
}

/**
 * The variables that a command gives to `npm start`, as a shell reads them: `values` stand for what the text leaves open
 * (`xoxb-…`), by name; a name without such a value is taken as it is written. Throws for a place that was left open.
 */
export function environmentIn(command: string, values: Readonly<Record<string, string>>): Record<string, string> {
  if (!/npm start\s*$/.test(command)) throw new Error(`This starts nothing: ${command}`)
  const filled = command.replaceAll(/\b([A-Z_]+)=(?:\$\([^)]*\)|\S)+/g, (given, name: string) =>
    values[name] === undefined ? given : `${name}='${values[name]}'`,
  )
  const shown = execFileSync('sh', ['-c', filled.replace(/npm start\s*$/, 'env')], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH },
  })
  const names = variablesIn(command)
  const environment: Record<string, string> = {}
  for (const [, name = '', value = ''] of shown.matchAll(/^([A-Z_]+)=(.*)$/gm)) {
    if (names.has(name)) environment[name] = value
  }
  const open = Object.entries(environment).find(([, value]) => value.includes('…'))
  if (open) throw new Error(`What is ${open.join('=')}?`)
  return environment
}
