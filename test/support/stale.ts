/** A house with one customer and one visit, in any state and at any hour, for tests of what must not be said any more. */
import type { ChannelParts } from '../../src/app.ts'
import type { Channel, Outbound, ReadFile } from '../../src/assistant/channel.ts'
import type { DeskCommand, DeskOutcome } from '../../src/desk/command.ts'
import type { Language } from '../../src/flow/flow.ts'
import type { Visit } from '../../src/service/visit.ts'
import { keepPromises } from '../../src/service/visit-promises.ts'
import { caseValues, visitValues } from '../../src/service/visit-values.ts'
import { holdWindow } from '../../src/store/bookings.ts'
import { addCase, findCase, saveCase } from '../../src/store/cases.ts'
import { addPart } from '../../src/store/parts.ts'
import { armTimers, forgetTimers, type Timer, timersOf } from '../../src/store/timers.ts'
import { addVisit, findVisit, saveVisit } from '../../src/store/visits.ts'
import { type Content, type House, MONDAY_MORNING, openHouse } from './house.ts'
import { staffOf } from './staff.ts'

const HOUR = 3_600_000
export const CUSTOMER = 'test:1'
export const WINDOW = { startsAt: MONDAY_MORNING + 29 * HOUR, endsAt: MONDAY_MORNING + 31 * HOUR }

export type StaleWorld = {
  readonly house: House
  /** Everything the platform was given, in order. */
  readonly sent: readonly Outbound[]
  visit(): Promise<Visit>
  /** The visit as the test needs it, with the promises that follow. */
  put(changes: Partial<Visit>): Promise<Visit>
  /** Arms a timer of a flow that tells of the visit as it is now. */
  remind(timer: { key: string; flow: string; at: number; values?: Timer['values'] }): Promise<void>
  orders(command: DeskCommand): Promise<DeskOutcome>
  /** Moves the clock, and lets everything happen that is due by then. */
  at(instant: number): Promise<void>
  /** Keys of the timers that are armed for an instant. */
  timersAt(instant: number): Promise<readonly string[]>
  /** The platform takes no edits from now on. */
  refusesEdits(): void
  /** The platform takes its time over the next message, until what is given back is called: the others wait behind it. */
  holdsBack(): () => void
  /** Orders without waiting until the platform has what comes of it. */
  ordersOnly(command: DeskCommand): Promise<DeskOutcome>
  /** The bytes of a file that the platform was given. */
  readonly readFile: ReadFile
  /** A part of the visit is missing until then. */
  expectsPart(at: number): Promise<void>
}

export async function openStaleWorld(content: Content, language: Language = 'en'): Promise<StaleWorld> {
  let now = MONDAY_MORNING
  const sent: Outbound[] = []
  let gate: Promise<void> | undefined
  let takesEdits = true
  let readFile: ReadFile | undefined
  const channel: Channel = {
    name: 'test',
    pace: { perSecond: 100_000, sameConversationMs: 0, burst: 1000, parallel: 50 },
    async send(outbound) {
      await gate
      const { content: one } = outbound
      if (one.kind === 'edit' && !takesEdits) return { kind: 'refused', why: 'too old' }
      sent.push(outbound)
      return { kind: 'sent', message: 'message' in one ? one.message : `m${outbound.id}` }
    },
  }
  const keep = (parts: ChannelParts) => {
    readFile = parts.readFile
    return { channel }
  }
  const house = await openHouse({ ...content, now: () => now, channels: [keep] })
  const { app } = house
  if (!readFile) throw new Error('The house has no channel')
  const { policy, outlets } = app.service
  await house.does({ kind: 'command', name: 'start', payload: '' }, { id: '1', language })
  const id = await app.database.transaction(now, async tx => {
    const added = await addCase(tx, {
      conversationId: CUSTOMER,
      state: 'OPEN',
      appliance: 'washing-machine',
      modelNo: null,
      serialNo: null,
      symptomCode: 'no-drain',
      freeText: 'does not drain',
      priority: 'MEDIUM',
      priorityReason: 'default',
      flags: [],
    })
    await saveCase(tx, added, { ...added, state: 'SCHEDULED', openedAt: now }, 'bot')
    const held = await holdWindow(tx, ['chen-jie'], { conversationId: CUSTOMER, ...WINDOW, until: now + 1 })
    if (!held) throw new Error('The window is not free')
    const visit = await addVisit(tx, {
      caseId: added.id,
      conversationId: CUSTOMER,
      outletId: 'shanghai',
      ...WINDOW,
      code: '0042',
      name: 'Anna',
      phone: '+8613812345678',
      address: '1 Long Road',
    })
    await tx.run("UPDATE booking SET visit_id = ?, state = 'booked', held_until = NULL WHERE id = ?", [
      visit.id,
      held.id,
    ])
    return visit.id
  })
  const visit = async () => {
    const found = await app.database.transaction(now, tx => findVisit(tx, id))
    if (!found) throw new Error('The visit is gone')
    return found
  }
  return {
    house,
    sent,
    readFile,
    timersAt: async instant => {
      const armed = await app.database.read(sql => timersOf(sql, CUSTOMER))
      return armed.flatMap(({ key, dueAt }) => (dueAt === instant ? [key] : []))
    },
    refusesEdits: () => {
      takesEdits = false
    },
    holdsBack: () => {
      let open = () => {}
      gate = new Promise(resolve => {
        open = resolve
      })
      return () => {
        gate = undefined
        open()
      }
    },
    ordersOnly: command => app.runDesk({ conversation: CUSTOMER, staff: staffOf('li'), command }),
    expectsPart: async at => {
      const { id: of, caseId } = await visit()
      await app.database.transaction(now, tx =>
        addPart(tx, { visitId: of, caseId, part: 'drain pump', qty: 1, etaAt: at, approvedBy: 'rule' }, 'test'),
      )
    },
    visit,
    put: async changes => {
      const before = await visit()
      const after = { ...before, ...changes }
      await app.database.transaction(now, async tx => {
        await saveVisit(tx, before, after, 'test')
        const timers: Timer[] = []
        const forgotten: { conversationId: string; key: string }[] = []
        keepPromises(after, policy, {
          remind: ({ key, at, flow, values }) =>
            timers.push({ conversationId: CUSTOMER, key, dueAt: at, flow, values }),
          forget: key => forgotten.push({ conversationId: CUSTOMER, key }),
        })
        await forgetTimers(tx, forgotten)
        await armTimers(tx, timers)
      })
      return after
    },
    remind: async ({ key, flow, at, values }) => {
      const told = await visit()
      await app.database.transaction(now, async tx => {
        const theCase = await findCase(tx, told.caseId)
        if (!theCase) throw new Error('The case is gone')
        const payload = { visit: visitValues(told, outlets), case: caseValues(theCase), ...values }
        await armTimers(tx, [{ conversationId: CUSTOMER, key, dueAt: at, flow, values: payload }])
      })
    },
    orders: async command => {
      const outcome = await app.runDesk({ conversation: CUSTOMER, staff: staffOf('li'), command })
      await app.worker.drain()
      return outcome
    },
    at: async instant => {
      now = instant
      await app.worker.drain()
    },
  }
}
