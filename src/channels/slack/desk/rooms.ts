/** The channels in which the staff work: the head office's, and those of outlets that have one of their own. */
import type { Board, SubjectOutlet } from '../../../desk/board.ts'
import type { Subject } from '../../../desk/post.ts'
import { messageId, partsOf } from '../ids.ts'
import type { SlackDeskOptions } from '../ports.ts'

/** A post of the desk. */
export type Post = { readonly channel: string; readonly ts: string }

export type Room = { readonly channel: string; readonly outlet: SubjectOutlet['name'] }

export type Rooms = {
  readonly headOffice: string
  /** The channels as they are now, each once. */
  all(): readonly string[]
  /** Whether the staff work in a channel. */
  has(channel: string): boolean
  /** Where a subject is worked on now. */
  of(subject: Subject): Promise<Room>
  /** Whose card a post is. */
  subjectAt(post: Post): Promise<Subject | undefined>
  /** The post that the desk remembers; undefined for a file. Of the time when there was one channel only the ts was kept. */
  postIn(message: string): Post | undefined
}

export type RoomsParts = {
  readonly options: Pick<SlackDeskOptions, 'channel' | 'outletChannels'>
  readonly board: Pick<Board, 'outlet' | 'subjectAt'>
}

export function createRooms({ options, board }: RoomsParts): Rooms {
  const { channel: headOffice } = options
  const all = () => [...new Set([headOffice, ...(options.outletChannels?.() ?? [])])]
  return {
    headOffice,
    all,
    has: channel => all().includes(channel),
    async of(subject) {
      const { name, slackChannel } = await board.outlet(subject)
      return { channel: slackChannel ?? headOffice, outlet: name }
    },
    subjectAt: ({ channel, ts }) => board.subjectAt(messageId(channel, ts), ...(channel === headOffice ? [ts] : [])),
    postIn(message) {
      if (/^\d+\.\d+$/.test(message)) return { channel: headOffice, ts: message }
      const [part] = partsOf(message)
      return part?.kind === 'message' ? { channel: part.channel, ts: part.ts } : undefined
    },
  }
}
