/** `flows/outlets.yaml`, and entries of it that were imported, read into types. */
import { z } from 'zod'
import { dayOfDate } from './local-time.ts'
import { fault, issueProblem, type ParseDuration, type ServiceProblem, weekHours, zoneName } from './policy.ts'

const text = z.strictObject({ en: z.string().min(1), zh: z.string().min(1) })
const kilometres = z.number().positive()
const date = z.iso.date(fault('This is no date', 'Write it like 2026-11-24.'))
const outletId = z
  .string()
  .regex(
    /^[a-z0-9-]{1,20}$/,
    fault('An id is at most 20 small letters, digits and hyphens', 'Write it like "shanghai-2".'),
  )
const longId = z
  .string()
  .regex(
    /^[a-z0-9-]{1,40}$/,
    fault('An id is at most 40 small letters, digits and hyphens', 'Write it like "li-ming".'),
  )

/** A word of an address that an outlet serves, and how far away that is. */
const area = z
  .union([z.string().min(1), z.strictObject({ word: z.string().min(1), km: kilometres })], {
    error: 'An area is a word, or a word with its distance: {word: Suzhou, km: 80}',
  })
  .transform((written): Area => (typeof written === 'string' ? { word: written } : written))

export type Area = { readonly word: string; readonly km?: number }

/** `2026-11-24`, a whole day, or `2026-11-24T12:00`, by the clock of the outlet. */
const localTime = z
  .string()
  .refine(
    isLocalTime,
    fault('This is neither a day nor a time of a day', 'Write it like 2026-11-24 or 2026-11-24T12:00.'),
  )

const absence = z
  .strictObject({ from: localTime, to: localTime })
  .refine(
    ({ from, to }) => from.slice(0, 10) <= to.slice(0, 10) && (from.length !== to.length || from <= to),
    fault('This ends before it begins', 'Let "to" be the last day or the end.'),
  )

/** Part of a day and the days around it that a technician is not there; days named are absent as a whole. */
export type Absence = z.output<typeof absence>

function isLocalTime(written: string): boolean {
  const [, day = '', time] = /^(\d{4}-\d{2}-\d{2})(?:T(.*))?$/.exec(written) ?? []
  return dayOfDate(day) !== undefined && (time === undefined || /^([01]\d|2[0-3]):[0-5]\d$/.test(time))
}

function outletSchema(parseDuration: ParseDuration) {
  const within = z.string().transform((written, context): number => {
    const ms = parseDuration(written)
    if (ms !== undefined) return ms
    context.addIssue({ code: 'custom', ...fault(`"${written}" is not a duration`, 'Write it like 90m, 2h or 1d.') })
    return z.NEVER
  })
  return z.strictObject({
    id: outletId,
    name: text,
    zone: zoneName,
    /** Words of an address that this outlet serves. */
    areas: z.strictObject({ en: z.array(area), zh: z.array(area) }),
    location: z
      .strictObject({ latitude: z.number().min(-90).max(90), longitude: z.number().min(-180).max(180) })
      .optional(),
    /** what is farther needs a manager's word. Absent: no limit. */
    radiusKm: kilometres.optional(),
    /** promises of arrival by distance, instead of those of the policy's profile. */
    tiers: z
      .array(z.strictObject({ upToKm: kilometres, within }))
      .min(1)
      .refine(
        tiers => tiers.every(({ upToKm }, place) => place === 0 || upToKm > (tiers[place - 1]?.upToKm ?? 0)),
        fault('The tiers are not in order', 'Let each reach farther than the one before.'),
      )
      .optional(),
    /** Appliances this outlet looks after. Absent: all. */
    products: z.array(z.string()).min(1).optional(),
    /** Days on which no shift begins. */
    holidays: z.array(date).default([]),
    /** where its staff work in Slack. Absent: with the head office. */
    slackChannel: z
      .string()
      .regex(
        /^[CG][A-Z0-9]{2,}$/,
        fault('This is no id of a channel', 'Write it like C0123ABCD (channel details, at the bottom).'),
      )
      .optional(),
  })
}

const technicianSchema = z.strictObject({
  id: longId,
  outlet: z.string(),
  name: text,
  /** Number of the work permit, told to the customer. */
  permitNo: z.string().min(1),
  /** E.164. */
  phone: z
    .string()
    .regex(/^\+[1-9]\d{6,14}$/, fault('This is no phone number', 'Write it with its country: +8613800001111.'))
    .optional(),
  /** Appliances this technician is trained for. */
  skills: z.array(z.string()).min(1),
  /** By the clock of the outlet. */
  roster: weekHours,
  absences: z.array(absence).default([]),
  /** Minutes of travel between two visits. */
  buffer: z.number().int().min(0).max(600).default(0),
})

/** A unit that a customer may have while theirs is in the workshop. */
const loanerSchema = z.strictObject({ id: longId, outlet: z.string(), appliance: z.string(), name: text })

