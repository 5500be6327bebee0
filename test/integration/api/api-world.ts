/** A house with an API, a booked visit in it, and clients who call it. */
import type { ApiClient } from '../../../src/http/api/clients.ts'
import { bookHeld, holdWindow } from '../../../src/store/bookings.ts'
import { addCase } from '../../../src/store/cases.ts'
import { addVisit } from '../../../src/store/visits.ts'
import { type Content, type House, MONDAY_MORNING, openHouse } from '../../support/house.ts'

export const DISPATCH: ApiClient = { name: 'dispatch', roles: ['dispatcher', 'technician'], token: 'd'.repeat(40) }
export const MANAGER: ApiClient = { name: 'manager', roles: ['manager'], token: 'm'.repeat(40) }
export const READER: ApiClient = { name: 'reader', roles: [], token: 'r'.repeat(40) }
export const ANNA = 'test:1'
const WINDOW = {
  startsAt: Date.parse('2026-03-03T10:00:00+08:00'),
  endsAt: Date.parse('2026-03-03T12:00:00+08:00'),
}

export type Answer = { readonly status: number; readonly body: Record<string, never> & { visit?: never } }
type CallOptions = { readonly token?: string; readonly key?: string; readonly body?: unknown }

export type ApiWorld = {
  readonly house: House
  readonly url: string
  /** Anna's visit, booked for Tuesday at ten. */
  readonly visit: number
  /** Posts where there is a key, else reads; as the dispatch client where no other token is given. */
  readonly call: (path: string, options?: CallOptions) => Promise<Answer>
}

export async function openApiWorld(content: Content): Promise<ApiWorld> {
  const house = await openHouse({ ...content, apiClients: [DISPATCH, MANAGER, READER] })
  const url = await house.app.server.listen({ host: '127.0.0.1', port: 0 })
  await house.does({ kind: 'text', text: 'hello' })
  const visit = await bookedVisit(house)
  return { house, url, visit, call: (path, options) => call(url, path, options) }
}

async function bookedVisit(house: House): Promise<number> {
  return house.app.database.transaction(MONDAY_MORNING, async tx => {
    const theCase = await addCase(tx, {
      conversationId: ANNA,
      state: 'OPEN',
      appliance: 'refrigerator',
      modelNo: null,
      serialNo: null,
      symptomCode: null,
      freeText: 'it is warm',
      priority: 'MEDIUM',
      priorityReason: 'default',
      flags: [],
    })
    const added = await addVisit(tx, {
      caseId: theCase.id,
      conversationId: ANNA,
      outletId: 'shanghai',
      ...WINDOW,
      code: '4821',
      name: 'Anna Long',
      phone: '+8613812345678',
      address: '12 Long Road, Minhang, Shanghai',
    })
    const held = await holdWindow(tx, ['li-ming'], { conversationId: ANNA, ...WINDOW, until: MONDAY_MORNING + 1 })
    await bookHeld(tx, held?.id ?? 0, added.id)
    return added.id
  })
}

async function call(url: string, path: string, options: CallOptions = {}): Promise<Answer> {
  const { token = DISPATCH.token, key, body } = options
  const response = await fetch(`${url}/api/v1/${path}`, {
    method: key === undefined ? 'GET' : 'POST',
    headers: {
      ...(token !== '' && { authorization: `Bearer ${token}` }),
      ...(key !== undefined && { 'idempotency-key': key, 'content-type': 'application/json' }),
    },
    ...(key !== undefined && { body: JSON.stringify(body ?? {}) }),
  })
  return { status: response.status, body: (await response.json()) as Answer['body'] }
}
