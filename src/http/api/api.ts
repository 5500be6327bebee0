/**
 * The API of a company's own dispatch system, as a fastify plugin below `/api/v1`: the orders of the desk, under the same
 * guards, with a bearer token and an idempotency key; described at `/api/v1/openapi.json`.
 */
import swagger from '@fastify/swagger'
import type { FastifyError, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import {
  jsonSchemaTransform,
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod'
import type { Staff } from '../../desk/command.ts'
import { type AroundPort, aroundRoutes } from './around.ts'
import { type ApiClient, staffOfHeader } from './clients.ts'
import { type VisitsPort, visitRoutes } from './visits.ts'

export type ApiOptions = {
  readonly clients: readonly ApiClient[]
  readonly visits: VisitsPort
  readonly around: AroundPort
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Who gives the order; set before any route below `/api/v1` but its description is reached. */
    staff?: Staff
  }
}

export function apiRoutes({ clients, visits, around }: ApiOptions): FastifyPluginAsync {
  return async server => {
    const app = server.withTypeProvider<ZodTypeProvider>()
    app.setValidatorCompiler(validatorCompiler)
    app.setSerializerCompiler(serializerCompiler)
    await app.register(swagger, {
      openapi: {
        openapi: '3.1.0',
        info: {
          title: 'Aftercare',
          version: '1',
          description: 'Visits for a dispatch system of your own: the orders of the desk, under the same guards.',
        },
        components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
        security: [{ token: [] }],
      },
      transform: jsonSchemaTransform,
    })
    app.setErrorHandler(answerError)
    app.get('/api/v1/openapi.json', { schema: { hide: true } }, async () => app.swagger())
    await app.register(async guarded => {
      guarded.addHook('onRequest', async (request, reply) => guard(request, reply, clients))
      const api = guarded.withTypeProvider<ZodTypeProvider>()
      visitRoutes(api, visits)
      aroundRoutes(api, around)
    })
  }
}

async function guard(request: FastifyRequest, reply: FastifyReply, clients: readonly ApiClient[]): Promise<unknown> {
  const staff = staffOfHeader(request.headers.authorization, clients)
  if (!staff) {
    const body = { error: 'not-known', message: 'Send "Authorization: Bearer …" with the token of an API client.' }
    return reply.code(401).header('www-authenticate', 'Bearer').send(body)
  }
  request.staff = staff
  return undefined
}

function answerError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (error.validation) {
    const problems = error.validation.map(({ instancePath, message }) => ({ at: instancePath, message }))
    return reply
      .code(400)
      .send({ error: 'not-understood', message: 'The request is not as it must be.', values: { problems } })
  }
  const status = error.statusCode ?? 500
  if (status < 500) return reply.code(status).send({ error: 'refused', message: error.message })
  request.log.error({ err: error, path: request.routeOptions.url }, 'an API request failed')
  return reply
    .code(500)
    .send({ error: 'broken', message: 'Something went wrong on our side. Send it again with the same key.' })
}
