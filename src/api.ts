/** The API put together: what its routes need of the house. */
import type { FastifyPluginAsync } from 'fastify'
import type { ChannelParts } from './app.ts'
import type { DeskInbound } from './desk/command.ts'
import { readVisitView, readVisitViews } from './desk/visit-view.ts'
import { apiRoutes } from './http/api/api.ts'
import type { ApiClient } from './http/api/clients.ts'
import { DESK_COMMANDS, findPayload } from './store/inbox.ts'

/** For these clients; `undefined` when there are none, and then there is no API. */
export function apiOf(clients: readonly ApiClient[]): ((parts: ChannelParts) => FastifyPluginAsync) | undefined {
  if (clients.length === 0) return undefined
  return ({ database, service, submitDesk }) =>
    apiRoutes({
      clients,
      visits: {
        visit: id => database.read(sql => readVisitView(sql, service, id)),
        visitsBetween: span => database.read(sql => readVisitViews(sql, service, span)),
        submit: submitDesk,
        stored: async updateId =>
          (await database.read(sql => findPayload(sql, DESK_COMMANDS, updateId))) as DeskInbound | undefined,
      },
    })
}
