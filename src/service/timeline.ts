/**
 * "Where is my repair?": every stage so far with its time, second rounds and the workshop included, and what comes next
 * with its date. Pure over rows.
 */
import type { Text } from '../flow/flow.ts'
import type { ServiceCase } from './case.ts'
import { findTechnician, type Outlets } from './outlets.ts'
import { NEXT, VISIT_STAGES, WORKSHOP_STAGES } from './timeline-words.ts'
import { STRANDED, type Visit, type VisitState } from './visit.ts'
import { instantLabel, windowLabel } from './windows.ts'

/** A change of a visit as it was recorded. Of changes that tell of no time or technician those are null. */
export type Stage = {
  readonly visit: number
  readonly at: number
  readonly was: VisitState | null
  readonly became: VisitState
  readonly startsAt: number | null
  readonly technicianId: string | null
}

export type WorkshopProgress = {
  readonly promisedReturnAt: number
  readonly stages: readonly { readonly state: string; readonly at: number }[]
}

/** What a visit waits for. `partAt`: when the last of the missing parts is there. */
export type Waits = { readonly partAt: number | null; readonly workshop: WorkshopProgress | null }

export type TimelineFacts = {
  readonly case: ServiceCase
  readonly stages: readonly Stage[]
  /** The one the case is about now. */
  readonly visit?: Visit
  readonly waits?: Waits
  readonly outlets: Outlets
  readonly zone: string
}

/** One line a stage, oldest first, and then what comes next. */
export function timelineOf(facts: TimelineFacts): Text {
  const past = [...reported(facts), ...visited(facts), ...inWorkshop(facts), ...closed(facts)]
    .map((line, place) => ({ ...line, place }))
    .sort((a, b) => a.at - b.at || a.place - b.place)
    .map(({ at, text }) => stamped(at, text, facts.zone))
  const next = comesNext(facts).map(({ en, zh }) => ({ en: `→ ${en}`, zh: `→ ${zh}` }))
  const lines = [...past, ...next]
  return { en: lines.map(({ en }) => en).join('\n'), zh: lines.map(({ zh }) => zh).join('\n') }
}

type Line = { readonly at: number; readonly text: Text }

function stamped(at: number, text: Text, zone: string): Text {
  const when = instantLabel(at, zone)
  return { en: `✓ ${when.en} – ${text.en}`, zh: `✓ ${when.zh} ${text.zh}` }
}

function reported({ case: { openedAt } }: TimelineFacts): Line[] {
  return openedAt === null ? [] : [{ at: openedAt, text: { en: 'we noted your report', zh: '已登记报修' } }]
}

function visited({ stages, outlets, zone }: TimelineFacts): Line[] {
  const known = new Map<number, { startsAt: number | null; technicianId: string | null }>()
  return stages.flatMap(stage => {
    const before = known.get(stage.visit)
    const technicianId = stage.technicianId ?? before?.technicianId ?? null
    const startsAt = stage.startsAt ?? before?.startsAt ?? null
    known.set(stage.visit, { startsAt, technicianId })
    if (stage.was === null) return [{ at: stage.at, text: { en: 'you booked a visit', zh: '已预约上门' } }]
    const lines: Line[] = []
    if (startsAt !== null && before?.startsAt != null && startsAt !== before.startsAt) {
      const when = instantLabel(startsAt, zone)
      lines.push({ at: stage.at, text: { en: `the time is now ${when.en}`, zh: `时间改为${when.zh}` } })
    }
    const isNew = stage.became !== stage.was || (technicianId !== null && technicianId !== before?.technicianId)
    const words = isNew ? VISIT_STAGES[stage.became] : undefined
    if (words) lines.push({ at: stage.at, text: filled(words, { who: nameOf(technicianId, outlets) }) })
    return lines
  })
}

function inWorkshop({ waits }: TimelineFacts): Line[] {
  return (waits?.workshop?.stages ?? []).flatMap(({ state, at }) => {
    const text = WORKSHOP_STAGES[state]
    return text ? [{ at, text }] : []
  })
}

