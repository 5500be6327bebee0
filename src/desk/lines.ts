/** The stored halves of a conversation, inbox and outbox, put together as lines a person can read. */
import type { Inbound, InboundContent, InboundFile } from '../assistant/channel.ts'
import { json, type Row, type Sql } from '../store/sql.ts'

export type HistoryFile = {
  /** Id of the media row, once the turn has kept it. */
  readonly media?: number
  readonly kind: InboundFile['kind']
  readonly name?: string
}

/** One line of a conversation. */
export type HistoryLine = {
  /** `in:12` or `out:34`: the row it comes from. */
  readonly id: string
  readonly conversation: string
  /** Epoch milliseconds. */
  readonly at: number
  readonly from: 'customer' | 'bot' | 'agent' | 'notice'
  /** Absent for files without a caption. */
  readonly text?: string
  /** The customer changed what was sent before. */
  readonly edited?: true
  /** Text ids the message is made of. */
  readonly names?: readonly string[]
  readonly buttons?: readonly { readonly label: string; readonly token: string }[]
  readonly request?: { readonly kind: 'contact' | 'location'; readonly label: string }
  readonly ask?: string
  /** The question was answered: by what. Its buttons are gone. */
  readonly settled?: string
  readonly files?: readonly HistoryFile[]
}

/**
 * The last `limit` lines of each conversation, both sides, oldest first. What was void before it was sent is left out.
 * Three queries, however many conversations.
 */
export async function readLines(
  sql: Sql,
  conversations: readonly string[],
  limit: number,
): Promise<Map<string, HistoryLine[]>> {
  if (conversations.length === 0) return new Map()
  const among = conversations.map(() => '?').join(',')
  const inbox = await sql.all<InboxRow>(
    `select id, conversation_id, payload, received_at from (
       select id, conversation_id, payload, received_at,
              row_number() over (partition by conversation_id order by id desc) as place
       from inbox where conversation_id in (${among}) and kind = 'customer') as numbered
     where place <= ? order by id`,
    [...conversations, limit],
  )
  const outbox = await sql.all<OutboxRow>(
    `select id, conversation_id, payload, author, ask, created_at from (
       select id, conversation_id, payload, author, ask, created_at,
              row_number() over (partition by conversation_id order by id desc) as place
       from outbox where conversation_id in (${among}) and state <> 'void') as numbered
     where place <= ? order by id`,
    [...conversations, limit * ROWS_OF_A_QUESTION],
  )
  const media = await sql.all<MediaRow>(
    `select id, conversation_id, file from media where conversation_id in (${among})`,
    conversations,
  )
  const lines = new Map<string, HistoryLine[]>()
  for (const line of [...customerLines(inbox, labelsOf(outbox), media), ...ourLines(outbox)]) {
    const known = lines.get(line.conversation)
    if (known) known.push(line)
    else lines.set(line.conversation, [line])
  }
  for (const [id, all] of lines) lines.set(id, all.sort(byTime).slice(-limit))
  return lines
}

/** A question and the answer that settled it are two rows and one line. */
const ROWS_OF_A_QUESTION = 2

type InboxRow = Row & { id: number; conversation_id: string; payload: string; received_at: number }
type OutboxRow = Row & {
  id: number
  conversation_id: string
  payload: string
  author: 'bot' | 'notice' | 'agent'
  ask: string | null
  created_at: number
}
type MediaRow = Row & { id: number; conversation_id: string; file: string }

/** An outbox payload as it is stored: the question that is settled stands in the column `ask`. */
type Stored =
  | {
      readonly kind: 'text'
      readonly names: readonly string[]
      readonly text: string
      readonly buttons?: readonly { readonly label: string; readonly token: string }[]
      readonly request?: { readonly kind: 'contact' | 'location'; readonly label: string }
      readonly ask?: string
    }
  | { readonly kind: 'settle'; readonly label: string }

/** In one instant the customer speaks first: an answer cannot be older than what it answers. */
function byTime(a: HistoryLine, b: HistoryLine): number {
  return a.at - b.at || Number(a.from !== 'customer') - Number(b.from !== 'customer') || idOf(a) - idOf(b)
}

function idOf(line: HistoryLine): number {
  return Number(line.id.slice(line.id.indexOf(':') + 1))
}

/** Button labels by conversation and token, to say what was tapped. */
function labelsOf(outbox: readonly OutboxRow[]): Map<string, string> {
  const labels = new Map<string, string>()
  for (const row of outbox) {
    const payload = json<Stored>(row.payload)
    if (payload.kind !== 'text') continue
    for (const button of payload.buttons ?? []) labels.set(`${row.conversation_id} ${button.token}`, button.label)
  }
  return labels
}

function customerLines(
  inbox: readonly InboxRow[],
  labels: ReadonlyMap<string, string>,
  media: readonly MediaRow[],
): HistoryLine[] {
  const kept = new Map(media.map(row => [`${row.conversation_id} ${row.file}`, row.id]))
  const lines: HistoryLine[] = []
  for (const row of inbox) {
    const conversation = row.conversation_id
    const said = whatWasSaid(json<Inbound>(row.payload).content, {
      label: token => labels.get(`${conversation} ${token}`),
      media: file => kept.get(`${conversation} ${file}`),
    })
    if (said) lines.push({ id: `in:${row.id}`, conversation, at: row.received_at, from: 'customer', ...said })
  }
  return lines
}

type Said = Pick<HistoryLine, 'text' | 'edited' | 'files'>
type Lookup = { label(token: string): string | undefined; media(file: string): number | undefined }

function whatWasSaid(content: InboundContent, lookup: Lookup): Said | undefined {
  switch (content.kind) {
    case 'text':
      return { text: content.text }
    case 'tap':
      return { text: lookup.label(content.token) ?? '…' }
    case 'command':
      return { text: `/${content.name} ${content.payload}`.trim() }
    case 'contact':
      return { text: [content.name, content.phone].filter(Boolean).join(' ') }
    case 'location':
      return { text: `${content.latitude}, ${content.longitude}` }
    case 'edit':
      return { text: content.text, edited: true }
    case 'file': {
      const { kind, name, file } = content.file
      const media = lookup.media(file)
      const kept = { kind, ...(media === undefined ? {} : { media }), ...(name === undefined ? {} : { name }) }
      return { ...(content.caption === undefined ? {} : { text: content.caption }), files: [kept] }
    }
    case 'unsupported':
      return { text: `[${content.what}]` }
    case 'reachable':
      return undefined
  }
}

function ourLines(outbox: readonly OutboxRow[]): HistoryLine[] {
  const settled = new Map<string, string>()
  const lines: HistoryLine[] = []
  for (const row of outbox) {
    const payload = json<Stored>(row.payload)
    if (payload.kind === 'settle') settled.set(`${row.conversation_id} ${row.ask}`, payload.label)
    else lines.push(ourLine(row, payload))
  }
  return lines.map(line => {
    const label = line.ask === undefined ? undefined : settled.get(`${line.conversation} ${line.ask}`)
    return label === undefined ? line : { ...line, settled: label }
  })
}

function ourLine(row: OutboxRow, payload: Stored & { kind: 'text' }): HistoryLine {
  return {
    id: `out:${row.id}`,
    conversation: row.conversation_id,
    at: row.created_at,
    from: row.author,
    text: payload.text,
    names: payload.names,
    ...(payload.buttons === undefined ? {} : { buttons: payload.buttons }),
    ...(payload.request === undefined ? {} : { request: payload.request }),
    ...(payload.ask === undefined ? {} : { ask: payload.ask }),
  }
}
