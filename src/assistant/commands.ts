/**
 * Commands of the staff on their way: each is stored in the inbox like a customer's message, and whoever gave it hears what
 * it came to. One that comes a second time is not done again; it has the outcome of the first.
 */
import type { DeskInbound, DeskOutcome, SubmittedCommand } from '../desk/command.ts'
import type { Database } from '../store/database.ts'
import { DESK_COMMANDS, findResult } from '../store/inbox.ts'
import type { Door } from './receive.ts'

export type Commands = {
  /** `updateId` tells a command that comes twice, also across a restart. */
  submit(inbound: DeskInbound, updateId: string): SubmittedCommand
  /** A commit has decided a command, of this process or of an earlier one. */
  decided(updateId: string, outcome: DeskOutcome): void
}

type UnderWay = SubmittedCommand & {
  decide(outcome: DeskOutcome): void
  fail(error: unknown): void
}

export type CommandsOptions = {
  readonly database: Database
  readonly door: Pick<Door, 'store'>
  /** Another process may take a command of this one: milliseconds until that is looked up again. */
  readonly lookAgainMs?: number
}

export function createCommands({ database, door, lookAgainMs = 2_000 }: CommandsOptions): Commands {
  const underWay = new Map<string, UnderWay>()

  function decided(updateId: string, outcome: DeskOutcome): void {
    underWay.get(updateId)?.decide(outcome)
    underWay.delete(updateId)
  }

  function failed(updateId: string, error: unknown): void {
    underWay.get(updateId)?.fail(error)
    underWay.delete(updateId)
  }

  function submit(inbound: DeskInbound, updateId: string): SubmittedCommand {
    const known = underWay.get(updateId)
    if (known) return known
    const { conversation: conversationId } = inbound
    const stored = door.store([{ channel: DESK_COMMANDS, updateId, conversationId, kind: 'desk', payload: inbound }])
    const command = createUnderWay(stored)
    underWay.set(updateId, command)
    void follow(updateId, stored)
    return command
  }

  /** It may have been decided long ago; if it was not, the worker tells, or that of another process. */
  async function follow(updateId: string, stored: Promise<void>): Promise<void> {
    try {
      await stored
      const result = await database.read(sql => findResult(sql, DESK_COMMANDS, updateId))
      if (result !== undefined) decided(updateId, result as DeskOutcome)
      else if (underWay.has(updateId)) setTimeout(() => void follow(updateId, stored), lookAgainMs).unref()
    } catch (error) {
      failed(updateId, error)
    }
  }

  return { submit, decided }
}

function createUnderWay(stored: Promise<void>): UnderWay {
  let decide: UnderWay['decide'] = () => {}
  let fail: UnderWay['fail'] = () => {}
  const outcome = new Promise<DeskOutcome>((resolve, reject) => {
    decide = resolve
    fail = reject
  })
  // Who only waits until it is stored hears of a failure there.
  stored.catch(() => undefined)
  outcome.catch(() => undefined)
  return { stored, outcome, decide, fail }
}
