/** Things that happen to a house while others are still under way, and what it has to show for it. */
import { randomUUID } from 'node:crypto'
import type { BuiltChannel } from '../../src/app.ts'
import type { Delivery, Inbound, InboundContent, Outbound } from '../../src/assistant/channel.ts'
import type { Cell, Row } from '../../src/store/sql.ts'
import type { House } from './house.ts'

/** Something a customer does; resolves when it is on disk, whether or not it is answered. */
export async function arrives(house: House, customer: string, content: InboundContent): Promise<Inbound> {
  const inbound = inboundOf(house, customer, content)
  await house.app.door.receive([inbound])
  return inbound
}

export function inboundOf(house: House, customer: string, content: InboundContent): Inbound {
  const conversation = `test:${customer}`
  return { channel: 'test', updateId: randomUUID(), conversation, at: house.app.clock.now(), from: {}, content }
}

export const words = (text: string): InboundContent => ({ kind: 'text', text })

export function rows<R extends Row = Row>(
  house: House,
  sql: string,
  parameters: readonly Cell[] = [],
): Promise<readonly R[]> {
  return house.app.database.read(reader => reader.all(sql, parameters))
}

/** Texts sent to a customer, in order. */
export function textsTo(house: House, customer: string, sent: readonly Outbound[] = house.recorder.sent): string[] {
  return sent
    .filter(outbound => outbound.conversation === `test:${customer}`)
    .flatMap(({ content }) => (content.kind === 'text' ? [content.text] : []))
}

export type Gate = {
  /** To be given to the house among its channels: it takes the place of the recorder. */
  readonly channel: () => BuiltChannel
  /** Everything that was handed over, delivered or still held. */
  readonly given: Outbound[]
  /** Resolves when so many messages have been handed over. */
  reached(count: number): Promise<void>
  /** What is held comes to this, to `sent` when nothing is said; what is given later is sent. */
  open(held?: Delivery): void
}

/** A channel that holds what it is given until it is opened: a message is under way, and others wait behind it. */
export function createGate(): Gate {
  const given: Outbound[] = []
  const watchers = new Set<() => void>()
  let open: Gate['open'] = () => {}
  const opened = new Promise<Delivery | undefined>(resolve => {
    open = resolve
  })
  let isOpen = false
  return {
    given,
    open: held => {
      isOpen = true
      open(held)
    },
    reached: count =>
      new Promise(resolve => {
        const watch = () => {
          if (given.length < count) return
          watchers.delete(watch)
          resolve()
        }
        watchers.add(watch)
        watch()
      }),
    channel: () => ({
      channel: {
        name: 'test',
        pace: { perSecond: 100_000, sameConversationMs: 0, burst: 1000, parallel: 50 },
        async send(outbound): Promise<Delivery> {
          given.push(outbound)
          for (const watch of watchers) watch()
          const sent: Delivery = { kind: 'sent', message: `m${outbound.id}` }
          return isOpen ? sent : ((await opened) ?? sent)
        },
      },
    }),
  }
}
