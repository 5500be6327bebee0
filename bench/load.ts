/**
 * The customers and the platform, in a process of their own that lives as long as the contender: posts updates to a
 * webhook, answers as the Bot API, and measures from the post to the `sendMessage` that answers it. Each load comes as a
 * message of the parent and is answered with its figures.
 */
import { createServer, type IncomingMessage } from 'node:http'
import { performance } from 'node:perf_hooks'
import { Pool } from 'undici'
import { ANSWERS, MESSAGES } from './dialogue.ts'

type Settings = {
  /** Address of the contender. */
  readonly url: string
  readonly secret: string
  /** Port of the Bot API played here. */
  readonly apiPort: number
}

type Load = {
  /** Dialogues under way at the same time. */
  readonly atOnce: number
  readonly dialogues: number
  /** First chat id, so that loads do not meet. */
  readonly firstChat: number
}

const settings = JSON.parse(process.argv[2] ?? '{}') as Settings
const pool = new Pool(settings.url, { connections: 200, pipelining: 1 })
const waiting = new Map<number, (text: string) => void>()
let updates = 0
let tick = 0

const api = createServer((request, response) => {
  void read(request).then(body => {
    const method = request.url?.slice(request.url.lastIndexOf('/') + 1) ?? ''
    response.setHeader('content-type', 'application/json')
    if (method !== 'sendMessage') return response.end('{"ok":true,"result":true}')
    const { chat_id, text } = JSON.parse(body) as { chat_id: number; text: string }
    response.end(`{"ok":true,"result":{"message_id":${++tick},"date":0,"chat":{"id":${chat_id},"type":"private"}}}`)
    waiting.get(Number(chat_id))?.(text)
    return undefined
  })
})

async function read(request: IncomingMessage): Promise<string> {
  let body = ''
  for await (const chunk of request) body += chunk
  return body
}

async function post(chat: number, text: string): Promise<void> {
  updates += 1
  const entities = text.startsWith('/') ? [{ type: 'bot_command', offset: 0, length: text.length }] : undefined
  const from = { id: chat, is_bot: false, first_name: 'Anna', language_code: 'en' }
  const message = {
    message_id: updates,
    date: 1_772_000_000,
    chat: { id: chat, type: 'private' },
    from,
    text,
    entities,
  }
  const { statusCode, body } = await pool.request({
    method: 'POST',
    path: '/telegram/webhook',
    headers: { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': settings.secret },
    body: JSON.stringify({ update_id: updates, message }),
  })
  await body.dump()
  if (statusCode !== 200) throw new Error(`the webhook answered ${statusCode}`)
}

type Score = { readonly latencies: number[]; wrong: number }

async function dialogue(chat: number, score: Score): Promise<void> {
  for (const [index, text] of MESSAGES.entries()) {
    const begun = performance.now()
    const answer = new Promise<string>(resolve => waiting.set(chat, resolve))
    const [heard] = await Promise.all([Promise.race([answer, patience()]), post(chat, text)])
    score.latencies.push(performance.now() - begun)
    if (heard.includes(ANSWERS[index] ?? '')) continue
    score.wrong += 1
    if (score.wrong < 4) process.stderr.write(`to "${text}": ${heard.slice(0, 120)}\n`)
  }
  waiting.delete(chat)
}

/** Whoever has not answered by then never will: counted as a wrong answer. */
function patience(): Promise<string> {
  return new Promise(resolve => setTimeout(resolve, 15_000, '(silence)').unref())
}

async function bear(load: Load): Promise<void> {
  const score: Score = { latencies: [], wrong: 0 }
  let next = 0
  const begun = performance.now()
  await Promise.all(
    Array.from({ length: load.atOnce }, async () => {
      while (next < load.dialogues) await dialogue(load.firstChat + next++, score)
    }),
  )
  const seconds = (performance.now() - begun) / 1000
  const sorted = score.latencies.sort((a, b) => a - b)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
  process.send?.({ messages: sorted.length, seconds, p50: at(0.5), p99: at(0.99), wrong: score.wrong })
}

// A connection that the platform lets go while it is being used would be a fault of the bench, not of a contender.
api.keepAliveTimeout = 600_000
api.listen(settings.apiPort, '127.0.0.1', () => process.send?.('ready'))
process.on('message', load => void bear(load as Load))
