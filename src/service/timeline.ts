/** "Where is my repair?": every stage so far with its time, and what comes next. */
import type { Text } from '../flow/flow.ts'
import type { ServiceCase } from './case.ts'
import type { Technician } from './outlets.ts'
import type { Visit } from './visit.ts'
import { instantLabel, windowLabel } from './windows.ts'

export type TimelineFacts = {
  readonly case: ServiceCase
  readonly visit?: Visit
  readonly technician?: Technician
  readonly zone: string
}

/** One line a stage, oldest first. */
export function timelineOf(facts: TimelineFacts): Text {
  const lines = stages(facts)
  return { en: lines.map(({ en }) => en).join('\n'), zh: lines.map(({ zh }) => zh).join('\n') }
}

function stages({ case: theCase, visit, technician, zone }: TimelineFacts): readonly Text[] {
  const done = (at: number | null, en: string, zh: string): Text[] => {
    if (at === null) return []
    const when = instantLabel(at, zone)
    return [{ en: `✓ ${when.en} – ${en}`, zh: `✓ ${when.zh} ${zh}` }]
  }
  const lines = [...done(theCase.openedAt, 'we noted your report', '已登记报修')]
  if (visit) {
    const window = windowLabel(visit, zone)
    const who = technician?.name ?? { en: 'a technician', zh: '工程师' }
    lines.push(
      ...done(visit.createdAt, 'you booked a visit', '已预约上门'),
      ...done(visit.assignedAt, `${who.en} takes care of it`, `已安排${who.zh}`),
      ...done(visit.enRouteAt, `${who.en} set out`, `${who.zh}已出发`),
      ...done(visit.arrivedAt, `${who.en} arrived`, `${who.zh}已到达`),
      ...done(visit.completedAt, 'the work was done', '服务已完成'),
      ...done(visit.cancelledAt, 'the visit was cancelled', '上门已取消'),
    )
    if (visit.arrivedAt === null && visit.cancelledAt === null) {
      lines.push({ en: `→ Visit: ${window.en}`, zh: `→ 上门时间：${window.zh}` })
    }
  }
  return [...lines, ...done(theCase.closedAt, 'the case was closed', '服务单已结案'), ...standing(theCase, visit)]
}

/** How things stand where no stage says it. */
function standing(theCase: ServiceCase, visit: Visit | undefined): readonly Text[] {
  switch (theCase.state) {
    case 'ESCALATED':
      return [{ en: '→ A colleague is looking after this personally', zh: '→ 同事正在人工跟进' }]
    case 'REOPENED':
      return [{ en: '→ Open again: it is not solved yet', zh: '→ 已重新打开，问题尚未解决' }]
    case 'REMOTE_GUIDED':
      return [{ en: '→ We are waiting to hear whether it works again', zh: '→ 等待确认是否恢复正常' }]
    case 'RESOLVED':
      return visit?.completedAt ? [] : [{ en: '✓ Solved', zh: '✓ 已解决' }]
    case 'CANCELLED':
      return [{ en: '✓ Cancelled', zh: '✓ 已取消' }]
    case 'DRAFT':
    case 'OPEN':
    case 'DIAGNOSING':
      return [{ en: '→ No visit has been booked yet', zh: '→ 尚未预约上门' }]
    default:
      return []
  }
}
