/** How long something takes, as the policy writes it: a whole number and one of the units `s`, `m`, `h`, `d`. */

export type DurationUnit = 's' | 'm' | 'h' | 'd'

/** Milliseconds of one unit. A day is 24 hours: durations are spans, not calendar days. */
const MS: Readonly<Record<DurationUnit, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }
const PATTERN = /^(\d{1,6})([smhd])$/

/** The parts of a duration as written (`{ count: 30, unit: 'm' }` for `30m`), or nothing when the text is not one. */
export function durationParts(text: string): { readonly count: number; readonly unit: DurationUnit } | undefined {
  const match = PATTERN.exec(text)
  if (match === null) return undefined
  return { count: Number(match[1]), unit: match[2] as DurationUnit }
}

/** Milliseconds of `90s`, `30m`, `24h` or `7d`; nothing when the text is not a duration. */
export function parseDuration(text: string): number | undefined {
  const parts = durationParts(text)
  return parts === undefined ? undefined : parts.count * MS[parts.unit]
}
