/** Actions on a real database, one transaction each, with the clock and the slots as the test says. */
import { DateTime } from 'luxon'
import { onTestFinished } from 'vitest'
import { ACTIONS } from '../../../src/assistant/actions/actions.ts'
import { newConversation } from '../../../src/flow/conversation.ts'
import type { Values } from '../../../src/flow/flow.ts'
import { type Database, openDatabase } from '../../../src/store/database.ts'
import type { Row, Tx } from '../../../src/store/sql.ts'
import { sampleService } from '../../support/sample-service.ts'

export const service = sampleService()
export const ZONE = 'Asia/Shanghai'
export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** An instant by the clock in Shanghai. */
export function at(local: string): number {
  return DateTime.fromISO(local, { zone: ZONE }).toMillis()
}

/** What a customer with a leaking washer in Shanghai has told when it comes to booking. */
export const TOLD: Values = {
  appliance: 'washing-machine',
  symptom: 'washer-leak',
  name: 'Ms Chen',
  phone: '+8613812345678',
  address: '上海市徐汇区漕溪北路1号',
  model: 'XQB80',
  purchased: '2024-03-02',
}

export type World = {
  readonly database: Database
  /** Runs an action in a transaction of its own; what it gives goes into the slots of that conversation. */
  run(action: string, args?: Values, conversation?: string): Promise<{ outcome: string; values: Values }>
  /** Puts values into the slots. */
  tell(values: Values, conversation?: string): void
  slots(conversation?: string): Values
  setNow(instant: number): void
  /** A transaction of the desk. */
  write<T>(fn: (tx: Tx) => Promise<T>): Promise<T>
  rows(sql: string): Promise<Row[]>
}

export async function openWorld(begin = '2026-11-23T07:00'): Promise<World> {
  const database = await openDatabase('sqlite::memory:')
  onTestFinished(() => database.close())
  const slots = new Map<string, Values>()
  let now = at(begin)
  let lot = 0
  const customers = new Map<string, number>()
  const of = (conversation: string) => slots.get(conversation) ?? {}
  const tell = (values: Values, conversation = CUSTOMER) => {
    slots.set(conversation, { ...of(conversation), ...values })
  }
  return {
    database,
    tell,
    slots: (conversation = CUSTOMER) => of(conversation),
    setNow: instant => {
      now = instant
    },
    write: fn => database.transaction(now, fn),
    rows: sql => database.read(door => door.all(sql)),
    run: async (name, args = {}, conversation = CUSTOMER) => {
      const action = ACTIONS[name]
      if (!action) throw new Error(`There is no action ${name}`)
      const state = { ...newConversation('en'), slots: of(conversation), opening: 'my washer leaks' }
      const result = await database.transaction(now, tx =>
        action.run(args, {
          tx,
          now,
          service,
          conversationId: conversation,
          conversation: state,
          customerId: customers.get(conversation) ?? null,
          remind: () => undefined,
          forget: () => undefined,
          desk: { visitCard: async () => undefined, visitsOfTechnician: async () => [], windowsFor: async () => [] },
          give: async () => undefined,
          order: () => undefined,
          notify: () => undefined,
          random: below => {
            lot += 7919
            return lot % below
          },
        }),
      )
      tell(result.values ?? {}, conversation)
      const whose = result.values?.customer as { id: number } | undefined
      if (whose) customers.set(conversation, whose.id)
      return { outcome: result.outcome, values: result.values ?? {} }
    },
  }
}

export const CUSTOMER = 'web:1'

/** The values of the windows that `find-windows` offers. */
export async function windowsOffered(world: World, conversation = CUSTOMER): Promise<string[]> {
  const { values } = await world.run('find-windows', {}, conversation)
  return (values.windows as unknown as { value: string }[]).map(({ value }) => value)
}

/** A visit booked for the first window that is free. */
export async function bookedWorld(begin?: string): Promise<World> {
  const world = await openWorld(begin)
  world.tell(TOLD)
  await world.run('open-case')
  const [window = ''] = await windowsOffered(world)
  await world.run('hold-window', { window })
  await world.run('book-visit')
  return world
}
