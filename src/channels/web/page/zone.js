/** Instants beside the fields of a form that know only the clocks of the shop. */

/** How far the clocks of a zone are ahead of UTC at an instant, in milliseconds. @param {number} at @param {string} zone */
function ahead(at, zone) {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(at)
  const part = type => Number(parts.find(one => one.type === type)?.value)
  const shown = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'))
  return shown - Math.floor(at / 1000) * 1000
}

/**
 * The instant of `2026-11-23T10:00` by the clocks of a zone, epoch milliseconds; NaN for anything else.
 * @param {string} local @param {string} zone
 */
export function instantOf(local, zone) {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(local)) return Number.NaN
  const wall = Date.parse(`${local.slice(0, 16)}Z`)
  const guess = wall - ahead(wall, zone)
  return wall - ahead(guess, zone)
}

/** `2026-11-23T10:00`, for a field that holds an instant. @param {number} at @param {string} zone */
export const localOf = (at, zone) => new Date(at + ahead(at, zone)).toISOString().slice(0, 16)
