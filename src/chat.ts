/** `aftercare chat`, composed: the assistant with one channel, this terminal. */
import type { Logger } from 'pino'
import { createApp } from './app.ts'
import { lookAt } from './assistant/look.ts'
import { createTerminal, type Terminal } from './channels/terminal/terminal.ts'
import type { Config } from './config.ts'
import { catalogueOf, type Loaded } from './content.ts'
import type { Language } from './flow/flow.ts'

export async function chat(options: {
  readonly config: Config
  readonly loaded: Loaded
  readonly language: Language
  readonly name: string
  /** Unique for each start: part of the ids of updates. */
  readonly session: string
  readonly colour: boolean
  readonly log: Logger
}): Promise<void> {
  const { log } = options
  let terminal: Terminal | undefined
  const app = await createApp({
    config: options.config,
    loaded: options.loaded,
    catalogue: catalogueOf(options.loaded.content, options.loaded.service),
    log,
    channels: [
      ({ door, time, database, worker, service }) => {
        terminal = createTerminal({
          receive: door.receive,
          clock: {
            now: time.now,
            wait: time.moveBy,
            next: async () => {
              const next = await time.nextTimer()
              await time.moveToNextTimer()
              return next !== undefined
            },
          },
          look: async conversation => {
            const look = await database.read(sql => lookAt(sql, conversation))
            return look && { owner: look.owner, flows: look.stack, slots: look.slots }
          },
          idle: worker.drain,
          chat: options.name,
          session: options.session,
          input: process.stdin,
          output: process.stdout,
          language: options.language,
          colour: options.colour,
          screen: process.stdout.isTTY === true,
          zone: service.policy.region.zone,
          failed: error => log.error({ err: error }, 'a line could not be handed over'),
        })
        return { channel: terminal.channel }
      },
    ],
  })
  await app.start()
  await terminal?.run()
  await app.stop()
}
