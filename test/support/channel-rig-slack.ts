import type { ChannelHouse, Trouble } from './channel-rig.ts'
import { slackPerson } from './customer-slack.ts'
import type { FakeSlackUser, Fault } from './fake-slack-types.ts'
import type { Content } from './house.ts'
import { openSlackHouse, type SlackHouse } from './slack-house.ts'

const FAULTS: Readonly<Record<Trouble, Fault>> = {
  busy: { rateLimited: 1 },
  down: { status: 503 },
  drop: { drop: true },
  refused: { error: 'invalid_blocks' },
}

const LOCALES = { en: 'en-GB', zh: 'zh-CN' } as const

export const STAFF = [
  { id: 'U0LIN', name: 'Lin Yan' },
  { id: 'U0WANG', name: 'Wang Fang' },
]

/** What only Slack has: the house with its fake, and the staff at their desk. */
export type SlackRig = ChannelHouse & { readonly slack: SlackHouse }

/** Aftercare behind a fake Slack: customers in their direct messages, and the desk of the staff. */
export async function openSlackRig(content: Content): Promise<SlackRig> {
  const house = await openSlackHouse({ ...content, staff: STAFF })
  const { slack } = house
  let people = 0
  let copies = 1
  return {
    slack: house,
    platform: 'slack',
    get app() {
      return house.app
    },
    folder: house.folder,
    errors: house.errors,
    person({ language = 'en', name = 'Anna' } = {}) {
      people += 1
      const user = slack.user({ id: `U7${people}`, name, locale: LOCALES[language] })
      return slackPerson(slack, user, { copies: () => copies })
    },
    repeats(times) {
      copies = times
    },
    settled: house.settled,
    desk: house.command,
    async staffFile(file, kind) {
      const [member] = house.staff as readonly [FakeSlackUser]
      const { files } = await member.uploads([file], { channel: house.desk.id })
      return { channel: 'slack', kind, file: files[0]?.id ?? '', name: file.name, mime: file.mime }
    },
    troubles: trouble => slack.failNext('chat.postMessage', FAULTS[trouble]),
    loses: async () => slack.failNext('chat.postMessage', { error: 'user_disabled' }),
    finds: async () => {},
    restart: house.restart,
    rows: house.rows,
    close: house.close,
  }
}
