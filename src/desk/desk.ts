/** The staff's side as the assistant sees it. */
import type { DeskPort } from '../assistant/desk-port.ts'
import type { Language } from '../flow/flow.ts'
import type { Service } from '../service/service.ts'
import { readPosts, readReceipts } from './posts.ts'
import { raiseEscalation } from './raise.ts'
import { raiseTask } from './raise-task.ts'
import { readFreeWindows } from './read-free-windows.ts'
import { runDeskCommand } from './run-command.ts'
import { readVisitCard, readVisitCardsOfTechnician } from './visit-cards.ts'
import type { DeskWords } from './words.ts'

export type DeskOptions = {
  /** Whether a desk draws threads; nothing is looked up for posts while none does. */
  readonly isDrawn: () => boolean
  /** Of everything the staff read. */
  readonly language: Language
  readonly words: DeskWords
}

/** The desk of a service: everything it does happens in the transaction it is handed. */
export function createDesk(service: Service, { isDrawn, language, words }: DeskOptions): DeskPort {
  return {
    run: (inbound, context) => runDeskCommand(inbound, { ...context, service }),
    raise: (raised, context) => raiseEscalation(raised, { ...context, service }),
    task: raiseTask,
    visitCard: (tx, id) => readVisitCard(tx, id, service, words, tx.now),
    visitsOfTechnician: (tx, technicianId) => readVisitCardsOfTechnician(tx, technicianId, service, words, tx.now),
    windowsFor: (tx, id) => readFreeWindows(tx, id, service, tx.now),
    posts: async (tx, touched) => (isDrawn() ? readPosts(tx, touched, language) : []),
    receipts: async (tx, outbox) => (isDrawn() ? readReceipts(tx, outbox, language) : []),
  }
}
