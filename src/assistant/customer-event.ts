/** From what a customer did to what the engine is told. Files are kept first; then they are talked about. */
import type { Event } from '../flow/event.ts'
import type { ConversationRow } from '../store/conversations.ts'
import { addMedia, isFirstOfAlbum } from '../store/media.ts'
import type { Tx } from '../store/sql.ts'
import { technicianOfChat } from '../store/technicians.ts'
import type { Inbound, InboundContent } from './channel.ts'
import type { DeskPort } from './desk-port.ts'
import { technicianFile } from './technician-file.ts'

/**
 * The event, if the engine needs to hear of it, and the conversation row as it is afterwards: a customer who writes can be
 * reached again. The second and later items of an album are kept without a word (peers I54).
 */
export async function customerEvent(
  inbound: Inbound,
  row: ConversationRow,
  tx: Tx,
  desk: Pick<DeskPort, 'task'>,
): Promise<{ row: ConversationRow; event?: Event }> {
  const named = { ...row, displayName: inbound.from.name ?? row.displayName }
  const { content } = inbound
  if (content.kind === 'reachable') {
    if (!content.reachable && row.unreachableAt === null) {
      await desk.task(tx, { conversationId: row.id, caseId: row.caseId, kind: 'unreachable', text: 'blocked' })
    }
    return { row: { ...named, unreachableAt: content.reachable ? null : tx.now } }
  }
  const reached = { ...named, unreachableAt: null }
  if (content.kind === 'deleted') return { row: reached }
  if (content.kind === 'file') {
    const { file, caption, album } = content
    const first = album === undefined || (await isFirstOfAlbum(tx, row.id, album))
    const working = await technicianOfChat(tx, row.id)
    if (working !== undefined && file.kind !== 'sticker') {
      const event = await technicianFile(inbound.channel, content, { chat: row.id, technician: working }, tx)
      return { row: reached, ...(first && { event }) }
    }
    const id = await addMedia(tx, {
      conversationId: row.id,
      caseId: row.caseId,
      channel: inbound.channel,
      ...file,
      ...(caption !== undefined && { caption }),
      ...(album !== undefined && { album }),
    })
    if (!first) return { row: reached }
    const media = [{ ref: String(id), kind: file.kind }]
    return {
      row: reached,
      event: caption ? { kind: 'said', text: caption, media } : { kind: 'sent', media },
    }
  }
  // Where a technician is changes nothing here.
  if (content.kind === 'location' && (await technicianOfChat(tx, row.id)) !== undefined) return { row: reached }
  return { row: reached, event: plainEvent(content) }
}

function plainEvent(content: Exclude<InboundContent, { kind: 'file' | 'reachable' | 'deleted' }>): Event {
  switch (content.kind) {
    case 'text':
      return { kind: 'said', text: content.text }
    case 'tap':
      return { kind: 'tapped', token: content.token }
    case 'command':
      return { kind: 'commanded', name: content.name, payload: content.payload }
    case 'contact':
      return { kind: 'shared', what: 'contact', phone: content.phone, ...(content.name && { name: content.name }) }
    case 'location':
      return { kind: 'shared', what: 'location', latitude: content.latitude, longitude: content.longitude }
    case 'edit':
      return { kind: 'edited', text: content.text }
    case 'unsupported':
      return { kind: 'unreadable', what: content.what }
  }
}
