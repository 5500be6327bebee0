/** Something a customer did, for a thread of the staff. */
import type { Inbound, InboundContent } from '../assistant/channel.ts'
import { json, type Row, type Sql } from '../store/sql.ts'
import type { ThreadLine } from './board.ts'
import { withMaskedName } from './lines.ts'
import { maskPhone, maskText } from './mask.ts'

/**
 * The line of an inbox row; undefined when there is no such row of a customer. Phone numbers and the address are masked
 * while the conversation waits for somebody to claim it.
 */
export async function readThreadLine(sql: Sql, inbox: number): Promise<ThreadLine | undefined> {
  const [row] = await sql.all<Row>(
    `SELECT inbox.conversation_id, inbox.payload, inbox.received_at, conversation.display_name, conversation.owner,
       customer.name AS customer_name, customer.address
     FROM inbox
     LEFT JOIN conversation ON conversation.id = inbox.conversation_id
     LEFT JOIN customer ON customer.id = conversation.customer_id
     WHERE inbox.id = ? AND inbox.kind = 'customer'`,
    [inbox],
  )
  if (!row) return undefined
  const conversation = row.conversation_id as string
  const { content, message } = json<Inbound>(row.payload ?? null)
  const what = await whatHappened(sql, conversation, content)
  const address = row.address as string | null
  const unclaimed = masked(what, address === null ? [] : [address])
  return {
    conversation,
    at: Number(row.received_at),
    customer: (row.customer_name ?? row.display_name) as string | null,
    message: content.kind === 'edit' || content.kind === 'deleted' ? content.message : (message ?? null),
    personal: JSON.stringify(unclaimed) !== JSON.stringify(what),
    what: row.owner === 'waiting' ? unclaimed : what,
  }
}

/** The line of the message that brought a file, by the id of its media row. */
export async function readLineOfFile(sql: Sql, media: number): Promise<ThreadLine | undefined> {
  const [row] = await sql.all<{ id: number }>(
    `SELECT inbox.id FROM media JOIN inbox ON inbox.conversation_id = media.conversation_id
     WHERE media.id = ? AND inbox.kind = 'customer' AND inbox.payload ->> '$.content.file.file' = media.file
     ORDER BY inbox.id DESC LIMIT 1`,
    [media],
  )
  return row && readThreadLine(sql, row.id)
}

async function whatHappened(sql: Sql, conversation: string, content: InboundContent): Promise<ThreadLine['what']> {
  switch (content.kind) {
    case 'text':
      return { kind: 'said', text: content.text }
    case 'command':
      return { kind: 'said', text: `/${content.name} ${content.payload}`.trim() }
    case 'tap':
      return { kind: 'tapped', label: await labelOf(sql, conversation, content.token) }
    case 'file': {
      const [kept] = await sql.all<{ id: number }>(
        'SELECT id FROM media WHERE conversation_id = ? AND file = ? ORDER BY id DESC LIMIT 1',
        [conversation, content.file.file],
      )
      const { kind, name, mime } = content.file
      const file = { kind, ...(name !== undefined && { name }), ...(mime !== undefined && { mime }) }
      return { kind: 'file', media: kept?.id ?? 0, file, caption: content.caption ?? '' }
    }
    case 'contact':
      return { kind: 'contact', name: content.name ?? null, phone: content.phone }
    case 'location':
      return { kind: 'location', latitude: content.latitude, longitude: content.longitude }
    case 'edit':
      return { kind: 'edited', text: content.text }
    case 'deleted':
      return { kind: 'deleted' }
    case 'reachable':
      return { kind: 'reachable', reachable: content.reachable }
    case 'unsupported':
      return { kind: 'unsupported', what: content.what }
  }
}

/** What stood on the button; of a conversation's questions only the latest are looked through. */
async function labelOf(sql: Sql, conversation: string, token: string): Promise<string> {
  const rows = await sql.all<{ payload: string }>(
    `SELECT payload FROM outbox WHERE conversation_id = ? ORDER BY id DESC LIMIT ${QUESTIONS_LOOKED_THROUGH}`,
    [conversation],
  )
  for (const { payload } of rows) {
    const { buttons = [] } = json<{ buttons?: { label: string; token: string }[] }>(payload)
    const pressed = buttons.find(button => button.token === token)
    if (pressed) return pressed.label
  }
  return '…'
}

const QUESTIONS_LOOKED_THROUGH = 50

/** Where somebody is to the next hundredth of a degree, about a kilometre: as much as a district tells. */
const PLACES_OF_A_DISTRICT = 2

function masked(what: ThreadLine['what'], addresses: readonly string[]): ThreadLine['what'] {
  switch (what.kind) {
    case 'said':
    case 'edited':
      return { ...what, text: maskText(what.text, addresses) }
    case 'tapped':
      return { ...what, label: maskText(what.label, addresses) }
    case 'file':
      return { ...what, file: withMaskedName(what.file, addresses), caption: maskText(what.caption, addresses) }
    case 'contact':
      return { ...what, phone: maskPhone(what.phone) }
    case 'location':
      return {
        ...what,
        latitude: Number(what.latitude.toFixed(PLACES_OF_A_DISTRICT)),
        longitude: Number(what.longitude.toFixed(PLACES_OF_A_DISTRICT)),
      }
    default:
      return what
  }
}
