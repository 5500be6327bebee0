/** `/aftercare`: what is going on, told to the one who asks. */
import type { App } from '@slack/bolt'
import type { Board } from '../../../desk/board.ts'
import { drawCase } from './case-view.ts'
import type { StaffDirectory } from './directory.ts'
import type { Drawn, Look } from './look.ts'
import { ownNotice } from './notices.ts'
import { drawHelp, drawLate, drawNoCase, drawToday, drawWho, parseSlash, type SlashOrder } from './overview.ts'
import { drawNotice } from './refusals.ts'

/** Name of the command, as the manifest has it. */
const COMMAND = '/aftercare'

export type SlashParts = {
  readonly app: Pick<App, 'command'>
  readonly board: Pick<Board, 'findCase' | 'today' | 'late' | 'who'>
  readonly look: Look
  readonly directory: Pick<StaffDirectory, 'staffOf'>
}

/** Everybody on the staff may read. The answer is the acknowledgement itself, which only the asker sees. */
export function listenToSlash({ app, board, look, directory }: SlashParts): void {
  app.command(COMMAND, async ({ ack, command }) => {
    const membership = await directory.staffOf(command.user_id)
    if (membership.kind === 'stranger') {
      return ack({ response_type: 'ephemeral', text: ownNotice('customers-write-elsewhere', look.language) })
    }
    const drawn =
      membership.kind === 'unsure'
        ? drawNotice('unsure', look)
        : await answerTo(parseSlash(command.text), { board, look })
    await ack({ response_type: 'ephemeral', ...drawn })
  })
}

async function answerTo(order: SlashOrder, { board, look }: Pick<SlashParts, 'board' | 'look'>): Promise<Drawn> {
  switch (order.do) {
    case 'case': {
      const found = await board.findCase(order.number)
      return found ? drawCase(found, look) : drawNoCase(order.number, look)
    }
    case 'today':
      return drawToday(await board.today(), look)
    case 'late':
      return drawLate(await board.late(), look)
    case 'who':
      return drawWho(await board.who(), look)
    case 'help':
      return drawHelp(COMMAND, look)
  }
}
