/** Starts a contender as a process of its own, reads its CPU and memory from the kernel, and stops it. */
import { type ChildProcess, fork, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export type Contender = {
  readonly name: string
  /** Module to run: TypeScript is run through tsx, JavaScript as it is. */
  readonly module: string
  readonly environment: (run: Run) => Readonly<Record<string, string>>
  /** Fills the database before the start. */
  readonly prepare?: (folder: string) => Promise<void>
}

export type Run = { readonly port: number; readonly apiRoot: string; readonly folder: string }

export type Running = {
  readonly url: string
  /** Seconds of CPU used so far, user and system. */
  cpu(): number
  /** Megabytes resident. */
  rss(): number
  stop(): Promise<void>
}

export const SECRET = 'bench-secret'

export async function startContender(contender: Contender, port: number, apiPort: number): Promise<Running> {
  const folder = await mkdtemp(join(tmpdir(), 'aftercare-bench-'))
  await contender.prepare?.(folder)
  const run = { port, apiRoot: `http://127.0.0.1:${apiPort}`, folder }
  const environment = {
    ...process.env,
    SECRET,
    PORT: String(port),
    API_ROOT: run.apiRoot,
    ...contender.environment(run),
  }
  const child = contender.module.endsWith('.ts')
    ? fork(contender.module, {
        env: environment,
        execArgv: ['--import', 'tsx'],
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      })
    : spawn(process.execPath, [contender.module], { env: environment, stdio: ['ignore', 'ignore', 'ignore'] })
  await isListening(port, child)
  const pid = child.pid ?? 0
  return {
    url: `http://127.0.0.1:${port}`,
    cpu: () => cpuOf(pid),
    rss: () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024,
    stop: async () => {
      const gone = new Promise(resolve => child.once('exit', resolve))
      child.kill('SIGKILL')
      await gone
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Fields 14 and 15 of /proc/PID/stat, in ticks of 10 ms. */
function cpuOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) / 100
}

async function isListening(port: number, child: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    if (child.exitCode !== null) throw new Error(`the contender stopped with ${child.exitCode}`)
    const answered = await fetch(`http://127.0.0.1:${port}/healthz`).then(
      () => true,
      () => false,
    )
    if (answered) return
    await new Promise(resolve => setTimeout(resolve, 100))
  }
  throw new Error('the contender did not begin to listen')
}
