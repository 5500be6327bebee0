import type { ChannelHouse } from './channel-rig.ts'
import { telegramPerson } from './customer-telegram.ts'
import type { Content } from './house.ts'
import { openTelegramHouse } from './telegram-house.ts'

const FAULTS = {
  busy: [429, { retry_after: 1 }],
  down: [500, {}],
  drop: ['drop', {}],
  refused: [400, {}],
} as const

const CODES = { en: 'en', zh: 'zh-hans' } as const

/** Aftercare behind a fake Telegram. */
export async function openTelegramRig(content: Content): Promise<ChannelHouse> {
  const house = await openTelegramHouse(content)
  const { telegram } = house
  const users = new Map<string, ReturnType<typeof telegram.user>>()
  let files = 0
  return {
    platform: 'telegram',
    get app() {
      return house.app
    },
    folder: house.folder,
    errors: house.errors,
    person({ language = 'en', name = 'Anna' } = {}) {
      const user = telegram.user({ id: 7 + users.size, language: CODES[language], name })
      users.set(user.conversation, user)
      return telegramPerson(telegram, user)
    },
    repeats: copies => telegram.deliverEach(copies),
    settled: house.settled,
    desk: house.desk,
    async staffFile({ name, mime, bytes }, kind) {
      files += 1
      telegram.file(`staff-${files}`, bytes)
      return { channel: 'telegram', kind, file: `staff-${files}`, name, mime }
    },
    troubles(trouble) {
      const [fault, options] = FAULTS[trouble]
      telegram.next('sendMessage', fault, options)
    },
    loses: async person => users.get(person.conversation)?.blocks(),
    finds: async person => users.get(person.conversation)?.unblocks(),
    restart: house.restart,
    rows: house.rows,
    async close() {
      await house.close()
      if (telegram.unanswered().length > 0) throw new Error('A tap was never answered')
    },
  }
}
