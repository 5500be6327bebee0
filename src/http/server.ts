/** The HTTP server: health, the channels' routes, and what a stranger may see of a fault (nothing). It never listens. */
import Fastify, { type FastifyBaseLogger, type FastifyInstance, type FastifyPluginAsync, LogController } from 'fastify'
import type { Logger } from 'pino'

export type ServerOptions = {
  readonly log: Logger
  /** Routes of the channels, each in a scope of its own. */
  readonly plugins: readonly FastifyPluginAsync[]
  /** Whether a customer could be served now. */
  readonly isReady: () => Promise<boolean>
}

/** Largest body in bytes: a webhook is a few kilobytes, an upload in the playground a photo. */
const BODY_LIMIT = 10 * 1024 * 1024

export async function createServer(options: ServerOptions): Promise<FastifyInstance> {
  const loggerInstance: FastifyBaseLogger = options.log
  const server: FastifyInstance = Fastify({
    loggerInstance,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_LIMIT,
    requestTimeout: 30_000,
    forceCloseConnections: true,
  })
  server.setErrorHandler<Error & { statusCode?: number }>((error, request, reply) => {
    const status = error.statusCode ?? 500
    if (status >= 500) request.log.error({ err: error, path: request.routeOptions.url }, 'a request failed')
    return reply.code(status).send({ error: status >= 500 ? 'Something went wrong on our side.' : error.message })
  })
  server.setNotFoundHandler((_, reply) => reply.code(404).send({ error: 'There is nothing here.' }))
  server.get('/healthz', async () => ({ status: 'alive' }))
  server.get('/readyz', async (_, reply) => {
    const ready = await options.isReady()
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not ready' })
  })
  for (const plugin of options.plugins) await server.register(plugin)
  return server
}
