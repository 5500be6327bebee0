/** What a technician sends from the customer's: the picture of a serious defect, or of a signed sheet (R-114, K-24). */
import type { Event } from '../flow/event.ts'
import { caseNumber } from '../service/case.ts'
import { ON_SITE, type VisitState } from '../service/visit.ts'
import { addMedia } from '../store/media.ts'
import type { Tx } from '../store/sql.ts'
import { visitAtHand } from '../store/technicians.ts'
import type { InboundContent } from './channel.ts'

/** Nothing more is to be done there today, but who has not said that they left may still be there. */
const UNFINISHED: readonly VisitState[] = [
  'DECLINED',
  'AWAITING_PART',
  'PULLED_BACK',
  'COMPLETED',
  'AWAITING_ACCEPTANCE',
]

const BUSY = ON_SITE.filter(state => state !== 'DECLINED')

/** Whoever forgot to say that they left is not there on the next day. */
const AT_MOST = 86_400_000

/** Keeps it with the case of the visit they are at, and says so; without such a visit nothing is kept. */
export async function technicianFile(
  channel: string,
  { file, caption, album }: Extract<InboundContent, { kind: 'file' }>,
  { chat, technician }: { readonly chat: string; readonly technician: string },
  tx: Tx,
): Promise<Event> {
  const visit = await visitAtHand(tx, technician, { first: BUSY, others: UNFINISHED, since: tx.now - AT_MOST })
  if (!visit) return { kind: 'notice', flow: 'technician-file', values: { kept: null } }
  await addMedia(tx, {
    conversationId: chat,
    caseId: visit.caseId,
    author: 'technician',
    channel,
    ...file,
    ...(caption !== undefined && { caption }),
    ...(album !== undefined && { album }),
  })
  return { kind: 'notice', flow: 'technician-file', values: { kept: caseNumber(visit.caseId) } }
}
