/** Response urls: given with what a person did in a channel; five uses in thirty minutes. */
import { faultsOfBlocks, withIds } from './fake-slack-blocks.ts'
import { refusalOfContent } from './fake-slack-chat.ts'
import {
  addMessage,
  BOT_USER,
  changed,
  type FakeSlackState,
  freshId,
  removeMessage,
  tellPosted,
} from './fake-slack-state.ts'
import type { FakeSlackMessage, Json } from './fake-slack-types.ts'

const USES = 5
const VALID_MS = 30 * 60_000
const FIELDS = ['text', 'blocks', 'response_type', 'replace_original', 'delete_original', 'thread_ts', 'metadata']

export function freshResponseUrl(
  state: FakeSlackState,
  user: string,
  channel: string,
  source?: FakeSlackMessage,
): { readonly url: string; readonly got: readonly Json[] } {
  const id = freshId(state, 'response-')
  const got: Json[] = []
  state.responseUrls.set(id, { user, channel, source, uses: 0, until: state.clock() + VALID_MS, got })
  return { url: `${state.root}/response/${id}`, got }
}

/** Shows what the app answered to something a person did. */
export function showResponse(state: FakeSlackState, user: string, channelId: string, body: Json): Json | undefined {
  const refusal = refusalOfContent(state, 'response', body)
  if (refusal) return refusal
  const channel = state.channels.get(channelId)
  if (channel === undefined) return undefined
  const message = addMessage(state, channel, {
    user: BOT_USER,
    text: String(body.text ?? ''),
    blocks: withIds((body.blocks ?? []) as Json[], () => freshId(state, 'id-')),
    ephemeralFor: body.response_type === 'in_channel' ? undefined : user,
    threadTs: typeof body.thread_ts === 'string' ? body.thread_ts : undefined,
  })
  if (message.ephemeralFor === undefined) void tellPosted(state, channel, message)
  return undefined
}

/** A POST to a response url: HTTP status and text. */
export function receiveResponse(state: FakeSlackState, id: string, body: Json): { status: number; text: string } {
  const found = state.responseUrls.get(id)
  const violate = (what: string, status = 400) => {
    state.violations.push(`response_url: ${what}`)
    return { status, text: what }
  }
  if (found === undefined) return violate('no such url', 404)
  if (state.clock() > found.until) return { status: 404, text: 'expired_url' }
  found.uses += 1
  if (found.uses > USES) return violate('used_url', 404)
  for (const name of Object.keys(body))
    if (!FIELDS.includes(name)) state.violations.push(`response_url: unknown field ${name}`)
  found.got.push(body)
  const { source } = found
  const channel = state.channels.get(found.channel)
  if (body.delete_original === true && source && channel) {
    void removeMessage(state, channel, source)
    return { status: 200, text: 'ok' }
  }
  if (body.replace_original === true && source) {
    const wrong = body.blocks === undefined ? undefined : faultsOfBlocks(body.blocks, 'message')
    if (wrong) return violate(`${wrong.error} (${wrong.faults.join('; ')})`)
    source.text = String(body.text ?? '')
    source.blocks = withIds((body.blocks ?? []) as Json[], () => freshId(state, 'id-'))
    source.edited = true
    changed(state)
    return { status: 200, text: 'ok' }
  }
  const refusal = showResponse(state, found.user, found.channel, body)
  changed(state)
  return refusal ? { status: 400, text: String(refusal.error) } : { status: 200, text: 'ok' }
}