export type Outlet = z.output<ReturnType<typeof outletSchema>>
export type Technician = z.output<typeof technicianSchema>
export type Loaner = z.output<typeof loanerSchema>

export type Outlets = {
  /** The first is the head office: it is asked where no other serves the address, so that somebody always is. */
  readonly outlets: readonly [Outlet, ...Outlet[]]
  readonly technicians: readonly Technician[]
  readonly loaners: readonly Loaner[]
}

export type OutletsContext = {
  /** Those of the catalogue; undefined when it could not be read, and what names an appliance is then not compared. */
  readonly appliances: readonly string[] | undefined
  readonly parseDuration: ParseDuration
}

const fileSchema = z.strictObject({
  outlets: z.array(z.unknown()).min(1),
  technicians: z.array(z.unknown()),
  loaners: z.array(z.unknown()).default([]),
})

/**
 * The outlets, or every fault in them. A problem's path is `outlets.yaml: LIST.INDEX.KEY…`, so that whoever put the lists
 * together finds the entry again.
 */
export function readOutlets(
  values: unknown,
  { appliances, parseDuration }: OutletsContext,
): { readonly outlets?: Outlets; readonly problems: readonly ServiceProblem[] } {
  const file = fileSchema.safeParse(values)
  if (!file.success) return { problems: file.error.issues.map(issue => issueProblem('outlets.yaml', issue)) }
  const outlets = readEntries('outlets', file.data.outlets, outletSchema(parseDuration))
  const technicians = readEntries('technicians', file.data.technicians, technicianSchema)
  const loaners = readEntries('loaners', file.data.loaners, loanerSchema)
  const ids = file.data.outlets.flatMap(outlet => idOf(outlet) ?? [])
  const unknown = (list: string, index: number, key: string, word: string, known: readonly string[]) =>
    known.includes(word)
      ? []
      : [
          {
            path: `outlets.yaml: ${list}.${index}.${key}`,
            what:
              key === 'outlet' ? `There is no outlet "${word}"` : `There is no appliance "${word}" in catalogue.yaml`,
            mend: `Use one of ${known.join(', ')}.`,
          },
        ]
  const problems = [
    ...outlets.problems,
    ...outlets.entries.flatMap(({ entry, index }) =>
      index === 0 && entry.slackChannel !== undefined ? [HEAD_OFFICE_CHANNEL] : [],
    ),
    ...technicians.problems,
    ...loaners.problems,
    ...outlets.entries.flatMap(({ entry, index }) =>
      (entry.products ?? []).flatMap(word => unknown('outlets', index, 'products', word, appliances ?? [word])),
    ),
    ...technicians.entries.flatMap(({ entry, index }) => [
      ...unknown('technicians', index, 'outlet', entry.outlet, ids),
      ...entry.skills.flatMap(word => unknown('technicians', index, 'skills', word, appliances ?? [word])),
    ]),
    ...loaners.entries.flatMap(({ entry, index }) => [
      ...unknown('loaners', index, 'outlet', entry.outlet, ids),
      ...unknown('loaners', index, 'appliance', entry.appliance, appliances ?? [entry.appliance]),
    ]),
  ]
  const [head, ...others] = outlets.entries.map(({ entry }) => entry)
  if (problems.length > 0 || !head) return { problems }
  return {
    outlets: {
      outlets: [head, ...others],
      technicians: technicians.entries.map(({ entry }) => entry),
      loaners: loaners.entries.map(({ entry }) => entry),
    },
    problems,
  }
}

const HEAD_OFFICE_CHANNEL: ServiceProblem = {
  path: 'outlets.yaml: outlets.0.slackChannel',
  what: 'The first outlet is the head office, whose channel is SLACK_STAFF_CHANNEL',
  mend: 'Leave it out here.',
}

/** Each entry by itself: a fault in one does not hide those of another. */
function readEntries<S extends z.ZodType>(list: string, values: readonly unknown[], schema: S) {
  const entries: { readonly entry: z.output<S>; readonly index: number }[] = []
  const problems: ServiceProblem[] = []
  const ids = values.map(idOf)
  for (const [index, value] of values.entries()) {
    const read = schema.safeParse(value)
    if (read.success) entries.push({ entry: read.data, index })
    else {
      const at = (issue: z.core.$ZodIssue) => ({ ...issue, path: [list, index, ...issue.path] })
      problems.push(...read.error.issues.map(issue => issueProblem('outlets.yaml', at(issue))))
    }
    const id = ids[index]
    if (id === undefined || ids.indexOf(id) === index) continue
    problems.push({
      path: `outlets.yaml: ${list}.${index}.id`,
      what: `"${id}" is there twice`,
      mend: 'Give one another id.',
    })
  }
  return { entries, problems }
}

function idOf(value: unknown): string | undefined {
  return typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string'
    ? value.id
    : undefined
}
