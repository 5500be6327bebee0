/** Times and names as people read them. Instants are epoch milliseconds, shown in the shop's time zone. */

/** @typedef {import('./words.js').Language} Language */

const LOCALE = { en: 'en-GB', zh: 'zh-CN' }

/** @param {Language} language @param {string} zone @param {Intl.DateTimeFormatOptions} options */
const formatter = (language, zone, options) =>
  new Intl.DateTimeFormat(LOCALE[language], { timeZone: zone, hourCycle: 'h23', ...options })

/** @param {number} at @param {Language} language @param {string} zone */
export const time = (at, language, zone) => formatter(language, zone, { hour: '2-digit', minute: '2-digit' }).format(at)

/** @param {number} at @param {Language} language @param {string} zone */
export const day = (at, language, zone) =>
  formatter(language, zone, { weekday: 'short', day: 'numeric', month: 'short' }).format(at)

/** @param {number} at @param {Language} language @param {string} zone */
export const dayAndTime = (at, language, zone) => `${day(at, language, zone)} ${time(at, language, zone)}`

/** "2 d 3 h", "45 min". @param {number} ms @param {Language} language */
export function span(ms, language) {
  const minutes = Math.round(ms / 60_000)
  const units = language === 'zh' ? ['天', '小时', '分钟'] : ['d', 'h', 'min']
  const parts = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60), minutes % 60]
  const shown = parts.map((count, at) => (count > 0 ? `${count} ${units[at]}` : '')).filter(part => part !== '')
  return shown.slice(0, 2).join(' ') || `0 ${units[2]}`
}

/** Numbers from here on are instants (September 2001 and later), not counts. */
const FIRST_INSTANT = 1_000_000_000_000

/**
 * A slot's value in one line, in the page's language where it has one.
 * @param {unknown} value @param {Language} language @param {string} zone @returns {string}
 */
export function valueText(value, language, zone) {
  if (value === null || value === undefined) return '–'
  if (typeof value === 'boolean') return value ? '✓' : '✗'
  if (typeof value === 'number' && value >= FIRST_INSTANT) return dayAndTime(value, language, zone)
  if (typeof value !== 'object') return String(value)
  if (Array.isArray(value)) return value.map(item => valueText(item, language, zone)).join(' · ')
  if (isBilingual(value)) return value[language]
  return Object.entries(value)
    .map(([key, item]) => `${key}: ${valueText(item, language, zone)}`)
    .join(', ')
}

/** Keeps "14:00–16:00" on one line. @param {string} text */
export const unbroken = text => text.replace(/(\d)–(?=\d)/g, '$1\u2060–\u2060')

/** A Chinese mobile number in groups, any other as it is. @param {string | null} phone */
export const phoneText = phone => phone?.replace(/^(\+86)(1\d{2})(\d{4})(\d{4})$/, '$1 $2 $3 $4') ?? ''

/** @param {any} value @returns {value is Record<Language, string>} */
export const isBilingual = value => typeof value?.en === 'string' && typeof value?.zh === 'string'

/** @param {string} name @returns {string} one or two letters for the round picture */
export function initials(name) {
  const words = name.trim().split(/\s+/)
  const chinese = /\p{Script=Han}/u.test(words[0] ?? '')
  if (chinese && words.length === 1) return [...words[0]].slice(-2).join('')
  return words
    .map(word => [...word][0]?.toUpperCase() ?? '')
    .slice(0, 2)
    .join('')
}

/** An id as words: `fridgeLight` and `fridge-light` are "fridge light". @param {string} id */
export const readable = id =>
  id
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[-_.]/g, ' ')
    .toLowerCase()
