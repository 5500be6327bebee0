/** The playground, composed: the browser's customer chat, staff desk and clock on the assistant's own parts. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { BuiltChannel, ChannelParts } from './app.ts'
import { lookAt } from './assistant/look.ts'
import { createUploads } from './channels/web/uploads.ts'
import { createWeb } from './channels/web/web.ts'
import { readCards } from './desk/cards.ts'
import { readHistory } from './desk/history.ts'
import { readOpenRelays } from './desk/open-relays.ts'
import { readDeskWords } from './desk/words.ts'
import { findMedia } from './store/media.ts'

/** Lines of a conversation that a page shows when it is loaded. */
const HISTORY_LINES = 200

export function playground(parts: ChannelParts): BuiltChannel {
  const { database, clock, time, service, dataFolder } = parts
  const words = readDeskWords(parts.content, service.policy.region.zone)
  const web = createWeb({
    receive: parts.door.receive,
    clock: { ...time, nextTimer: time.nextTimer },
    desk: {
      cards: () =>
        database.read(async sql => ({
          ...(await readCards(sql, service, words, clock.now())),
          relays: await readOpenRelays(sql),
        })),
      run: parts.runDesk,
    },
    uploads: createUploads(join(dataFolder, 'uploads')),
    history: conversation => database.read(sql => readHistory(sql, conversation, HISTORY_LINES)),
    media: async id => {
      const media = await database.read(sql => findMedia(sql, id))
      if (!media?.path) return undefined
      const bytes = await readFile(join(dataFolder, 'media', media.path))
      return { bytes, ...(media.name !== null && { name: media.name }) }
    },
    look: conversation => database.read(sql => lookAt(sql, conversation)),
    zone: service.policy.region.zone,
    log: parts.log,
  })
  return { channel: web.channel, routes: web.routes, changed: web.changed }
}
