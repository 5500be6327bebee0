/**
 * The playground: a channel whose customers, staff and clock share one browser window. It goes through the same inbox,
 * turn, outbox and worker as the real channels.
 */
import type { FastifyPluginAsync } from 'fastify'
import type { Channel, Delivery, Outbound, OutboundContent } from '../../assistant/channel.ts'
import type { HistoryLine } from '../../desk/lines.ts'
import type { WebOptions } from './ports.ts'
import { webRoutes } from './routes.ts'
import { createStream, type Stream } from './stream.ts'

export type Web = {
  readonly channel: Channel
  readonly routes: FastifyPluginAsync
  /** Tells open pages that these conversations, and with them the desk, have changed; called after each commit. */
  changed(conversations: readonly string[]): void
}

/** A browser on this machine takes whatever comes. */
const PACE = { perSecond: 1000, sameConversationMs: 0, burst: 100, parallel: 100 }

export function createWeb(options: WebOptions): Web {
  const stream = createStream()
  return {
    channel: {
      name: 'web',
      pace: PACE,
      send: async outbound => (await missing(outbound, options)) ?? deliver(outbound, options.clock.now(), stream),
      fetchFile: file => options.uploads.read(file),
    },
    routes: webRoutes(options, stream),
    changed: conversations => stream.publish({ kind: 'changed', conversations }),
  }
}

/** When to ask again for a file that is still on its way to us (ms). */
const COMING_MS = 1000

/** What keeps an agent's files from the page. */
async function missing({ content }: Outbound, { readFile }: WebOptions): Promise<Delivery | undefined> {
  if (content.kind !== 'files') return undefined
  for (const { media } of content.files) {
    const { kind } = await readFile(media)
    if (kind === 'coming') return { kind: 'later', afterMs: COMING_MS, everyone: false }
    if (kind === 'lost') return { kind: 'refused', why: 'the file could not be fetched' }
  }
  return undefined
}

/** Always `sent`: the history has it, whether or not a page is open. */
async function deliver(outbound: Outbound, at: number, stream: Stream): Promise<Delivery> {
  const { conversation, language, content } = outbound
  switch (content.kind) {
    case 'settle':
      stream.publish({ kind: 'settle', conversation, message: content.message, label: content.label })
      return { kind: 'sent', message: content.message }
    case 'edit':
      stream.publish({ kind: 'edited', conversation, message: content.message, text: content.text })
      return { kind: 'sent', message: content.message }
    case 'delete':
      stream.publish({ kind: 'deleted', conversation, message: content.message })
      return { kind: 'sent' }
    default: {
      const id = `out:${outbound.id}`
      const line: HistoryLine = { id, conversation, at, from: outbound.author, ...shownOf(content) }
      stream.publish({ kind: 'message', conversation, language, line })
      return { kind: 'sent', message: id }
    }
  }
}

type Said = Extract<OutboundContent, { kind: 'text' | 'files' | 'location' }>

function shownOf(content: Said): Pick<HistoryLine, 'text' | 'buttons' | 'request' | 'files'> {
  switch (content.kind) {
    case 'text':
      return {
        text: content.text,
        ...(content.buttons === undefined ? {} : { buttons: content.buttons }),
        ...(content.request === undefined ? {} : { request: content.request }),
      }
    case 'files':
      return {
        ...(content.text === '' ? {} : { text: content.text }),
        files: content.files.map(({ media, kind, name }) => ({ media, kind, ...(name === undefined ? {} : { name }) })),
      }
    case 'location':
      return { text: `${content.latitude}, ${content.longitude}` }
  }
}
