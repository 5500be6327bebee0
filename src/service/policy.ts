/** `flows/policy.yaml`, read into types: every number and time limit. Durations become milliseconds here. */
import { IANAZone } from 'luxon'
import { z } from 'zod'
import { type DayInterval, parseDayInterval } from './calendar.ts'
import type { Weekday } from './local-time.ts'

/** A fault in one of the files the service is made from, told so that its author can mend it. */
export type ServiceProblem = {
  /** File and keys: `policy.yaml: booking.hold`. */
  readonly path: string
  readonly what: string
  readonly mend: string
}

/** Milliseconds of `30m`, `24h`, `7d`; undefined for anything else (`src/flow/duration.ts`). */
export type ParseDuration = (text: string) => number | undefined

export type Policy = z.output<ReturnType<typeof policySchema>>

export function readPolicy(
  values: unknown,
  parseDuration: ParseDuration,
): { readonly policy?: Policy; readonly problems: readonly ServiceProblem[] } {
  const read = policySchema(parseDuration).safeParse(values)
  if (!read.success) return { problems: problemsOf('policy.yaml', read.error) }
  return { policy: read.data, problems: [] }
}

/** What zod found wrong, in the words of the file's author. */
export function problemsOf(file: string, error: z.ZodError): readonly ServiceProblem[] {
  return error.issues.map(issue => issueProblem(file, issue))
}

/** The mend of a fault that has none of its own. */
export const COMPARE = 'Compare with the file that came with Aftercare.'

export function issueProblem(file: string, issue: z.core.$ZodIssue): ServiceProblem {
  return {
    path: `${file}: ${issue.path.join('.') || 'the whole file'}`,
    what: issue.message,
    mend: (issue.code === 'custom' && issue.params?.mend) || COMPARE,
  }
}

/** A zod check with its mend. */
export function fault(message: string, mend: string): { message: string; params: { mend: string } } {
  return { message, params: { mend } }
}

/** `HH:MM-HH:MM`. */
export const dayInterval = z.string().transform((text, context): DayInterval => {
  const interval = parseDayInterval(text)
  if (interval) return interval
  context.addIssue({
    code: 'custom',
    ...fault(`"${text}" is not a time of day from-to`, 'Write it like "08:30-12:00" or, past midnight, "21:00-02:00".'),
  })
  return z.NEVER
})

/** `HH:MM`, as minutes after local midnight. */
const timeOfDay = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, fault('This is no time of day', 'Write it like "18:00".'))
  .transform(text => Number(text.slice(0, 2)) * 60 + Number(text.slice(3)))

/** Intervals of one day that leave each other alone. */
export const dayIntervals = z
  .array(dayInterval)
  .refine(areApart, fault('Two of these overlap', 'Let each begin when the one before has ended, or later.'))

export const weekHours = z.object({
  mon: dayIntervals,
  tue: dayIntervals,
  wed: dayIntervals,
  thu: dayIntervals,
  fri: dayIntervals,
  sat: dayIntervals,
  sun: dayIntervals,
} satisfies Record<Weekday, typeof dayIntervals>)

export const zoneName = z
  .string()
  .refine(
    name => IANAZone.isValidZone(name),
    fault('There is no such time zone', 'Use a name of the IANA list, like "Asia/Shanghai".'),
  )

function areApart(intervals: readonly DayInterval[]): boolean {
  const ordered = [...intervals].sort((one, other) => one.from - other.from)
  return ordered.every((interval, index) => {
    const next = ordered[index + 1]
    return next === undefined || interval.to <= next.from
  })
}

