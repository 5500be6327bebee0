/** The stored halves of a conversation, inbox and outbox, put together as lines a person can read. */
import type { Inbound, InboundContent, InboundFile, OutboundFile } from '../assistant/channel.ts'
import { json, type Row, type Sql } from '../store/sql.ts'
import { maskText } from './mask.ts'

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
  /** Absent for files without a caption, and for what was taken back. */
  readonly text?: string
  /** The customer changed what was sent before; or an agent did, and these are the latest words. */
  readonly edited?: true
  /** It was taken back: nothing of it is shown any more. */
  readonly deleted?: true
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
    `select id, conversation_id, payload, author, ask, state, created_at from (
       select id, conversation_id, payload, author, ask, state, created_at,
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
  state: 'pending' | 'sent' | 'failed'
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
  | { readonly kind: 'files'; readonly text: string; readonly files: readonly OutboundFile[] }
  | { readonly kind: 'location'; readonly latitude: number; readonly longitude: number }
  | { readonly kind: 'edit'; readonly text: string }
  | { readonly kind: 'delete' }

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
  const stored = inbox.map(row => ({ ...row, inbound: json<Inbound>(row.payload) }))
  const deleted = new Set<string>()
  for (const { conversation_id, inbound } of stored) {
    if (inbound.content.kind === 'deleted') deleted.add(`${conversation_id} ${inbound.content.message}`)
  }
  const lines: HistoryLine[] = []
  for (const { id, conversation_id: conversation, received_at: at, inbound } of stored) {
    const { content } = inbound
    const said = whatWasSaid(content, {
      label: token => labels.get(`${conversation} ${token}`),
      media: file => kept.get(`${conversation} ${file}`),
    })
    if (!said) continue
    const message = content.kind === 'edit' ? content.message : inbound.message
    const gone = message !== undefined && deleted.has(`${conversation} ${message}`)
    lines.push({ id: `in:${id}`, conversation, at, from: 'customer', ...(gone ? { deleted: true } : said) })
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
    case 'deleted':
    case 'reachable':
      return undefined
  }
}

function ourLines(outbox: readonly OutboxRow[]): HistoryLine[] {
  const lines = new Map<string, OurLine>()
  const changes = new Map<string, Change>()
  for (const row of outbox) {
    const payload = json<Stored>(row.payload)
    const subject = `${row.conversation_id} ${row.ask}`
    switch (payload.kind) {
      case 'settle':
      case 'edit':
      case 'delete':
        if (row.state !== 'failed') changes.set(subject, payload)
        break
      default: {
        // What failed and was sent once more is one line, where it was sent.
        const key = row.author === 'agent' && row.ask !== null ? `${subject} ${payload.kind}` : String(row.id)
        lines.delete(key)
        lines.set(key, { line: ourLine(row, payload), kind: payload.kind, subject: row.ask === null ? '' : subject })
      }
    }
  }
  return [...lines.values()].map(line => changed(line, changes.get(line.subject)))
}

type OurLine = {
  readonly line: HistoryLine
  readonly kind: 'text' | 'files' | 'location'
  /** Conversation and `ask`, which a later row may refer to. */
  readonly subject: string
}

/** What a later row did to an earlier one of the same `ask`. */
type Change = Extract<Stored, { kind: 'settle' | 'edit' | 'delete' }>

function changed({ line, kind }: OurLine, change: Change | undefined): HistoryLine {
  const { text: _, ...wordless } = line
  const { id, conversation, at, from } = line
  switch (change?.kind) {
    case 'settle':
      return { ...line, settled: change.label }
    case 'edit':
      // A place that was sent with the words has none itself.
      if (kind === 'location') return line
      return { ...wordless, ...(change.text === '' ? {} : { text: change.text }), edited: true }
    case 'delete':
      return { id, conversation, at, from, deleted: true }
    default:
      return line
  }
}

function ourLine(row: OutboxRow, payload: Exclude<Stored, Change>): HistoryLine {
  const line = { id: `out:${row.id}`, conversation: row.conversation_id, at: row.created_at, from: row.author }
  switch (payload.kind) {
    case 'text':
      return {
        ...line,
        text: payload.text,
        names: payload.names,
        ...(payload.buttons === undefined ? {} : { buttons: payload.buttons }),
        ...(payload.request === undefined ? {} : { request: payload.request }),
        ...(payload.ask === undefined ? {} : { ask: payload.ask }),
      }
    case 'files': {
      const files = payload.files.map(({ media, kind, name }) => ({ media, kind, ...(name !== undefined && { name }) }))
      return { ...line, ...(payload.text === '' ? {} : { text: payload.text }), files }
    }
    case 'location':
      return { ...line, text: `${payload.latitude}, ${payload.longitude}` }
  }
}

/** The line with everything masked that tells who or where the customer is. */
export function maskLine(line: HistoryLine, addresses: readonly string[]): HistoryLine {
  return {
    ...line,
    ...(line.text !== undefined && { text: maskText(line.text, addresses) }),
    ...(line.settled !== undefined && { settled: maskText(line.settled, addresses) }),
    ...(line.files !== undefined && { files: line.files.map(file => withMaskedName(file, addresses)) }),
  }
}

/** A name that would have to be masked is none: of a file that is uploaded it becomes the name for good. */
export function withMaskedName<File extends { readonly name?: string }>(
  file: File,
  addresses: readonly string[],
): Omit<File, 'name'> & { readonly name?: string } {
  const { name, ...nameless } = file
  return name === undefined || maskText(name, addresses) === name ? file : nameless
}
