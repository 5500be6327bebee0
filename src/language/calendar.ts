import { DateTime } from 'luxon'

/** The day that `now` falls on in the zone, as a date in UTC to count from; remembered from one call to the next. */
export type Today = (now: number) => DateTime

export function createToday(zone: string): Today {
  let start = 0
  let end = 0
  let today = DateTime.utc(1970)
  return now => {
    if (now < start || now >= end) {
      const local = DateTime.fromMillis(now, { zone }).startOf('day')
      start = local.toMillis()
      end = local.plus({ days: 1 }).toMillis()
      today = DateTime.utc(local.year, local.month, local.day)
    }
    return today
  }
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
export const MONTH =
  '(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?'

/** `march`, `mar` → 3. */
export function monthNumber(name: string): number {
  return MONTHS.indexOf(name.slice(0, 3)) + 1
}

export const WEEKDAY =
  '(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:rs?(?:day)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)'
