import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min'

export type FoundPhone = { readonly phone: string; readonly start: number; readonly end: number }

const CANDIDATE = /(?<![\p{Script=Latin}\p{Nd}#*_/-])(?:\+|00)?\(?\+?\d[\d ().-]{5,20}\d(?![\p{Script=Latin}\d])/gu
/** Words before a number that say it is something else. */
const OTHER =
  /(?:order|case|ticket|serial|invoice|model|no|sn|s\/n|订单|单号|工单|序列号|编号|机号|型号|发票|条码|身份证)[^\p{L}\d]{0,3}(?:number|no\.?|is|号|是|为)?[^\p{L}\d]{0,3}$/u
const CALLED = /(?:phone|mobile|cell|tel|call|电话|手机|联系)[^\d]{0,14}$/u
/** Mobile, landline with area code, service numbers: what people in China write without a country code. */
const CHINESE = /^(?:1[3-9]\d{9}|0\d{9,11}|[48]00\d{7})$/
const SHORTEST_NATIONAL = 9

/**
 * The first phone number in the text, as E.164. A number without a country code must look like one of the country; when
 * none was asked for (`asked`), a number that is called an order, case or serial number is left alone.
 */
export function findPhone(text: string, country: CountryCode | undefined, asked: boolean): FoundPhone | undefined {
  for (const match of text.matchAll(CANDIDATE)) {
    const [written] = match
    const start = match.index
    const before = text.slice(0, start)
    if (!asked && OTHER.test(before) && !CALLED.test(before)) continue
    const phone = toPhone(written, country)
    if (phone !== undefined) return { phone, start, end: start + written.length }
  }
  return undefined
}

function toPhone(written: string, country: CountryCode | undefined): string | undefined {
  const international = /^(?:\+|00|\(\+)/.test(written)
  const digits = written.replace(/\D/g, '')
  if (!international) {
    if (digits.length < SHORTEST_NATIONAL) return undefined
    if (country === 'CN' && !CHINESE.test(digits) && !/^86(?:1[3-9]\d{9})$/.test(digits)) return undefined
  }
  const number = international ? `+${digits.replace(/^00/, '')}` : digits
  const parsed = parsePhoneNumberFromString(number, country)
  return parsed?.isValid() ? parsed.number : undefined
}

/** A text that is a phone number and nothing else, as E.164; without a country code it is one of `country` (ISO code). */
export function phoneOf(text: string, country: string): string | undefined {
  const written = text.trim()
  const found = findPhone(written, isSupportedCountry(country) ? country : undefined, true)
  return found && found.start === 0 && found.end === written.length ? found.phone : undefined
}