function closed({ case: { closedAt } }: TimelineFacts): Line[] {
  return closedAt === null ? [] : [{ at: closedAt, text: { en: 'the case was closed', zh: '服务单已结案' } }]
}

function comesNext(facts: TimelineFacts): readonly Text[] {
  const { case: theCase, visit } = facts
  switch (theCase.state) {
    case 'ESCALATED':
      return [...expected(facts), { en: 'A colleague is looking after this personally', zh: '同事正在人工跟进' }]
    case 'REOPENED':
      return [{ en: 'Open again: it is not solved yet', zh: '已重新打开，问题尚未解决' }]
    case 'REMOTE_GUIDED':
      return [{ en: 'We are waiting to hear whether it works again', zh: '等待确认是否恢复正常' }]
    case 'RESOLVED':
      return visit?.completedAt ? [] : [{ en: 'Solved', zh: '已解决' }]
    case 'CANCELLED':
      return [{ en: 'Cancelled', zh: '已取消' }]
    case 'CLOSED':
      return []
    default:
      return visit && visit.state !== 'CANCELLED'
        ? expected(facts)
        : [{ en: 'No visit has been booked yet', zh: '尚未预约上门' }]
  }
}

/** What the visit waits for, with its date. */
function expected({ visit, waits, outlets, zone }: TimelineFacts): readonly Text[] {
  if (!visit) return []
  const who = nameOf(visit.technicianId, outlets)
  const at = (text: Text, instant: number): Text[] => [filled(text, { who, when: instantLabel(instant, zone) })]
  switch (visit.state) {
    case 'REQUESTED':
    case 'ASSIGNED':
    case 'CONFIRMED':
    case 'UNCONFIRMED':
      return [filled(NEXT.visit, { when: windowLabel(visit, zone) })]
    case 'RESCHEDULE_PROPOSED':
      return [
        filled(NEXT.visit, { when: windowLabel(visit, zone) }),
        ...(visit.proposal ? [filled(NEXT.proposed, { when: windowLabel(visit.proposal, zone) })] : []),
      ]
    case 'EN_ROUTE':
      return visit.etaAt === null ? [filled(NEXT.visit, { when: windowLabel(visit, zone) })] : at(NEXT.eta, visit.etaAt)
    case 'ARRIVED_NO_ANSWER':
      return [filled(NEXT.door, { who })]
    case 'ARRIVED':
    case 'WORKING':
      return [filled(NEXT.here, { who })]
    case 'AWAITING_QUOTE':
      return [NEXT.quote]
    case 'BLOCKED':
      return visit.block?.until ? at(NEXT.blocked, visit.block.until) : []
    case 'AWAITING_PART':
      return waits?.partAt ? at(NEXT.part, waits.partAt) : [NEXT.ordered]
    case 'PULLED_BACK':
      if (!waits?.workshop) return []
      return isReady(waits.workshop) ? [NEXT.ready] : at(NEXT.workshop, waits.workshop.promisedReturnAt)
    case 'AWAITING_ACCEPTANCE':
      return [NEXT.acceptance]
    default:
      return STRANDED.includes(visit.state) ? [NEXT.again] : []
  }
}

function isReady({ stages }: WorkshopProgress): boolean {
  return stages.at(-1)?.state === 'READY'
}

function nameOf(technicianId: string | null, outlets: Outlets): Text {
  const technician = technicianId === null ? undefined : findTechnician(outlets, technicianId)
  return technician?.name ?? { en: 'the engineer', zh: '工程师' }
}

function filled(text: Text, values: Readonly<Record<string, Text>>): Text {
  const fill = (language: 'en' | 'zh') =>
    Object.entries(values).reduce(
      (words, [name, value]) => words.replaceAll(`{${name}}`, value[language]),
      text[language],
    )
  return { en: capital(fill('en'), text.en), zh: fill('zh') }
}

/** A name of nobody in particular may begin a line. */
function capital(words: string, template: string): string {
  return template.startsWith('{who}') && words.startsWith('the ')
    ? `${words[0]?.toUpperCase()}${words.slice(1)}`
    : words
}
