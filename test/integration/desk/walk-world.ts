/** One customer's conversation over a real database, for walks: staff order, the customer acts, timers fall due. */
import type { ActionContext, ActionResult } from '../../../src/assistant/action.ts'
import { ACTIONS } from '../../../src/assistant/actions/actions.ts'
import type { DeskContext } from '../../../src/assistant/desk-port.ts'
import type { DeskCommand, DeskOutcome, Staff } from '../../../src/desk/command.ts'
import { createDesk } from '../../../src/desk/desk.ts'
import { newConversation } from '../../../src/flow/conversation.ts'
import type { Values } from '../../../src/flow/flow.ts'
import type { Visit } from '../../../src/service/visit.ts'
import { keepPromises } from '../../../src/service/visit-promises.ts'
import { openDatabase } from '../../../src/store/database.ts'
import type { Row, Tx } from '../../../src/store/sql.ts'
import { findVisit } from '../../../src/store/visits.ts'
import { ANNA, MONDAY_10, service, words } from './desk-world.ts'

export type WalkWorld = {
  now: number
  /** What is armed, by key; epoch milliseconds. */
  readonly armed: Map<string, { readonly at: number; readonly values: Values }>
  order(staff: Staff, command: DeskCommand): Promise<DeskOutcome>
  /** An action of a flow whose conversation has these slots. */
  act(name: string, args: Values, slots: Values): Promise<ActionResult>
  /** Something that is looked up or put there by the test itself. */
  write<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  readonly desk: ReturnType<typeof createDesk>
  visit(id: number): Promise<Visit>
  rows(sql: string): Promise<Row[]>
  close(): Promise<void>
}

/** `random` gives a whole number below what it is asked for. */
export async function openWalk(random: (below: number) => number): Promise<WalkWorld> {
  const database = await openDatabase('sqlite::memory:')
  const desk = createDesk(service, { isDrawn: () => false, language: 'en', words })
  const armed: WalkWorld['armed'] = new Map()
  const promises: Pick<DeskContext, 'remind' | 'forget' | 'give'> = {
    remind: ({ key, at, values }) => void armed.set(key, { at, values }),
    forget: key => void armed.delete(key),
    give: async () => undefined,
  }
  /** What the end of a turn sees to for every visit that was changed in it. */
  const inTurn = <T>(work: (tx: Tx) => Promise<T>) =>
    database.transaction(world.now, async tx => {
      const result = await work(tx)
      for (const { after } of tx.visits) keepPromises(after, service.policy, promises)
      return result
    })
  const world: WalkWorld = {
    now: MONDAY_10,
    armed,
    desk,
    order: (staff, command) =>
      inTurn(tx =>
        desk.run(
          { conversation: ANNA, staff, command },
          {
            ...promises,
            tx,
            now: world.now,
            ownership: { owner: 'bot', agent: null },
            setOwner: () => undefined,
            send: () => undefined,
          },
        ),
      ),
    act: (name, args, slots) =>
      inTurn(tx => {
        const action = ACTIONS[name]
        if (!action) throw new Error(`There is no action ${name}`)
        return action.run(args, { ...promises, ...actionContext(tx, slots), random })
      }),
    write: work => database.transaction(world.now, work),
    visit: async id => {
      const found = await database.transaction(world.now, tx => findVisit(tx, id))
      if (!found) throw new Error(`There is no visit ${id}`)
      return found
    },
    rows: sql => database.read(reader => reader.all(sql)),
    close: () => database.close(),
  }
  function actionContext(tx: Tx, slots: Values): Omit<ActionContext, keyof typeof promises | 'random'> {
    return {
      tx,
      now: world.now,
      service,
      conversationId: ANNA,
      conversation: { ...newConversation('en'), slots, opening: '' },
      customerId: null,
      notify: () => undefined,
      desk,
      order: () => undefined,
    }
  }
  return world
}
