/** A customer, whatever they write through: the same words for the same acts in tests of every channel. */
import type { FakeUpload } from './fake-slack-types.ts'

/** A message of the service as the customer sees it now. */
export type Seen = {
  /** The platform's id. */
  readonly id: string
  /** Of a question that was answered: without the answer. */
  readonly text: string
  /** What can be chosen below it, in order. */
  readonly labels: readonly string[]
  /** Below it the customer is asked to share a contact or a place. */
  readonly request: string | undefined
  /** The question was answered: by what. */
  readonly settled: string | undefined
  readonly files: readonly SeenFile[]
  readonly place: { readonly latitude: number; readonly longitude: number } | undefined
}

export type SeenFile = { readonly name: string; read(): Promise<Uint8Array> }

/** A file somebody sends. */
export type Upload = Pick<FakeUpload, 'name' | 'mime' | 'bytes'>

/** Everything a customer does resolves when the assistant has accepted it. */
export type Person = {
  /** The assistant's name for the talk. */
  readonly conversation: string
  /** What the service said and did not take back, oldest first. */
  readonly seen: readonly Seen[]
  /** Resolves to the platform's id of the message. */
  says(text: string): Promise<string>
  /** Chooses what the newest message offers that has it. */
  taps(label: string): Promise<void>
  /** Chooses what a message offers or once offered: an old message on another phone. */
  tapsOn(message: Seen, label: string): Promise<void>
  sharesContact(phone: string): Promise<void>
  sharesLocation(latitude: number, longitude: number): Promise<void>
  /** One file, or several that belong together; the caption stands on the first. */
  uploads(files: readonly Upload[], caption?: string): Promise<void>
  /** Only where the platform has it (`CAN`), and so for the next two: something that nobody can read. */
  sendsOddity(): Promise<void>
  edits(id: string, text: string): Promise<void>
  deletes(id: string): Promise<void>
  /**
   * The first message matching that was not heard before; what came before it counts as heard. Rejects with what was
   * said after ten seconds.
   */
  hears(pattern: RegExp): Promise<Seen>
  /** Resolves once a question that matches shows its answer. */
  seesSettled(pattern: RegExp): Promise<Seen>
}

export const photo = (name = 'hose.jpg'): Upload => {
  return { name, mime: 'image/jpeg', bytes: Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]) }
}
export const voice: Upload = { name: 'voice.ogg', mime: 'audio/ogg', bytes: Uint8Array.from([0x4f, 0x67, 0x67, 0x53]) }
export const pdf: Upload = { name: 'bill.pdf', mime: 'application/pdf', bytes: Buffer.from('%PDF-1.7 the bill') }

/** How a settled question shows its answer below itself, on platforms that have no other way. */
const ANSWER = '\n\n✓ '

/** The text of a question and its answer, from what stands in one message. */
export function unsettled(text: string): Pick<Seen, 'text' | 'settled'> {
  const at = text.lastIndexOf(ANSWER)
  return at < 0 ? { text, settled: undefined } : { text: text.slice(0, at), settled: text.slice(at + ANSWER.length) }
}

/** Texts of the service in the order they were said, questions without their answers. */
export function heardTexts(person: Person): string[] {
  return person.seen.filter(({ text }) => text !== '').map(({ text }) => text)
}

/** Labels of everything that can be chosen now. */
export function labelsTo(person: Person): string[] {
  return person.seen.flatMap(({ labels }) => labels)
}

const DEADLINE_MS = 10_000

/** Follows what a customer sees. `changed` is to be called after each change of `read`'s answer. */
export function listener(name: string, read: () => readonly Seen[]) {
  const watchers = new Set<() => void>()
  let heard = 0
  function until(what: string, find: () => Seen | undefined): Promise<Seen> {
    return new Promise((resolve, reject) => {
      const end = () => {
        clearTimeout(timer)
        watchers.delete(look)
      }
      const timer = setTimeout(() => {
        end()
        const said = read().map(({ text, settled, labels }) => `${text} [${settled ?? labels.join(' | ')}]`)
        reject(new Error(`${name} did not ${what}:\n${said.join('\n')}`))
      }, DEADLINE_MS)
      const look = () => {
        const found = find()
        if (!found) return
        end()
        resolve(found)
      }
      watchers.add(look)
      look()
    })
  }
  return {
    changed: () => {
      for (const look of watchers) look()
    },
    hears: (pattern: RegExp) =>
      until(`hear ${pattern}`, () => {
        const all = read()
        const at = all.findIndex(({ text }, index) => index >= heard && pattern.test(text))
        if (at < 0) return undefined
        heard = at + 1
        return all[at]
      }),
    seesSettled: (pattern: RegExp) =>
      until(`see an answer to ${pattern}`, () =>
        read().findLast(({ text, settled }) => settled !== undefined && pattern.test(text)),
      ),
  }
}
