/**
 * The real program as a child process: what an operator starts, and what a power cut or `kill -9` ends. It sees only the
 * environment it is given, so nothing of the machine that runs the tests decides what it does.
 */
import { spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

export type Exit = { readonly code: number | null; readonly signal: NodeJS.Signals | null }

export type Program = {
  /** Where it listens, once it is ready. */
  readonly url: string
  /** Resolves when the process is gone and everything it wrote has been read. */
  readonly exited: Promise<Exit>
  /** What it wrote so far: the log of pino on stdout, words for the operator on stderr. */
  stdout(): string
  stderr(): string
  /** Resolves when GET /readyz answers 200; rejects with its output if it ends before, or after the deadline (ms). */
  ready(within?: number): Promise<void>
  /** Sends the signal and resolves when the process is gone. */
  kill(signal: NodeJS.Signals): Promise<Exit>
}

export type ProgramOptions = {
  readonly port: number
  /** Variables beside PORT. */
  readonly environment?: Readonly<Record<string, string>>
}

const READY_MS = 90_000
/** Pause between two questions whether it is ready. */
const ASK_AGAIN_MS = 20

/** Starts `node dist/main.js`, which the set-up of the tests has built. */
export function startProgram({ port, environment = {} }: ProgramOptions): Program {
  const child = spawn(process.execPath, ['dist/main.js'], {
    env: { PATH: process.env.PATH, PORT: String(port), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const url = `http://127.0.0.1:${port}`
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', text => {
    stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', text => {
    stderr += text
  })
  let gone = false
  const exited = new Promise<Exit>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => {
      gone = true
      resolve({ code, signal })
    })
  })
  return {
    url,
    exited,
    stdout: () => stdout,
    stderr: () => stderr,
    async ready(within = READY_MS) {
      const deadline = Date.now() + within
      while (!(await answers(`${url}/readyz`))) {
        if (gone || Date.now() > deadline) {
          throw new Error(`The program ${gone ? 'ended' : 'was not ready in time'}:\n${stderr}\n${stdout.slice(-5000)}`)
        }
        await pause(ASK_AGAIN_MS)
      }
    },
    kill(signal) {
      child.kill(signal)
      return exited
    },
  }
}

/** Whether a GET is answered with 200 in time (ms). Connections are not kept: a killed process leaves no half of one. */
export async function answers(url: string, within = 5_000): Promise<boolean> {
  try {
    const answer = await fetch(url, { headers: { connection: 'close' }, signal: AbortSignal.timeout(within) })
    await answer.body?.cancel()
    return answer.status === 200
  } catch {
    return false
  }
}

/** A port that nobody listens on at the moment. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise(resolve => server.close(resolve))
  return typeof address === 'object' && address ? address.port : 0
}
