/** What lies around visits, over the API: goods that have come in, parts, the workshop, what a manager decides. */
import type { TaskCard } from '../../desk/task-cards.ts'
import type { VisitView } from '../../desk/visit-view.ts'
import {
  decideBody,
  deliveryAnswer,
  deliveryBody,
  deliveryParams,
  partBody,
  partParams,
  taskAnswer,
  tasksAnswer,
  tasksQuery,
  workshopBody,
  workshopParams,
} from './around-schemas.ts'
import { type Api, giveOrder, type OrdersPort, REFUSALS } from './orders.ts'
import { refusalSchema, visitAnswer, visitParams, writingHeaders } from './schemas.ts'
import { toAnswer } from './visits.ts'

/** What the routes need of the house. */
export type AroundPort = OrdersPort & {
  hasConversation(id: string): Promise<boolean>
  /** The visit whose part or workshop repair has that number. */
  visitOf(what: 'part' | 'workshop', id: number): Promise<VisitView | undefined>
  openTasks(): Promise<readonly TaskCard[]>
  task(id: number): Promise<TaskCard | undefined>
}

export function aroundRoutes(app: Api, port: AroundPort): void {
  deliveryRoute(app, port)
  partRoute(app, port)
  workshopRoute(app, port)
  taskRoutes(app, port)
}

function notFound(what: string) {
  return { error: 'not-found', message: `There is no ${what} of that number.` }
}

function deliveryRoute(app: Api, port: AroundPort): void {
  const schema = {
    summary: 'Goods are in stock: the customer chooses when they are delivered',
    params: deliveryParams,
    headers: writingHeaders,
    body: deliveryBody,
    response: { 200: deliveryAnswer, ...REFUSALS },
  }
  app.post('/api/v1/conversations/:conversation/deliveries', { schema }, async (request, reply) => {
    const { conversation } = request.params
    if (!(await port.hasConversation(conversation))) return reply.code(404).send(notFound('conversation'))
    const given = await giveOrder(request, port, {
      conversation,
      command: { do: 'announce-delivery', ...request.body },
    })
    if (!given.ok) return reply.code(given.status).send(given.body)
    const [event] = given.outcome.events
    const announced = event?.kind === 'notice' ? event.values?.case : undefined
    return { case: String((announced as { readonly number?: string } | undefined)?.number) }
  })
}

function partRoute(app: Api, port: AroundPort): void {
  const schema = {
    summary: 'A part goes on its way, or is there at another time',
    params: partParams,
    headers: writingHeaders,
    body: partBody,
    response: { 200: visitAnswer, ...REFUSALS },
  }
  app.post('/api/v1/parts/:id/:state', { schema }, async (request, reply) => {
    const { id, state } = request.params
    const visit = await port.visitOf('part', id)
    if (!visit) return reply.code(404).send(notFound('part'))
    const { etaAt } = request.body
    const given = await giveOrder(request, port, {
      conversation: visit.conversation,
      command: {
        do: 'move-part',
        part: id,
        state: asState(state),
        ...(etaAt !== undefined && { etaAt: Date.parse(etaAt) }),
      },
    })
    if (!given.ok) return reply.code(given.status).send(given.body)
    return { visit: toAnswer((await port.visitOf('part', id)) ?? visit) }
  })
}

function workshopRoute(app: Api, port: AroundPort): void {
  const schema = {
    summary: 'An appliance in the workshop goes a stage on, or comes back at another time',
    params: workshopParams,
    headers: writingHeaders,
    body: workshopBody,
    response: { 200: visitAnswer, ...REFUSALS },
  }
  app.post('/api/v1/workshops/:id/:stage', { schema }, async (request, reply) => {
    const { id, stage } = request.params
    const visit = await port.visitOf('workshop', id)
    if (!visit) return reply.code(404).send(notFound('workshop repair'))
    const { promisedReturnAt } = request.body
    const given = await giveOrder(request, port, {
      conversation: visit.conversation,
      command: {
        do: 'move-workshop',
        workshop: id,
        stage: asState(stage),
        ...(promisedReturnAt !== undefined && { details: { promisedReturnAt: Date.parse(promisedReturnAt) } }),
      },
    })
    if (!given.ok) return reply.code(given.status).send(given.body)
    return { visit: toAnswer((await port.visitOf('workshop', id)) ?? visit) }
  })
}

function taskRoutes(app: Api, port: AroundPort): void {
  app.get(
    '/api/v1/tasks',
    {
      schema: {
        summary: 'What a person must do, the most urgent first',
        querystring: tasksQuery,
        response: { 200: tasksAnswer, 401: refusalSchema },
      },
    },
    async () => ({ tasks: (await port.openTasks()).map(taskOf) }),
  )
  const schema = {
    summary: 'A manager approves or refuses what was asked',
    params: visitParams,
    headers: writingHeaders,
    body: decideBody,
    response: { 200: taskAnswer, ...REFUSALS },
  }
  app.post('/api/v1/tasks/:id/decide', { schema }, async (request, reply) => {
    const { id } = request.params
    const task = await port.task(id)
    if (!task) return reply.code(404).send(notFound('task'))
    const { approve, why } = request.body
    const given = await giveOrder(request, port, {
      conversation: task.conversation,
      command: { do: 'decide-task', task: id, approve, ...(why !== undefined && { why }) },
    })
    if (!given.ok) return reply.code(given.status).send(given.body)
    return { task: taskOf((await port.task(id)) ?? task) }
  })
}

/** Stages stand in addresses as moves do: `in-transit`. */
function asState(stage: string): string {
  return stage.replaceAll('-', '_').toUpperCase()
}

function taskOf({ id, conversation, kind, title, about, text, decides, decision, case: number, at, done }: TaskCard) {
  return {
    id,
    conversation,
    case: number,
    kind,
    title: { ...title },
    about: about.map(line => ({ ...line })),
    text,
    decides,
    decision,
    at: new Date(at).toISOString(),
    doneAt: done && new Date(done.at).toISOString(),
  }
}
