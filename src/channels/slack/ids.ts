/**
 * How Slack's places are named in the house. Pure.
 *
 * `slack:U123` is what one user and we say in direct messages, `slack:U123/C1/1700000000.000100` what we say in the
 * thread below a message in which that user mentioned us. A message is `CHANNEL:ts`; of one sent in several parts the
 * names are joined with commas, and a file we uploaded is `file:F123`.
 */

/** Where a conversation is held; without a channel: in the direct messages of the user. */
export type Place = { readonly user: string; readonly channel?: string; readonly threadTs?: string }

/** A message of ours or of a customer, or a file of ours. */
export type MessagePart =
  | { readonly kind: 'message'; readonly channel: string; readonly ts: string }
  | { readonly kind: 'file'; readonly file: string }

export function directConversation(user: string): string {
  return `slack:${user}`
}

/** `rootTs` is the ts of the thread's first message, never a reply's (peers 4b). */
export function threadConversation(user: string, channel: string, rootTs: string): string {
  return `slack:${user}/${channel}/${rootTs}`
}

/** The place of a conversation, or undefined if it is none of Slack's. */
export function placeOf(conversation: string): Place | undefined {
  const match = /^slack:([A-Z0-9]+)(?:\/([A-Z0-9]+)\/(\d+\.\d+))?$/.exec(conversation)
  if (match?.[1] === undefined) return undefined
  const [, user, channel, threadTs] = match
  return channel === undefined || threadTs === undefined ? { user } : { user, channel, threadTs }
}

/** The direct messages of an app with one user are channels whose ids begin with a D. */
export function isDirect(channel: string): boolean {
  return channel.startsWith('D')
}

export function messageId(channel: string, ts: string): string {
  return `${channel}:${ts}`
}

export function fileId(file: string): string {
  return `file:${file}`
}

/** The parts of a `Delivery.message` of ours, in order; what cannot be read is left out. */
export function partsOf(message: string): readonly MessagePart[] {
  return message.split(',').flatMap((part): MessagePart[] => {
    const [, file] = /^file:([A-Z0-9]+)$/.exec(part) ?? []
    if (file !== undefined) return [{ kind: 'file', file }]
    const [, channel, ts] = /^([A-Z0-9]+):(\d+\.\d+)$/.exec(part) ?? []
    return channel === undefined || ts === undefined ? [] : [{ kind: 'message', channel, ts }]
  })
}

/** Epoch milliseconds of a Slack timestamp (`1700000000.000100`: seconds and a counter). */
export function instantOf(ts: string): number {
  return Math.round(Number(ts) * 1000)
}

const OWNED = 'for:'

/** The `block_id` of buttons that belong to one user, wherever others can see them, too. */
export function ownedBlock(user: string): string {
  return `${OWNED}${user}`
}

/** Whose buttons they are; undefined if the block is not such a one. */
export function ownerOf(blockId: string): string | undefined {
  return blockId.startsWith(OWNED) ? blockId.slice(OWNED.length) : undefined
}
