/** Customers of both platforms behind one face, and the agents who answer them in Slack. */
import { setTimeout as pause } from 'node:timers/promises'
import { type FakeSlack, shown } from '../support/fake-slack.ts'
import type { FakeSlackMessage, FakeSlackUser } from '../support/fake-slack-types.ts'
import type { FakeTelegram } from '../support/fake-telegram.ts'

export type Language = 'en' | 'zh'

export type Person = {
  readonly number: number
  readonly conversation: string
  readonly language: Language
  /** Resolves once it was accepted, with the platform's name for the message. */
  says(text: string): Promise<string>
  sendsPhoto(caption: string): Promise<unknown>
  edits(message: string, text: string): Promise<unknown>
  /** What the assistant and the agents sent, oldest first. */
  heard(): readonly Heard[]
}

/** A message in front of somebody. */
export type Heard = {
  readonly platform: 'telegram' | 'slack'
  /** Goes up with time on one platform. */
  readonly order: number
  /** What the outbox may know it by. */
  readonly names: readonly string[]
  readonly text: string
  readonly files: number
}

export type Agent = {
  readonly user: FakeSlackUser
  /** One thing at a time: there is one form open. */
  alone<T>(work: () => Promise<T>): Promise<T>
}

/** A JPEG that nobody looks at. */
export const PHOTO = {
  name: 'hose.jpg',
  mime: 'image/jpeg',
  bytes: Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0, 0xff, 0xd9]),
}

export function onTelegram(telegram: FakeTelegram, number: number, language: Language): Person {
  const user = telegram.user({ id: number, language: language === 'zh' ? 'zh-hans' : 'en' })
  return {
    number,
    conversation: user.conversation,
    language,
    says: async text => String((await user.says(text)).id),
    sendsPhoto: caption => user.sendsPhoto(caption),
    edits: (message, text) => user.edits(Number(message), text),
    heard: () =>
      user.messages
        .filter(({ from }) => from === 'bot')
        .map(({ id, text, upload }) => ({
          platform: 'telegram',
          order: id,
          names: [String(id)],
          text,
          files: upload ? 1 : 0,
        })),
  }
}

export function inSlack(slack: FakeSlack, number: number, language: Language): Person {
  const locale = language === 'zh' ? 'zh-CN' : 'en-GB'
  const user = slack.user({ id: `U0CUSTOMER${number}`, name: `Customer ${number}`, locale })
  return {
    number,
    conversation: user.conversation,
    language,
    says: async text => (await user.says(text)).ts,
    sendsPhoto: caption => user.uploads([PHOTO], { text: caption }),
    edits: (message, text) => user.edits(message, text),
    heard: () => user.messages.filter(isOurs).map(message => heardInSlack(message, `${user.dm}:${message.ts}`)),
  }
}

/** Posts and files of the app that everybody there sees. */
export function isOurs({ fromApp, ephemeralFor, deleted }: FakeSlackMessage): boolean {
  return fromApp && ephemeralFor === undefined && !deleted
}

/** `name`: what the outbox calls it, should it be no file. */
export function heardInSlack(message: FakeSlackMessage, name: string): Heard {
  const { ts, files } = message
  return {
    platform: 'slack',
    order: Number(ts),
    names: files.length > 0 ? files.map(({ id }) => `file:${id}`) : [name],
    text: shown(message),
    files: files.length,
  }
}

export function newAgent(user: FakeSlackUser): Agent {
  let last: Promise<unknown> = Promise.resolve()
  return {
    user,
    alone(work) {
      const done = last.then(work)
      last = done.catch(() => undefined)
      return done
    },
  }
}

/** Longest wait for what was insisted on (ms): the program is dead for some of it. */
const PATIENCE_MS = 120_000
/** Slack's window for a form is open for three seconds; whoever got no answer at all tries again at once. */
const AGAIN_MS = { heard: 4_000, unheard: 150 }
const LOOK_MS = 50

/**
 * Does something again and again, as people do who see nothing happen, until `seen` sees it. `act` says whether it was
 * acknowledged.
 */
export async function insist<T>(what: string, act: () => Promise<boolean>, seen: () => T | undefined): Promise<T> {
  const deadline = Date.now() + PATIENCE_MS
  for (;;) {
    const before = seen()
    if (before !== undefined) return before
    if (Date.now() > deadline) throw new Error(`In ${PATIENCE_MS} ms nobody saw ${what}`)
    const heard = await act()
    const found = await lookFor(seen, heard ? AGAIN_MS.heard : AGAIN_MS.unheard)
    if (found !== undefined) return found
  }
}

/** Looks until it is there, or `within` (ms) is over. */
export async function lookFor<T>(seen: () => T | undefined, within: number): Promise<T | undefined> {
  const deadline = Date.now() + within
  for (;;) {
    const found = seen()
    if (found !== undefined || Date.now() > deadline) return found
    await pause(LOOK_MS)
  }
}
