/** Numbers in digits, in Chinese numerals and in English words. Texts are folded (`normalise.ts`). */

const HAN_DIGITS: Readonly<Record<string, number>> = {
  零: 0,
  〇: 0,
  一: 1,
  二: 2,
  两: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
}
const HAN_UNITS: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1000, 万: 10_000 }
const SMALL = [
  'zero',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
  'thirteen',
  'fourteen',
  'fifteen',
  'sixteen',
  'seventeen',
  'eighteen',
  'nineteen',
]
const TENS = ['twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety']
const ORDINALS = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth']

const ENGLISH = new Map<string, number>([
  ...SMALL.map((word, i): [string, number] => [word, i]),
  ...TENS.map((word, i): [string, number] => [word, 20 + 10 * i]),
])

/** Sources of regular expressions for other readers: a number in digits or Chinese numerals, and in English. */
export const HAN_NUMBER = '[零〇一二两三四五六七八九十百千万]+'
export const ENGLISH_NUMBER = `(?:a|an|\\d+|(?:${TENS.join('|')})(?:[ -](?:${SMALL.slice(1, 10).join('|')}))?|${SMALL.join('|')})`

/** `三十五` → 35, `二〇二四` → 2024; undefined when it is none. */
export function hanNumber(text: string): number | undefined {
  if (text === '') return undefined
  if (/^[零〇一二三四五六七八九]{2,}$/.test(text)) return Number([...text].map(digit => HAN_DIGITS[digit]).join(''))
  let total = 0
  let part = 0
  for (const character of text) {
    const digit = HAN_DIGITS[character]
    const unit = HAN_UNITS[character]
    if (digit !== undefined) part = digit
    else if (unit === 10_000) {
      total = (total + part) * unit
      part = 0
    } else if (unit !== undefined) {
      total += (part || 1) * unit
      part = 0
    } else return undefined
  }
  return total + part
}

/** `35`, `thirty-five`, `a`, `三十五` → a number; undefined when it is none. */
export function wordNumber(text: string): number | undefined {
  if (/^\d+(?:\.\d+)?$/.test(text)) return Number(text)
  if (text === 'a' || text === 'an') return 1
  const [tens = '', ones] = text.split(/[ -]/)
  const first = ENGLISH.get(tens)
  if (first === undefined) return hanNumber(text)
  if (ones === undefined) return first
  const second = ENGLISH.get(ones)
  return second === undefined || first < 20 ? undefined : first + second
}

/** `second`, `2nd`, `第二` → 2. */
export function ordinal(text: string): number | undefined {
  const english = ORDINALS.indexOf(text)
  if (english >= 0) return english + 1
  const digits = /^(\d{1,2})(?:st|nd|rd|th)$/.exec(text)?.[1]
  if (digits) return Number(digits)
  const chinese = /^第(\d{1,2}|[一二两三四五六七八九十]+)$/.exec(text)?.[1]
  return chinese === undefined ? undefined : wordNumber(chinese)
}

const WHOLE = new RegExp(`^(?:about |around |大概|大约|差不多)?(${HAN_NUMBER}|${ENGLISH_NUMBER.replace('a|an|', '')})$`)
const DIGITS = /(?<![\p{L}\d.-])(-?\d{1,6}(?:\.\d+)?)(?![\d-]|\.\d|:\d)/u
const COUNTED_HAN = new RegExp(`(${HAN_NUMBER})(?:个|颗|次|天|年|月|星|分|度|台|小时|分钟|秒|米|厘米|升|公斤|元|块)`)
const COUNTED_ENGLISH = new RegExp(
  `\\b(${ENGLISH_NUMBER.replace('a|an|', '')}) (?:stars?|times?|days?|weeks?|months?|years?|hours?|minutes?|degrees?|points?)\\b`,
)

/** The first number that is meant as one: digits, a whole text in words, or words that count something. */
export function findNumber(text: string): number | undefined {
  const whole = WHOLE.exec(text.replace(/[。.!,\s]+$/, ''))?.[1]
  if (whole !== undefined) return wordNumber(whole)
  const digits = DIGITS.exec(text)?.[1]
  if (digits !== undefined) return Number(digits)
  const counted = COUNTED_HAN.exec(text)?.[1] ?? COUNTED_ENGLISH.exec(text)?.[1]
  return counted === undefined ? undefined : wordNumber(counted)
}
