/** The playground over HTTP, as a fastify plugin: page, messages, events, desk, clock, inspector. Loopback only. */
import type { FastifyError, FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { type Asset, listAssets, readAsset } from './assets.ts'
import { clockSchema, deskSchema, toDeskInbound } from './desk-post.ts'
import { guardLoopback, SECURITY_HEADERS } from './guard.ts'
import { conversationSchema, LARGEST_BODY, messageSchema, toInbound } from './inbound.ts'
import type { WebOptions } from './ports.ts'
import type { Stream } from './stream.ts'
import { shownType } from './uploads.ts'

const conversationQuery = z.object({ conversation: conversationSchema })
const mediaParams = z.object({ id: z.coerce.number().int().positive() })
const windowsQuery = z.object({ visit: z.coerce.number().int().positive() })
const assetParams = z.object({ name: z.string() })

export function webRoutes(options: WebOptions, stream: Stream): FastifyPluginAsync {
  return async app => {
    const assets = await listAssets()
    app.addHook('onRequest', guardLoopback)
    app.addHook('preClose', async () => stream.close())
    app.setErrorHandler((error: FastifyError, _request, reply) => answerError(error, reply, options))
    pageRoutes(app, assets)
    customerRoutes(app, options, stream)
    deskRoutes(app, options, stream)
    clockRoutes(app, options, stream)
  }
}

function pageRoutes(app: FastifyInstance, assets: ReadonlyMap<string, Asset>): void {
  const serve = async (name: string, reply: FastifyReply) => {
    const asset = assets.get(name)
    if (asset === undefined) return notFound(reply)
    return reply
      .header('cache-control', 'no-cache')
      .type(asset.type)
      .send(await readAsset(asset))
  }
  app.get('/', async (_request, reply) => serve('index.html', reply))
  app.get('/playground/page/:name', async (request, reply) => serve(assetParams.parse(request.params).name, reply))
}

function customerRoutes(app: FastifyInstance, options: WebOptions, stream: Stream): void {
  app.post('/playground/messages', { bodyLimit: LARGEST_BODY }, async (request, reply) => {
    const posted = messageSchema.parse(request.body)
    const { content } = posted
    const file =
      content.kind === 'file'
        ? await options.uploads.save(Buffer.from(content.data, 'base64'), content.name)
        : undefined
    await options.receive([toInbound(posted, options.clock.now(), file)])
    return reply.code(202).send({ id: posted.id })
  })
  app.get('/playground/events', (request, reply) => openStream(request, reply, stream))
  app.get('/playground/history', async request => {
    const { conversation } = conversationQuery.parse(request.query)
    return { lines: await options.history(conversation) }
  })
  app.get('/playground/look', async request => {
    const { conversation } = conversationQuery.parse(request.query)
    return { look: (await options.look(conversation)) ?? null }
  })
  app.get('/playground/media/:id', async (request, reply) => {
    const kept = await options.media(mediaParams.parse(request.params).id)
    if (kept === undefined) return notFound(reply)
    const type = shownType(kept.name ?? '')
    if (type === undefined) reply.header('content-disposition', 'attachment')
    return reply.type(type ?? 'application/octet-stream').send(Buffer.from(kept.bytes))
  })
}

function openStream(request: FastifyRequest, reply: FastifyReply, stream: Stream): void {
  reply.hijack()
  request.socket.setTimeout(0)
  reply.raw.writeHead(200, {
    ...SECURITY_HEADERS,
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    connection: 'keep-alive',
  })
  stream.add(reply.raw)
}

function deskRoutes(app: FastifyInstance, options: WebOptions, stream: Stream): void {
  app.get('/playground/desk', async () => options.desk.cards())
  app.get('/playground/windows', async request => {
    const { visit } = windowsQuery.parse(request.query)
    return { windows: await options.desk.windows(visit) }
  })
  app.post('/playground/desk', { bodyLimit: LARGEST_BODY }, async (request, reply) => {
    const posted = deskSchema.parse(request.body)
    const outcome = await options.desk.run(await toDeskInbound(posted, options.uploads.save))
    if (!outcome.ok) return reply.code(409).send({ ok: false, why: outcome.why, values: outcome.values ?? {} })
    stream.publish({ kind: 'changed', conversations: [posted.conversation] })
    return { ok: true }
  })
}

function clockRoutes(app: FastifyInstance, options: WebOptions, stream: Stream): void {
  const { clock, zone } = options
  const state = async () => ({
    now: clock.now(),
    offset: clock.offset(),
    zone,
    next: (await clock.nextTimer()) ?? null,
  })
  app.get('/playground/clock', state)
  app.post('/playground/clock', async request => {
    const move = clockSchema.parse(request.body)
    if ('by' in move) await clock.moveBy(move.by)
    else await clock.moveToNextTimer()
    stream.publish({ kind: 'clock' })
    return state()
  })
}

function notFound(reply: FastifyReply): FastifyReply {
  return reply.code(404).send({ error: 'not-found', message: 'There is no such thing here.' })
}

function answerError(error: FastifyError, reply: FastifyReply, options: WebOptions): FastifyReply {
  if (error instanceof z.ZodError) {
    const problems = error.issues.map(issue => ({ at: issue.path.join('.'), message: issue.message }))
    return reply.code(400).send({ error: 'invalid', message: 'The request is not understood.', problems })
  }
  const status = error.statusCode ?? 500
  if (status < 500) return reply.code(status).send({ error: 'refused', message: error.message })
  options.log.error({ err: error }, 'playground request failed')
  return reply.code(500).send({ error: 'broken', message: 'Something went wrong here. Please try again.' })
}
