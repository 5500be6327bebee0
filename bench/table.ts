/** The figures as a Markdown table, with each contender's ratio to the first. */
import type { Figures } from './measure.ts'

export function table(rows: readonly { readonly contender: string; readonly figures: Figures }[]): string {
  const first = rows[0]?.figures
  const head = [
    '| | messages/s | ratio | p50 ms | p99 ms | CPU µs a message | ratio | memory MB | wrong answers |',
    '|---|---|---|---|---|---|---|---|---|',
  ]
  const lines = rows.map(({ contender, figures }) => {
    const cells = [
      contender,
      Math.round(figures.perSecond).toLocaleString('en'),
      ratio(figures.perSecond, first?.perSecond),
      figures.p50.toFixed(1),
      figures.p99.toFixed(1),
      Math.round(figures.cpuUs).toString(),
      ratio(figures.cpuUs, first?.cpuUs),
      Math.round(figures.rssMb).toString(),
      figures.wrong.toString(),
    ]
    return `| ${cells.join(' | ')} |`
  })
  return [...head, ...lines].join('\n')
}

function ratio(value: number, of: number | undefined): string {
  return of ? (value / of).toFixed(2) : '–'
}
