/** Customers of the playground without a browser: what its page posts, and the stream it listens to. */
import { randomUUID } from 'node:crypto'
import type { PageEvent } from '../../src/channels/web/stream.ts'
import type { HistoryLine } from '../../src/desk/lines.ts'
import type { Language } from '../../src/flow/flow.ts'
import { listener, type Person, type Seen } from './customer.ts'

export type WebPages = {
  person(options: { readonly id: string; readonly name: string; readonly language: Language }): Person
  /** Opens the stream; resolves when everything from now on is heard. */
  listen(): Promise<void>
  /** Resolves when the stream has told that this conversation, which is nobody's, has changed: all before it was read. */
  reads(mark: string): Promise<void>
}

type Chat = { readonly lines: Line[]; changed(): void }
type Line = HistoryLine & { readonly offered: HistoryLine['buttons'] }

/** `copies`: how often the page posts each thing, as when it does not hear the answer. */
export function openWebPages(origin: string, copies: () => number): WebPages {
  const chats = new Map<string, Chat>()
  const marks = new Map<string, () => void>()

  function take(event: PageEvent): void {
    if (event.kind === 'changed') return void marks.get(event.conversations[0] ?? '')?.()
    if (event.kind === 'clock') return
    const chat = chats.get(event.conversation)
    if (!chat) return
    if (event.kind === 'message') chat.lines.push({ ...event.line, offered: event.line.buttons })
    else change(chat.lines, event)
    chat.changed()
  }

  async function follow(body: ReadableStream<Uint8Array>, opened: () => void): Promise<void> {
    let unread = ''
    for await (const chunk of body.pipeThrough(new TextDecoderStream())) {
      opened()
      unread += chunk
      const frames = unread.split('\n\n')
      unread = frames.pop() ?? ''
      for (const frame of frames) {
        if (frame.startsWith('data: ')) take(JSON.parse(frame.slice('data: '.length)))
      }
    }
  }

  return {
    async listen() {
      const { body } = await fetch(`${origin}/playground/events`)
      if (!body) throw new Error('The stream is empty')
      // A stream that ends in the middle of a chunk ends because the house was closed.
      await new Promise<void>(resolve => void follow(body, resolve).catch(() => undefined))
    },
    reads: mark => new Promise(resolve => void marks.set(mark, resolve)),
    person({ id, name, language }) {
      const conversation = `web:${id}`
      const lines: Line[] = []
      const seen = () => lines.filter(({ deleted }) => !deleted).map(line => seenOf(line, origin))
      const ear = listener(name, seen)
      chats.set(conversation, { lines, changed: ear.changed })
      const post = async (content: object) => {
        const message = { id: randomUUID(), conversation, name, language, content }
        for (let copy = 0; copy < copies(); copy += 1) {
          const headers = { 'content-type': 'application/json' }
          const answer = await fetch(`${origin}/playground/messages`, {
            method: 'POST',
            headers,
            body: JSON.stringify(message),
          })
          if (answer.status !== 202) throw new Error(`The playground answered ${answer.status}: ${await answer.text()}`)
        }
        return message.id
      }
      const tap = (line: Line | undefined, label: string) => {
        const token = line?.offered?.find(button => button.label === label)?.token
        if (token === undefined) throw new Error(`${name} sees no "${label}":\n${JSON.stringify(lines, null, 2)}`)
        return post({ kind: 'tap', token })
      }
      return {
        conversation,
        get seen() {
          return seen()
        },
        says: text => post({ kind: 'text', text }),
        async taps(label) {
          await tap(
            lines.findLast(({ buttons }) => buttons?.some(button => button.label === label)),
            label,
          )
        },
        async tapsOn(message, label) {
          await tap(
            lines.find(({ id }) => id === message.id),
            label,
          )
        },
        sharesContact: async phone => void (await post({ kind: 'contact', phone, name })),
        sharesLocation: async (latitude, longitude) => void (await post({ kind: 'location', latitude, longitude })),
        async uploads(files, caption) {
          const album = files.length > 1 ? { album: randomUUID() } : {}
          for (const [index, { name: file, mime, bytes }] of files.entries()) {
            const words = index === 0 && caption !== undefined ? { caption } : {}
            const data = Buffer.from(bytes).toString('base64')
            await post({ kind: 'file', name: file, mime, data, ...words, ...album })
          }
        },
        sendsOddity: () => Promise.reject(new Error('The playground sends nothing odd')),
        edits: () => Promise.reject(new Error('The playground has no edits')),
        deletes: () => Promise.reject(new Error('The playground has no deletions')),
        hears: ear.hears,
        seesSettled: ear.seesSettled,
      }
    },
  }
}

function change(lines: Line[], event: Exclude<PageEvent, { kind: 'message' | 'changed' | 'clock' }>): void {
  const at = lines.findIndex(({ id }) => id === event.message)
  const line = lines[at]
  if (!line) return
  const { buttons: _, ...plain } = line
  if (event.kind === 'settle') lines[at] = { ...plain, settled: event.label }
  else if (event.kind === 'edited') lines[at] = { ...line, text: event.text, edited: true }
  else lines[at] = { ...line, deleted: true }
}

function seenOf({ id, text = '', buttons = [], request, settled, files = [] }: Line, origin: string): Seen {
  const [, latitude, longitude] = /^(-?\d+\.\d+), (-?\d+\.\d+)$/.exec(text) ?? []
  return {
    id,
    text,
    labels: buttons.map(({ label }) => label),
    request: request?.label,
    settled,
    files: files.map(({ media, name = '' }) => ({
      name,
      read: async () => new Uint8Array(await (await fetch(`${origin}/playground/media/${media}`)).arrayBuffer()),
    })),
    place: latitude === undefined ? undefined : { latitude: Number(latitude), longitude: Number(longitude) },
  }
}
