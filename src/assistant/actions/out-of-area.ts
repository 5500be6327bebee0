/** a place beyond what the outlet goes to by itself is for a manager to allow. */
import { isOutOfArea } from '../../service/outlets.ts'
import type { Outlet } from '../../service/outlets-file.ts'
import type { Visit } from '../../service/visit.ts'
import { addTask } from '../../store/tasks.ts'
import type { ActionContext } from '../action.ts'

/** Asks a manager where the visit is farther from its outlet than that goes; nothing happens where it is not. */
export async function askManager(
  { tx, conversationId }: ActionContext,
  { id, caseId, distanceKm }: Pick<Visit, 'id' | 'caseId' | 'distanceKm'>,
  outlet: Outlet,
): Promise<void> {
  if (!isOutOfArea(outlet, distanceKm)) return
  const data = { visit: id, outlet: outlet.name, distanceKm, radiusKm: outlet.radiusKm ?? null }
  await addTask(tx, { conversationId, caseId, kind: 'out-of-area', data })
}
