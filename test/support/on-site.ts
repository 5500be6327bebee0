/** A house with an engineer at the customer's door: for tests of what is agreed, done and accepted on site. */
import type { InboundContent } from '../../src/assistant/channel.ts'
import type { DeskCommand, DeskOutcome, Role, VisitMove } from '../../src/desk/command.ts'
import type { Language, Values } from '../../src/flow/flow.ts'
import type { CaseType } from '../../src/service/case.ts'
import { addCase, saveCase } from '../../src/store/cases.ts'
import type { Row, Tx } from '../../src/store/sql.ts'
import { addVisit, saveVisit } from '../../src/store/visits.ts'
import { rows, textsTo, words } from './arrivals.ts'
import { type Content, type House, MONDAY_MORNING, openHouse } from './house.ts'
import { COMPLETION_FORM } from './journey.ts'

export type OnSite = {
  readonly house: House
  /** The order of somebody with all roles, unless they are named. */
  order(move: VisitMove, details?: Values, roles?: readonly Role[]): Promise<DeskOutcome>
  command(command: DeskCommand, roles?: readonly Role[]): Promise<DeskOutcome>
  /** What the customer has heard since the last time it was asked, as one text. */
  heard(): string
  /** Labels of the newest message that has buttons. */
  labels(): readonly string[]
  taps(label: string | RegExp): Promise<void>
  says(text: string): Promise<void>
  sendsPhoto(): Promise<void>
  wait(ms: number): Promise<void>
  visit(): Promise<Row>
  case(): Promise<Row>
  tasks(): Promise<readonly Row[]>
  rows(sql: string): Promise<readonly Row[]>
  close(): Promise<void>
}

export type OnSiteFacts = {
  readonly language?: Language
  /** As the customer told it. */
  readonly purchasedOn?: string
  /** Seen by somebody of ours. */
  readonly proven?: boolean
  readonly type?: CaseType
  readonly profile?: string
}

const EVERY_ROLE: readonly Role[] = ['agent', 'dispatcher', 'technician', 'manager']
/** Two years old on MONDAY_MORNING, and half a year. */
export const OUT_OF_WARRANTY = { purchasedOn: '2024-01-10', proven: true } as const
export const UNDER_WARRANTY = { purchasedOn: '2025-10-10', proven: true } as const

/** Monday 2 March 2026, 09:00: Li Ming has just arrived for a washing machine. */
export async function openOnSite(content: Content, facts: OnSiteFacts = UNDER_WARRANTY): Promise<OnSite> {
  const { language = 'en' } = facts
  const house = await openHouse({ ...content, now: MONDAY_MORNING })
  const customer = { id: '1', language }
  const does = async (inbound: InboundContent) => {
    await house.does(inbound, customer)
  }
  await does(words(language === 'en' ? 'hello' : '你好'))
  await house.app.database.transaction(MONDAY_MORNING, tx => addArrived(tx, facts))
  let read = textsTo(house, '1').length
  const command = async (given: DeskCommand, roles = EVERY_ROLE) => {
    const staff = { id: 'wei', name: 'Wei', roles }
    const outcome = await house.app.runDesk({ conversation: 'test:1', staff, command: given })
    await house.app.worker.drain()
    return outcome
  }
  return {
    house,
    command,
    async order(move, details, roles) {
      const [visit] = await rows(house, 'select revision from visit')
      const revision = Number(visit?.revision)
      return command({ do: 'move-visit', visit: 1, revision, move, ...(details && { details }) }, roles)
    },
    heard() {
      const texts = textsTo(house, '1').slice(read)
      read += texts.length
      return texts.join('\n\n')
    },
    labels: () => newestButtons(house).map(({ label }) => label),
    async taps(label) {
      const button = newestButtons(house).find(one =>
        typeof label === 'string' ? one.label === label : label.test(one.label),
      )
      if (!button) throw new Error(`There is no button "${label}"`)
      await does({ kind: 'tap', token: button.token })
    },
    says: text => does(words(text)),
    sendsPhoto: () => does({ kind: 'file', file: { kind: 'photo', file: 'photo-1' } }),
    wait: ms => house.app.time.moveBy(ms),
    visit: async () => (await rows(house, 'select * from visit'))[0] ?? {},
    case: async () => (await rows(house, 'select * from service_case'))[0] ?? {},
    tasks: () => rows(house, "select id, kind, data from staff_task where state = 'OPEN' order by id"),
    rows: sql => rows(house, sql),
    close: () => house.app.stop(),
  }
}

async function addArrived(tx: Tx, { purchasedOn, proven, type, profile }: OnSiteFacts): Promise<void> {
  const opened = await addCase(tx, {
    conversationId: 'test:1',
    state: 'OPEN',
    appliance: 'washing-machine',
    modelNo: 'XQB80',
    serialNo: null,
    symptomCode: 'washer-no-drain',
    freeText: 'it does not drain',
    priority: 'MEDIUM',
    priorityReason: 'default',
    flags: [],
    ...(type && { type }),
    ...(profile && { profile }),
  })
  const proof = proven && purchasedOn ? { by: 'wei', at: tx.now, purchasedOn } : null
  const changed = { ...opened, state: 'IN_SERVICE', purchasedOn: purchasedOn ?? null, warrantyProof: proof } as const
  await saveCase(tx, opened, changed, 'test')
  const visit = await addVisit(tx, {
    caseId: opened.id,
    conversationId: 'test:1',
    outletId: 'shanghai',
    startsAt: tx.now - 3_600_000,
    endsAt: tx.now + 3_600_000,
    code: '4821',
    name: 'Anna Long',
    phone: '+8613812345678',
    address: '12 Long Road, Minhang, Shanghai',
  })
  const arrived = { state: 'ARRIVED', technicianId: 'li-ming', assignedAt: tx.now, enRouteAt: tx.now } as const
  await saveVisit(tx, visit, { ...visit, ...arrived, arrivedAt: tx.now }, 'test')
  await tx.run('update conversation set case_id = ?', [opened.id])
}

function newestButtons(house: House) {
  for (const { content } of [...house.recorder.sent].reverse()) {
    if (content.kind === 'text' && content.buttons && content.buttons.length > 0) return content.buttons
  }
  return []
}

/** The form of a repair that is done, with its changes. */
export function completionForm(changes: Values = {}): Values {
  return { ...COMPLETION_FORM, ...changes }
}

/** A picture that somebody of ours took at the customer's, filed with the case. */
export async function addPicture(site: OnSite): Promise<void> {
  const { database, clock } = site.house.app
  await database.transaction(clock.now(), tx =>
    tx.run(
      `insert into media (conversation_id, case_id, kind, author, channel, file, attempts, created_at)
       values ('test:1', 1, 'photo', 'agent', 'test', 'sheet', 0, ?)`,
      [clock.now()],
    ),
  )
}
