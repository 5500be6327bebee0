/** A customer and a technician, each on a platform of their own, and a visit between them. */
import type { DeskCommand, DeskOutcome } from '../../../src/desk/command.ts'
import type { Language } from '../../../src/flow/flow.ts'
import type { Row } from '../../../src/store/sql.ts'
import { storeTechnicianCode } from '../../../src/store/technicians.ts'
import type { Person } from '../../support/customer.ts'
import { slackPerson } from '../../support/customer-slack.ts'
import { telegramPerson } from '../../support/customer-telegram.ts'
import type { Content } from '../../support/house.ts'
import { bookLastWindow, LINES, type Lines, moveVisit, reachWindows } from '../../support/journey.ts'
import { openSlackHouse, type SlackHouse } from '../../support/slack-house.ts'

export type Chat = 'telegram' | 'slack'

export type ChatWorld = {
  readonly house: SlackHouse
  readonly customer: Person
  readonly technician: Person
  readonly lines: Lines
  /** The clock goes on so many milliseconds, and what falls due is heard. */
  wait(ms: number): Promise<void>
  visit(): Promise<Row>
  close(): Promise<void>
}

export const MINUTE = 60_000
const CODES = { en: 'en', zh: 'zh-hans' } as const
const LOCALES = { en: 'en-GB', zh: 'zh-CN' } as const

/** One service with both platforms. The technician is Li Ming, and has a code. */
export async function openChatWorld(
  content: Content,
  { customer: at, technician: works, language }: { customer: Chat; technician: Chat; language: Language },
): Promise<ChatWorld> {
  const house = await openSlackHouse({ ...content, telegram: true })
  const person = (chat: Chat, id: number, name: string) =>
    chat === 'telegram'
      ? telegramPerson(house.telegram, house.telegram.user({ id, language: CODES[language], name }))
      : slackPerson(house.slack, house.slack.user({ id: `U7${id}`, name, locale: LOCALES[language] }))
  const world: ChatWorld = {
    house,
    customer: person(at, 7, 'Anna'),
    technician: person(works, 8, 'Li Ming'),
    lines: LINES[language],
    async wait(ms) {
      await house.app.time.moveBy(ms)
      await house.settled()
    },
    async visit() {
      const [row] = await house.rows('select * from visit order by id desc')
      return row ?? {}
    },
    close: () => house.close(),
  }
  await house.app.database.transaction(house.app.clock.now(), tx =>
    storeTechnicianCode(tx, '12345678', 'li-ming', house.app.clock.now() + 3_600_000),
  )
  return world
}

/** Booked by the customer in their own words, and assigned by the desk. */
export async function assignedVisit({ house, customer, lines }: ChatWorld): Promise<void> {
  await reachWindows(customer, lines)
  await bookLastWindow(customer, lines)
  const desk = (conversation: string, command: DeskCommand): Promise<DeskOutcome> =>
    house.command(conversation, command)
  const outcome = await moveVisit({ rows: house.rows, desk }, customer, 'assign', { technician: 'li-ming' })
  if (!outcome.ok) throw new Error(`assign: ${JSON.stringify(outcome)}`)
  await house.settled()
}
