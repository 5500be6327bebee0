/**
 * How the program dies in the middle of a relay. Nothing in `src` knows of it: a moment is reached through what the program
 * does to the world.
 */
import { setTimeout as pause } from 'node:timers/promises'
import type { FakeSlack } from '../support/fake-slack.ts'
import type { FakeTelegram } from '../support/fake-telegram.ts'
import { answers, type Program } from '../support/program.ts'
import { openSqliteFile } from '../support/sqlite-file.ts'

export type Scaffold = {
  readonly telegram: FakeTelegram
  readonly slack: FakeSlack
  readonly path: string
  readonly program: Program
  readonly random: () => number
  /** Resolves when the next message of a customer is acknowledged. */
  accepted(): Promise<void>
  /** Resolves when the next message for a customer is acknowledged. */
  replied(): Promise<void>
}

export type Death = (scaffold: Scaffold) => Promise<unknown>

const ASK_AGAIN_MS = 50
/** Half of the time in which an answer can be taken back (ms). */
const UNDO_MS = 1_000

/** Whatever it is doing. */
const atOnce: Death = ({ program }) => program.kill('SIGKILL')

/** A post stands in the channel, or in front of a customer, and Slack has not yet said so. */
const whilePosting: Death = scaffold => whileCalling('chat.postMessage', scaffold)

/** A card or a receipt was drawn anew, and Slack has not yet said so. */
const whileUpdating: Death = scaffold => whileCalling('chat.update', scaffold)

/** A file is about to be uploaded: nobody sees it yet. */
const uploadBegun: Death = scaffold => whileCalling('files.getUploadURLExternal', scaffold)

/** A file stands in the thread, or in front of a customer, and Slack has not yet said so. */
const uploadDone: Death = scaffold => whileCalling('files.completeUploadExternal', scaffold)

async function whileCalling(method: string, { slack, program }: Scaffold): Promise<void> {
  await slack.hangNext(method).reached
  await program.kill('SIGKILL')
}

/** A message is in front of a customer, and Telegram has not yet said so. */
const whileSending: Death = async ({ telegram, program }) => {
  const hold = telegram.hold('sendMessage')
  await hold.reached
  await program.kill('SIGKILL')
  hold.release()
}

/** The platform has just been told that the customer's message need not come again. */
const onceAcknowledged: Death = async ({ program, accepted }) => {
  await accepted()
  await program.kill('SIGKILL')
}

/** An answer was taken and can still be taken back: the time for it runs out while nobody is there. */
const whileUndoable: Death = async ({ program, replied, random }) => {
  await replied()
  await pause(random() * UNDO_MS)
  await program.kill('SIGKILL')
}

/** Somebody else holds the write lock, so that the program waits with an event or a mark in hand. */
const whileLocked: Death = async ({ path, program }) => {
  const other = await openSqliteFile(path)
  await other.all('begin immediate')
  while (await answers(`${program.url}/readyz`, ASK_AGAIN_MS));
  await program.kill('SIGKILL')
  await other.all('rollback')
  await other.close()
}

/** In turn. The lock leaves everything unmarked that is being sent, so that each such death repeats several at once. */
export const DEATHS: readonly Death[] = [
  atOnce,
  whilePosting,
  whileUndoable,
  onceAcknowledged,
  whileSending,
  uploadBegun,
  atOnce,
  whileLocked,
  uploadDone,
  whileUpdating,
  atOnce,
  whileUndoable,
]
