/** Least data in staff posts: what a card shows of a customer before somebody has claimed it. Pure. */

/** `+8613812345678` → `138****5678`. Numbers too short to keep anything keep their last two digits. */
export function maskPhone(phone: string): string {
  const digits = phone.replace(/^\+86/, '').replace(/[^\d+]/g, '')
  return digits.length < 8 ? `****${digits.slice(-2)}` : `${digits.slice(0, 3)}****${digits.slice(-4)}`
}

/**
 * An address down to its district: `杭州市滨江区江南大道88号` → `杭州市滨江区`, `12 Long Road, Binjiang, Hangzhou` →
 * `Binjiang, Hangzhou`. `…` when no part of it is known to be a district: rather nothing than the street.
 */
export function maskAddress(address: string): string {
  const chinese = CHINESE_DISTRICT.exec(address) ?? CHINESE_CITY.exec(address)
  if (chinese) return chinese[0]
  const parts = address.split(/[,,]/).map(part => part.trim())
  const areas = parts.slice(1).filter(part => part !== '' && !/\d|[\u4e00-\u9fff]/.test(part) && !STREET.test(part))
  return areas.length > 0 ? areas.join(', ') : '…'
}

/** 区, 县 or 旗, but not the 区 of a housing estate (小区) or an industrial park (园区). */
const CHINESE_DISTRICT = /^[\u4e00-\u9fff]{1,18}?(?:(?<![小社园校厂景库])区|县|旗)/
const CHINESE_CITY = /^[\u4e00-\u9fff]{2,12}?(?<![超门城菜])市/
const STREET =
  /\b(?:road|rd|street|st|avenue|ave|lane|ln|drive|dr|flat|apt|apartment|room|floor|building|tower|block|unit)\b/i

/**
 * Masks every phone number (7 digits and more; a date is none), the known addresses and places by their degrees, which keep
 * as much as a district tells, in something that was said.
 */
export function maskText(text: string, addresses: readonly string[]): string {
  let masked = text
  for (const address of addresses) if (address.length > 3) masked = masked.replaceAll(address, maskAddress(address))
  return masked
    .replace(PLACE, '$1$2$3')
    .replace(DEGREES, '$1')
    .replace(PHONE, number => maskPhone(number.normalize('NFKC')))
}

/** Also in the wide digits of a Chinese keyboard. */
const PHONE = /(?<!\d)(?!\d{4}-\d{2}-\d{2}(?!\d))[+＋]?[\d０-９](?:[ \-()（）]{0,2}[\d０-９]){6,}/g

/** A hundredth of a degree is about a kilometre. */
const PLACE = /(-?\d{1,3}\.\d{1,2})\d*(\s*,\s*)(-?\d{1,3}\.\d{1,2})\d*/g
/** As they stand apart in the addresses of maps: nothing else that people write has so many places. */
const DEGREES = /(?<![\d.])(-?\d{1,3}\.\d{2})\d{2,}(?![\d.])/g
