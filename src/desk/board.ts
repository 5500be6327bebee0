/** What a desk that draws threads asks: one card, one post, what is going on. Plain data, as it is at this moment. */
import type { InboundFile } from '../assistant/channel.ts'
import type { Text } from '../flow/flow.ts'
import type { Outlet } from '../service/outlets.ts'
import type { EscalationCard } from './escalation-cards.ts'
import type { HistoryLine } from './lines.ts'
import type { Subject } from './post.ts'
import type { TaskCard } from './task-cards.ts'
import type { VisitCard } from './visit-cards.ts'
import type { Offered } from './visit-offers.ts'

export type DeskCard =
  | { readonly kind: 'escalation'; readonly card: EscalationCard }
  | { readonly kind: 'visit'; readonly card: VisitCard }
  | { readonly kind: 'task'; readonly card: TaskCard }

/** Something the customer did, for a thread. Masked like the card while nobody has claimed it. */
export type ThreadLine = {
  readonly conversation: string
  /** Epoch milliseconds. */
  readonly at: number
  readonly customer: string | null
  /** The platform's id of the message that was said, edited or deleted. */
  readonly message: string | null
  /** Something in it is masked for everybody before somebody claims it. */
  readonly personal: boolean
  readonly what:
    | { readonly kind: 'said'; readonly text: string }
    | { readonly kind: 'tapped'; readonly label: string }
    | {
        readonly kind: 'file'
        readonly media: number
        readonly file: Pick<InboundFile, 'kind' | 'name' | 'mime'>
        readonly caption: string
      }
    | { readonly kind: 'location'; readonly latitude: number; readonly longitude: number }
    | { readonly kind: 'contact'; readonly name: string | null; readonly phone: string }
    | { readonly kind: 'edited'; readonly text: string }
    | { readonly kind: 'deleted' }
    | { readonly kind: 'reachable'; readonly reachable: boolean }
    | { readonly kind: 'unsupported'; readonly what: string }
}

/** A message of an agent on its way to the customer. */
export type RelayState =
  /** Can still be undone, until `until`. */
  | 'waiting'
  | 'undone'
  | 'sending'
  | 'delivered'
  /** The customer blocked us. */
  | 'blocked'
  | 'failed'
  /** It was delivered, and then taken back. */
  | 'deleted'

export type RelayCard = {
  readonly id: number
  readonly conversation: string
  readonly escalation: number
  readonly staff: string
  readonly text: string
  readonly files: readonly { readonly kind: InboundFile['kind']; readonly name: string | null }[]
  readonly location: { readonly latitude: number; readonly longitude: number } | null
  /** The post it was written in; null for one from a form. */
  readonly post: string | null
  /** Somebody chose the post as it is: it has no mark to lose. */
  readonly whole?: true
  readonly state: RelayState
  readonly edited: boolean
  /** Epoch milliseconds: until when it can be undone. */
  readonly until: number | null
  /** Epoch milliseconds of the delivery. */
  readonly deliveredAt: number | null
  readonly error: string | null
}

/** A case with everything about it, for whoever asks for its number. */
export type CaseCard = {
  readonly id: number
  readonly number: string
  readonly conversation: string
  readonly state: string
  readonly priority: string
  readonly priorityReason: string
  readonly customer: { readonly name: string | null; readonly phone: string | null; readonly address: string | null }
  readonly appliance: string | null
  readonly symptom: Text | string | null
  readonly words: string | null
  readonly openedAt: number
  readonly owner: string | null
  readonly visits: readonly VisitCard[]
  readonly rating: { readonly score: number; readonly comment: string | null } | null
  readonly lines: readonly HistoryLine[]
}

/** Something that should have happened by now. */
export type Late =
  | { readonly kind: 'unclaimed'; readonly card: EscalationCard; readonly since: number }
  | { readonly kind: 'unassigned'; readonly card: VisitCard; readonly since: number }
  | { readonly kind: 'not-arrived'; readonly card: VisitCard; readonly since: number }
  | { readonly kind: 'not-completed'; readonly card: VisitCard; readonly since: number }
  /** A case whose time to resolve has run out. */
  | {
      readonly kind: 'unresolved'
      readonly case: string
      readonly customer: string | null
      readonly priority: string
      readonly since: number
    }

/** Who has what in hand. */
export type Workload = {
  readonly name: string
  readonly escalations: readonly {
    readonly id: number
    readonly case: string | null
    readonly customer: string | null
  }[]
}

/** Who works on a subject: its outlet, as far as a desk has to tell it from others. */
export type SubjectOutlet = Pick<Outlet, 'name' | 'slackChannel'>

export type Board = {
  /** Undefined when there is no such subject. A subject that is over has its card still. */
  card(subject: Subject): Promise<DeskCard | undefined>
  /** Free windows that may be proposed for a visit, nearest to its own first found; none for a visit that is not there. */
  windows(visit: number): Promise<readonly Offered[]>
  /** The outlet that a subject belongs to now; the head office where no other does. */
  outlet(subject: Subject): Promise<SubjectOutlet>
  /** The desk's id of the post that is the card, if it was posted; the newest. */
  cardPost(subject: Subject): Promise<string | undefined>
  /** Whose card a post is that the desk knows by any of these ids. */
  subjectAt(...names: readonly string[]): Promise<Subject | undefined>
  /** The desk's id of the post of a customer's message in this thread (`line`), or of a relay (`relay`). */
  linePost(subject: Subject, message: string): Promise<string | undefined>
  relayPost(relay: number): Promise<string | undefined>
  line(inbox: number): Promise<ThreadLine | undefined>
  /** The line with which a customer's file came. */
  lineOfFile(media: number): Promise<ThreadLine | undefined>
  relay(id: number): Promise<RelayCard | undefined>
  /** The relay whose words stand in this post. */
  relayAt(post: string): Promise<RelayCard | undefined>
  history(conversation: string, limit: number): Promise<readonly HistoryLine[]>
  /** By number, `C1007` or `1007`. */
  findCase(number: string): Promise<CaseCard | undefined>
  /** Visits of the local day. */
  today(): Promise<readonly VisitCard[]>
  late(): Promise<readonly Late[]>
  who(): Promise<readonly Workload[]>
}
