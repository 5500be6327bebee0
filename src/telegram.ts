/** Telegram, composed: its settings from the environment, its pace from the policy, its command menu from the flows. */
import type { BuiltChannel, ChannelParts } from './app.ts'
import { createTelegram } from './channels/telegram/telegram.ts'
import type { Config } from './config.ts'
import { type Content, contentFor } from './flow/catalogue.ts'
import type { Text } from './flow/flow.ts'

export function telegramChannel(telegram: NonNullable<Config['telegram']>): (parts: ChannelParts) => BuiltChannel {
  return ({ door, log, clock, service, content, readFile }) => {
    const pace = service.policy.channels.telegram
    return createTelegram({
      ...telegram,
      receive: door.receive,
      readFile,
      log,
      clock: clock.now,
      pace: {
        perSecond: pace.perSecond,
        sameConversationMs: pace.sameConversation,
        burst: pace.burst,
        parallel: pace.parallel,
      },
      commands: commandsOf(content),
    })
  }
}

/** Every command a flow declares, and those that repair understands. */
function commandsOf(content: Content): { name: string; about: Text }[] {
  const { texts } = content.repair
  return [
    ...[...contentFor(content, 'customer').flows.values()].flatMap(({ start }) =>
      start.command ? [start.command] : [],
    ),
    { name: 'human', about: texts['command.human'] },
    { name: 'cancel', about: texts['command.cancel'] },
  ]
}
