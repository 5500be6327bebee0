/** A head office with few technicians, for tests of what is offered and why. */
import { parseDayInterval } from '../../src/service/calendar.ts'
import type { Outlet, Technician } from '../../src/service/outlets-file.ts'
import type { Service } from '../../src/service/service.ts'
import { windowLabel } from '../../src/service/windows.ts'

const HOUR = 3_600_000

const interval = (text: string) => parseDayInterval(text) ?? { from: 0, to: 0 }
const everyDay = (...texts: string[]) => {
  const shifts = texts.map(interval)
  return { mon: shifts, tue: shifts, wed: shifts, thu: shifts, fri: shifts, sat: shifts, sun: shifts }
}

export type TeamChanges = {
  readonly technicians?: readonly (Partial<Technician> & { readonly id: string })[]
  readonly outlet?: Partial<Outlet>
  readonly windows?: readonly string[]
}

/** The sample service whose head office has these technicians for washing machines, there from 08:00 to 20:00. */
export function changedTeam(sample: Service, { technicians, outlet, windows }: TeamChanges): Service {
  const [first] = sample.outlets.technicians
  const [headOffice, ...others] = sample.outlets.outlets
  if (!first) throw new Error('The sample has no technician')
  const team = technicians?.map(changes => ({ ...first, roster: everyDay('08:00-20:00'), absences: [], ...changes }))
  const booking = { ...sample.policy.booking, ...(windows && { windows: windows.map(interval) }) }
  return {
    ...sample,
    policy: { ...sample.policy, booking },
    outlets: {
      ...sample.outlets,
      outlets: [{ ...headOffice, ...outlet }, ...others],
      technicians: team ?? sample.outlets.technicians,
    },
  }
}

/** By the clock of Shanghai, `2026-03-03T10:00`, two hours long. */
export function label(local: string, language: 'en' | 'zh'): string {
  const startsAt = Date.parse(`${local}+08:00`)
  return windowLabel({ startsAt, endsAt: startsAt + 2 * HOUR }, 'Asia/Shanghai')[language]
}
