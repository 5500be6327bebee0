/** Problems as a terminal shows them: where, what, the line itself, and the mend. */
import type { Problem } from './flow.ts'

const ESCAPE = '\u001B['

/**
 * One paragraph per problem. `sources` are the files' texts by the name that problems use; without one the line is not
 * shown. Ends with a line that counts, or is empty when there is no problem.
 */
export function formatProblems(
  problems: readonly Problem[],
  options: { readonly colour: boolean; readonly sources: ReadonlyMap<string, string> },
): string {
  if (problems.length === 0) return ''
  const paint = (code: number, text: string): string => (options.colour ? `${ESCAPE}${code}m${text}${ESCAPE}0m` : text)
  const paragraphs = problems.map(problem => {
    const line = options.sources.get(problem.file)?.split(/\r?\n/)[problem.line - 1]
    const number = String(problem.line)
    const bar = paint(34, `${' '.repeat(number.length)} |`)
    return [
      `${paint(1, `${problem.file}:${problem.line}`)} ${paint(31, problem.what)}`,
      ...(line === undefined ? [] : [bar, `${paint(34, `${number} |`)} ${cut(line)}`, bar]),
      `${' '.repeat(number.length)} ${paint(36, '=')} ${problem.mend}`,
    ].join('\n')
  })
  const files = new Set(problems.map(({ file }) => file)).size
  const count = `${problems.length} ${problems.length === 1 ? 'fault' : 'faults'} in ${files} ${files === 1 ? 'file' : 'files'}`
  return `${paragraphs.join('\n\n')}\n\n${count}\n`
}

/** Long lines are cut: what is wrong has been said. */
function cut(line: string): string {
  return line.length > 110 ? `${line.slice(0, 109)}…` : line
}
