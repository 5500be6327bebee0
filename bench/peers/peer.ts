/** What the contenders share: their settings from the bench, listening, and telling their CPU and memory when asked. */
import type { FastifyInstance } from 'fastify'
import type { BotConfig, Context } from 'grammy'

export const TOKEN = '1:bench'

export function botOptions<C extends Context>(): BotConfig<C> {
  return {
    client: { apiRoot: process.env.API_ROOT ?? '' },
    botInfo: {
      id: 1,
      is_bot: true,
      first_name: 'Bench',
      username: 'bench_bot',
      can_join_groups: false,
      can_read_all_group_messages: false,
      supports_inline_queries: false,
      can_connect_to_business: false,
      has_main_web_app: false,
    } as BotConfig<C>['botInfo'],
  } as BotConfig<C>
}

export async function listen(server: FastifyInstance): Promise<void> {
  await server.listen({ port: Number(process.env.PORT), host: '127.0.0.1' })
  process.send?.('ready')
}
