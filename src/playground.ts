/** The playground, composed: the browser's customer chat, staff desk and clock on the assistant's own parts. */
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { BuiltChannel, ChannelParts } from './app.ts'
import type { KeptFile } from './assistant/channel.ts'
import { lookAt } from './assistant/look.ts'
import { createUploads } from './channels/web/uploads.ts'
import { createWeb } from './channels/web/web.ts'
import { readCards } from './desk/cards.ts'
import { readHistory } from './desk/history.ts'
import { readOpenRelays } from './desk/open-relays.ts'
import { readFreeWindows } from './desk/read-free-windows.ts'
import { readDeskWords } from './desk/words.ts'
import { findMedia } from './store/media.ts'

/** Lines of a conversation that a page shows when it is loaded. */
const HISTORY_LINES = 200

/** A page that asks for a file still on its way waits so many times for so long (ms). */
const LOOKS = 20
const LOOK_AGAIN_MS = 250

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
      windows: visit => database.read(sql => readFreeWindows(sql, visit, service, clock.now())),
      run: parts.runDesk,
    },
    uploads: createUploads(join(dataFolder, 'uploads')),
    history: conversation => database.read(sql => readHistory(sql, conversation, HISTORY_LINES)),
    readFile: parts.readFile,
    media: async id => {
      const media = await database.read(sql => findMedia(sql, id))
      const file = await onceCome(() => parts.readFile(id))
      if (!media || file.kind !== 'kept') return undefined
      return { bytes: file.bytes, ...(media.name !== null && { name: media.name }) }
    },
    look: conversation => database.read(sql => lookAt(sql, conversation)),
    zone: service.policy.region.zone,
    log: parts.log,
  })
  return { channel: web.channel, routes: web.routes, changed: web.changed }
}

async function onceCome(read: () => Promise<KeptFile>): Promise<KeptFile> {
  for (let look = 1; look < LOOKS; look += 1) {
    const file = await read()
    if (file.kind !== 'coming') return file
    await setTimeout(LOOK_AGAIN_MS)
  }
  return read()
}
