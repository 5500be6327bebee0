/**
 * `npm run bench`: the same dialogue held by Aftercare and by what people build instead, rounds interleaved, medians.
 * Speed is told as a ratio within one run; absolute figures differ from machine to machine. `npm run bench -- windows`
 * measures the free windows only.
 */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { aftercare } from './aftercare.ts'
import { type Contender, startContender } from './contender.ts'
import { type Figures, type Load, median, startCustomers, WARM_UP } from './measure.ts'
import { table } from './table.ts'
import { measureWindows, windowsTable } from './windows.ts'

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3)

const peer = (name: string, module: string, environment: Record<string, string> = {}): Contender => ({
  name,
  module: `bench/peers/${module}.ts`,
  environment: ({ folder }) => ({ FILE: join(folder, 'session.sqlite'), ...environment }),
})

const PEERS: readonly Contender[] = [
  aftercare('Aftercare, SQLite FULL', 0),
  peer('grammY echo, nothing stored', 'echo'),
  peer('grammY session + SQLite NORMAL', 'session', { SYNCHRONOUS: 'NORMAL' }),
  peer('grammY session + SQLite FULL', 'session', { SYNCHRONOUS: 'FULL' }),
]

const LOADS: readonly { readonly name: string; readonly load: Load; readonly contenders: readonly Contender[] }[] = [
  { name: '1 conversation at once', load: { atOnce: 1, dialogues: 60 }, contenders: PEERS },
  { name: '100 conversations at once', load: { atOnce: 100, dialogues: 1000 }, contenders: PEERS },
  { name: '2,000 conversations at once', load: { atOnce: 2000, dialogues: 2000 }, contenders: PEERS },
  {
    name: '100 at once, with conversations stored',
    load: { atOnce: 100, dialogues: 1000 },
    contenders: [aftercare('Aftercare, 1,000 stored', 1_000), aftercare('Aftercare, 100,000 stored', 100_000)],
  },
]

let port = 4100
const sections: string[] = []
for (const { name, load, contenders } of process.argv[2] === 'windows' ? [] : LOADS) {
  const rounds = new Map<string, Figures[]>()
  for (let round = 1; round <= ROUNDS; round += 1) {
    for (const contender of contenders) {
      process.stderr.write(`${name}: round ${round} of ${ROUNDS}, ${contender.name} … `)
      port += 2
      const running = await startContender(contender, port, port + 1)
      const customers = await startCustomers(running, port + 1)
      await customers.measure(WARM_UP)
      const figures = await customers.measure(load)
      customers.stop()
      await running.stop()
      rounds.set(contender.name, [...(rounds.get(contender.name) ?? []), figures])
      process.stderr.write(`${Math.round(figures.perSecond)} a second\n`)
    }
  }
  const medians = [...rounds].map(([contender, figures]) => ({ contender, figures: median(figures) }))
  sections.push(`### ${name}\n\n${table(medians)}`)
}

process.stderr.write('free windows … ')
sections.push(`### Free windows\n\n${windowsTable(await measureWindows(ROUNDS))}`)
process.stderr.write('done\n')

const report = sections.join('\n\n')
process.stdout.write(`${report}\n`)
if (process.env.BENCH_OUT) await writeFile(process.env.BENCH_OUT, `${report}\n`)
