/** When not to write to a customer who did not ask just now. */
import { dayOf, instantFrom, MINUTES_A_DAY } from './local-time.ts'
import type { Policy } from './policy.ts'

/**
 * `at`, moved out of the quiet hours: to their end, or, where that is later than `latest`, to shortly before they
 * begin. Instants in epoch milliseconds. The answer may lie in the past; then it is due at once.
 */
export function shiftOutOfQuietHours(
  at: number,
  latest: number | undefined,
  { notify, region }: Pick<Policy, 'notify' | 'region'>,
): number {
  const quiet = quietSpanAround(at, notify.quietHours, region.zone)
  if (!quiet) return at
  if (latest === undefined || quiet.end <= latest) return quiet.end
  return quiet.start - notify.quietMargin
}

function quietSpanAround(
  at: number,
  { from, to }: Policy['notify']['quietHours'],
  zone: string,
): { start: number; end: number } | undefined {
  const today = dayOf(at, zone)
  const days = to > MINUTES_A_DAY ? [today - 1, today] : [today]
  for (const day of days) {
    const start = instantFrom(day, from, zone)
    const end = instantFrom(day, to, zone)
    if (start <= at && at < end) return { start, end }
  }
  return undefined
}
