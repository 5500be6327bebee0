/** Measurements: a contender under one load after the other. */
import { fork } from 'node:child_process'
import { type Running, SECRET } from './contender.ts'
import { MESSAGES } from './dialogue.ts'

export type Load = { readonly atOnce: number; readonly dialogues: number }

export type Figures = {
  readonly perSecond: number
  /** Milliseconds from the webhook to the call that answers it. */
  readonly p50: number
  readonly p99: number
  /** Microseconds of the server's CPU a message. */
  readonly cpuUs: number
  readonly rssMb: number
  /** Answers that were not the ones of the dialogue. */
  readonly wrong: number
}

type Told = { messages: number; seconds: number; p50: number; p99: number; wrong: number }

export type Customers = {
  /** One load on the contender; its CPU and memory are read around it. */
  measure(load: Load): Promise<Figures>
  stop(): void
}

let firstChat = 1_000_000

/** The customers and the platform of one contender. */
export async function startCustomers(running: Running, apiPort: number): Promise<Customers> {
  const settings = { url: running.url, secret: SECRET, apiPort }
  const child = fork(new URL('load.ts', import.meta.url).pathname, [JSON.stringify(settings)], {
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  await new Promise(resolve => child.once('message', resolve))
  return {
    async measure(load) {
      const cpuBefore = running.cpu()
      child.send({ ...load, firstChat })
      firstChat += load.dialogues
      const told = await new Promise<Told>((resolve, reject) => {
        child.once('message', message => resolve(message as Told))
        child.once('exit', code => reject(new Error(`the load stopped with ${code}`)))
      })
      const cpu = running.cpu() - cpuBefore
      return {
        perSecond: told.messages / told.seconds,
        p50: told.p50,
        p99: told.p99,
        cpuUs: (cpu / told.messages) * 1e6,
        rssMb: running.rss(),
        wrong: told.wrong,
      }
    },
    stop: () => child.kill('SIGKILL'),
  }
}

/** Messages of a warm-up. */
export const WARM_UP: Load = { atOnce: 100, dialogues: Math.ceil(5_000 / MESSAGES.length) }

export function median(figures: readonly Figures[]): Figures {
  const of = (key: keyof Figures) => {
    const values = figures.map(one => one[key]).sort((a, b) => a - b)
    return values[Math.floor(values.length / 2)] ?? 0
  }
  return {
    perSecond: of('perSecond'),
    p50: of('p50'),
    p99: of('p99'),
    cpuUs: of('cpuUs'),
    rssMb: of('rssMb'),
    wrong: Math.max(...figures.map(one => one.wrong)),
  }
}
