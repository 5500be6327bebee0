/** Which channels this process speaks through. Each is loaded only where it is configured. */
import type { BuiltChannel, ChannelParts } from './app.ts'
import type { Config } from './config.ts'

export async function channelsOf(config: Config): Promise<((parts: ChannelParts) => BuiltChannel)[]> {
  const channels: ((parts: ChannelParts) => BuiltChannel)[] = []
  if (config.telegram) {
    const { telegramChannel } = await import('./telegram.ts')
    channels.push(telegramChannel(config.telegram))
  }
  if (config.slack) {
    const { slackChannel } = await import('./slack.ts')
    channels.push(slackChannel(config.slack))
  }
  if (config.playground) {
    const { playground } = await import('./playground.ts')
    channels.push(playground)
  }
  return channels
}
