/**
 * Server-sent events: one stream per open page, every page hears everything (the playground is one person's desk). A
 * page that was away asks for the history again, so nothing is kept or repeated here.
 */
import type { ServerResponse } from 'node:http'
import type { HistoryLine } from '../../desk/lines.ts'
import type { Language } from '../../flow/flow.ts'

export type PageEvent =
  | { readonly kind: 'message'; readonly conversation: string; readonly language: Language; readonly line: HistoryLine }
  | { readonly kind: 'settle'; readonly conversation: string; readonly message: string; readonly label: string }
  /** What an agent wrote reads differently now, or is gone. `message` is the id of the line. */
  | { readonly kind: 'edited'; readonly conversation: string; readonly message: string; readonly text: string }
  | { readonly kind: 'deleted'; readonly conversation: string; readonly message: string }
  /** A turn ended or staff did something: desk, inspector and typing indicator are out of date. */
  | { readonly kind: 'changed'; readonly conversations: readonly string[] }
  | { readonly kind: 'clock' }

/** Bytes a page may lag behind before it is dropped; it reconnects and reads the history. */
const MOST_UNREAD = 1_000_000

export type Stream = {
  /** Takes over the response until the page leaves. */
  add(response: ServerResponse): void
  publish(event: PageEvent): void
  count(): number
  close(): void
}

export function createStream(): Stream {
  const pages = new Set<ServerResponse>()
  return {
    add(response) {
      response.write('retry: 1000\n\n')
      pages.add(response)
      response.on('close', () => pages.delete(response))
    },
    publish(event) {
      const frame = `data: ${JSON.stringify(event)}\n\n`
      for (const page of pages) {
        if (page.writableLength > MOST_UNREAD) page.destroy()
        else page.write(frame)
      }
    },
    count: () => pages.size,
    close() {
      for (const page of pages) page.end()
      pages.clear()
    },
  }
}