function policySchema(parseDuration: ParseDuration) {
  const duration = z.string().transform((text, context): number => {
    const ms = parseDuration(text)
    if (ms !== undefined) return ms
    context.addIssue({
      code: 'custom',
      ...fault(`"${text}" is not a duration`, 'Write a whole number and a unit: 90s, 30m, 24h, 7d.'),
    })
    return z.NEVER
  })
  const count = z.number().int().positive()
  const share = z.number().min(0).max(1)
  const score = z.number().int().min(1).max(5)
  const common = { postWarranty: z.enum(['tariff', 'material']), restore: duration.optional() }
  const profile = z.discriminatedUnion('arrival', [
    z.object({ arrival: z.literal('appointment'), ...common }),
    z.object({ arrival: z.literal('within'), within: duration, ...common }),
    z.object({
      arrival: z.literal('distance'),
      tiers: z
        .array(z.object({ upToKm: count, within: duration }))
        .min(1)
        .refine(
          tiers => tiers.every(({ upToKm }, place) => place === 0 || upToKm > (tiers[place - 1]?.upToKm ?? 0)),
          fault('The tiers are not in order', 'Let each reach farther than the one before.'),
        ),
      ...common,
    }),
  ])
  const pace = z.object({ perSecond: count, sameConversation: duration, burst: count, parallel: count })
  const slackIds = z.array(
    z.string().regex(/^[USW][A-Z0-9]{2,}$/, fault('This is no id of Slack', 'Name a user (U…) or a user group (S…).')),
  )
  return z.object({
    region: z.object({
      zone: zoneName,
      country: z.string().length(2),
      emergency: z.object({ fire: z.string(), ambulance: z.string(), police: z.string(), gas: z.string() }),
    }),
    staff: z.object({
      hours: weekHours,
      holidays: z.array(z.iso.date()),
      firstContact: duration,
      firstContactSafety: duration,
    }),
    notify: z.object({
      quietHours: dayInterval,
      quietMargin: duration,
      busy: duration,
      postpone: duration,
      surveys: z.array(z.string()),
    }),
    booking: z.object({
      hold: duration,
      horizon: duration,
      notice: duration,
      promise: duration,
      offered: count,
      windows: dayIntervals.min(1),
      avoid: z.array(dayInterval),
      carryOver: timeOfDay,
    }),
    arrival: z.object({
      agreed: z.enum(['start', 'end']),
      warn: duration,
      tier: duration,
      noShow: duration,
      early: duration,
      door: duration,
    }),
    late: z.object({ remedy: z.enum(['none', 'gift', 'compensation']) }),
    proposal: z.object({ answer: duration }),
    rebook: z.object({ remind: duration, call: duration }),
    dispatch: z.object({
      checklist: z.array(z.enum(['tools', 'parts', 'tariff', 'permit', 'receipts'])),
      parts: z.object({ limit: count }),
      code: duration,
    }),
    report: z.object({ within: duration, warn: duration }),
    acceptance: z.object({ remind: duration, attempts: count }),
    workshop: z.object({ warn: duration }),
    warranty: z.object({ partTerm: duration, overhaul: duration, extension: duration }),
    delivery: z.object({ within: duration, answer: duration }),
    profiles: z.record(
      z.string().regex(/^[a-z-]+$/, fault('This is no name of a profile', 'Use small letters and hyphens.')),
      profile,
    ),
    previsit: z.object({ confirm: duration, again: duration, attempts: count }),
    recheck: z.object({
      observation: duration,
      useError: duration,
      useErrorSecond: duration,
      noTestRun: duration,
      repeat: duration,
      fix: duration,
    }),
    case: z.object({ reopen: duration, inactive: duration, repeat: duration }),
    sla: z.object({
      atRisk: z.number().min(1).max(99),
      resolve: z.object({ SAFETY: duration, HIGH: duration, MEDIUM: duration, LOW: duration }),
    }),
    rating: z.object({
      ask: duration,
      remind: duration,
      call: duration,
      window: duration,
      change: duration,
      low: score,
      good: score,
    }),
    understand: z.object({ act: share, ask: share, digress: share, misses: count }),
    worker: z.object({
      batch: count,
      attempts: count,
      deliveries: count,
      postings: count,
      backOff: z.object({ first: duration, most: duration }),
    }),
    channels: z.object({ telegram: pace, slack: pace, desk: pace }),
    desk: z.object({
      language: z.enum(['en', 'zh']),
      relay: z.enum(['internal', 'customer']),
      undo: duration,
      roles: z.object({ agent: slackIds, dispatcher: slackIds, technician: slackIds, manager: slackIds }),
    }),
    join: z.object({ code: duration, attempts: count }),
  })
}
