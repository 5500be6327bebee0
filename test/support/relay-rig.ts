/** Customers on both platforms who asked for a person, each with the thread of their card in the staff's channel. */
import type { Person } from './customer.ts'
import { slackPerson } from './customer-slack.ts'
import { telegramPerson } from './customer-telegram.ts'
import type { FakeSlackMessage, FakeSlackUser, Place } from './fake-slack-types.ts'
import { shown } from './fake-slack-user.ts'
import { LINES } from './journey.ts'
import type { SlackHouse } from './slack-house.ts'

export type RelayPlatform = 'telegram' | 'slack'
export const RELAY_PLATFORMS: readonly RelayPlatform[] = ['telegram', 'slack']

/** Somebody whom a person is to help. */
export type Asking = {
  readonly person: Person
  readonly escalation: number
  /** Of their thread, for what the staff write there. */
  readonly place: Required<Place>
  /** Posts of their thread that are not deleted, oldest first. */
  thread(): readonly FakeSlackMessage[]
  /** Posts of the app in their thread as somebody reads them. */
  lines(): readonly string[]
  /** Their card, as the channel shows it. */
  card(): FakeSlackMessage
}

export type RelayRig = {
  /** Somebody nobody knows yet, who has said nothing. */
  greets(platform: RelayPlatform, name?: string): Person
  /** They ask for a person, in words of their own; the card is posted when this resolves. */
  calls(person: Person, words?: string): Promise<Asking>
  /** Both. */
  asks(platform: RelayPlatform, name?: string, words?: string): Promise<Asking>
  /** So does somebody whom an agent takes at once. */
  claimed(platform: RelayPlatform, agent: FakeSlackUser, name?: string): Promise<Asking>
  /** The time to undo is over, and what waited is with the customers. */
  undoIsOver(): Promise<void>
}

export const UNDO_MS = 5_000

export function createRelayRig(house: SlackHouse): RelayRig {
  let people = 0

  function greets(platform: RelayPlatform, name?: string): Person {
    people += 1
    const called = name ?? `Anna ${people}`
    if (platform === 'telegram') {
      return telegramPerson(house.telegram, house.telegram.user({ id: people, language: 'en', name: called }))
    }
    return slackPerson(house.slack, house.slack.user({ id: `U7${people}`, name: called, locale: 'en-GB' }))
  }

  async function calls(person: Person, words?: string): Promise<Asking> {
    await person.says(words ?? LINES.en.human)
    if (words === undefined) await person.hears(LINES.en.calling)
    await house.settled()
    return askingOf(house, person)
  }

  const asks: RelayRig['asks'] = (platform, name, words) => calls(greets(platform, name), words)

  return {
    greets,
    calls,
    asks,
    async claimed(platform, agent, name) {
      const asking = await asks(platform, name)
      await agent.presses('Claim', { in: asking.card() })
      await house.settled()
      return asking
    },
    async undoIsOver() {
      await house.app.time.moveBy(UNDO_MS)
      await house.settled()
    },
  }
}

async function askingOf(house: SlackHouse, person: Person): Promise<Asking> {
  const [row] = await house.rows<{ id: number; message: string }>(
    `SELECT escalation.id, outbox.message FROM escalation
     JOIN outbox ON outbox.conversation_id = 'desk:escalation:' || escalation.id AND outbox.ask = 'card'
     WHERE escalation.conversation_id = ? AND outbox.message IS NOT NULL
     ORDER BY escalation.id DESC, outbox.id DESC LIMIT 1`,
    [person.conversation],
  )
  if (!row) throw new Error(`${person.conversation} has no card`)
  const ts = row.message.replace(`${house.desk.id}:`, '')
  const thread = () => house.desk.replies(ts)
  return {
    person,
    escalation: Number(row.id),
    place: { channel: house.desk.id, threadTs: ts },
    thread,
    lines: () => thread().filter(isOfApp).map(shown),
    card() {
      const card = house.desk.posts().find(post => post.ts === ts)
      if (!card) throw new Error(`the card of ${person.conversation} is gone`)
      return card
    },
  }
}

/** Ephemeral answers are no posts. */
function isOfApp({ fromApp, ephemeralFor }: FakeSlackMessage): boolean {
  return fromApp && ephemeralFor === undefined
}
