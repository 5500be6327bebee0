/** The API put together: what its routes need of the house. */
import type { FastifyPluginAsync } from 'fastify'
import type { ChannelParts } from './app.ts'
import type { DeskInbound } from './desk/command.ts'
import { readTaskCard, readTaskCards } from './desk/task-cards.ts'
import { readVisitView, readVisitViewOf, readVisitViews } from './desk/visit-view.ts'
import { apiRoutes } from './http/api/api.ts'
import type { ApiClient } from './http/api/clients.ts'
import { readConversations } from './store/conversations.ts'
import { DESK_COMMANDS, findPayload } from './store/inbox.ts'

/** For these clients; `undefined` when there are none, and then there is no API. */
export function apiOf(clients: readonly ApiClient[]): ((parts: ChannelParts) => FastifyPluginAsync) | undefined {
  if (clients.length === 0) return undefined
  return ({ database, service, submitDesk }) => {
    const { zone } = service.policy.region
    const orders = {
      submit: submitDesk,
      stored: async (updateId: string) =>
        (await database.read(sql => findPayload(sql, DESK_COMMANDS, updateId))) as DeskInbound | undefined,
    }
    return apiRoutes({
      clients,
      visits: {
        ...orders,
        visit: id => database.read(sql => readVisitView(sql, service, id)),
        visitsBetween: span => database.read(sql => readVisitViews(sql, service, span)),
      },
      around: {
        ...orders,
        hasConversation: async id => (await database.read(sql => readConversations(sql, [id]))).has(id),
        visitOf: (what, id) => database.read(sql => readVisitViewOf(sql, service, what, id)),
        openTasks: () => database.read(sql => readTaskCards(sql, zone)),
        task: id => database.read(sql => readTaskCard(sql, id, zone)),
      },
    })
  }
}
