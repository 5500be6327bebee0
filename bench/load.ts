/**
 * The customers and the platform, in a process of their own: posts updates to a webhook, answers as the Bot API, and
 * measures from the post to the `sendMessage` that answers it. Prints one JSON line.
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
  /** Dialogues under way at the same time. */
  readonly atOnce: number
  readonly dialogues: number
  /** First chat id, so that runs do not meet. */
  readonly firstChat: number
  /** Messages a second over all dialogues; absent: as fast as it goes. */
  readonly rate?: number
}

const settings = JSON.parse(process.argv[2] ?? '{}') as Settings
const pool = new Pool(settings.url, { connections: Math.min(settings.atOnce, 200), pipelining: 1 })
const latencies: number[] = []
const waiting = new Map<number, (text: string) => void>()
let updates = settings.firstChat * MESSAGES.length
let wrong = 0
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

async function dialogue(chat: number): Promise<void> {
  for (const [index, text] of MESSAGES.entries()) {
    if (settings.rate) await pause()
    const answer = new Promise<string>(resolve => waiting.set(chat, resolve))
    const begun = performance.now()
    const [heard] = await Promise.all([answer, post(chat, text)])
    latencies.push(performance.now() - begun)
    if (!heard.includes(ANSWERS[index] ?? '')) {
      wrong += 1
      if (wrong < 4) process.stderr.write(`to "${text}": ${heard.slice(0, 120)}\n`)
    }
  }
  waiting.delete(chat)
}

/** Spreads messages evenly when a rate is asked for. */
let nextAt = 0
async function pause(): Promise<void> {
  const now = performance.now()
  nextAt = Math.max(now, nextAt + 1000 / (settings.rate ?? 1))
  await new Promise(resolve => setTimeout(resolve, nextAt - now))
}

await new Promise<void>(resolve => api.listen(settings.apiPort, '127.0.0.1', resolve))
process.send?.('ready')
await new Promise(resolve => process.once('message', resolve))

let next = 0
const begun = performance.now()
await Promise.all(
  Array.from({ length: settings.atOnce }, async () => {
    while (next < settings.dialogues) await dialogue(settings.firstChat + next++)
  }),
)
const seconds = (performance.now() - begun) / 1000
latencies.sort((a, b) => a - b)
const at = (share: number) => latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? 0
process.send?.({ messages: latencies.length, seconds, p50: at(0.5), p99: at(0.99), wrong })
await pool.close()
api.close()
process.disconnect?.()
