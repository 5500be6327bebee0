/** Whether what somebody at the door shows or says is what the customer was told of our engineer. Pure. */

/** What a technician shows: the name in both languages, and the number of the work permit. */
export type Shown = { readonly names: readonly string[]; readonly permitNo: string }

/** Who is expected, the code of the visit, and everybody else of ours who might be meant. */
export type Expected = Shown & { readonly code: string; readonly others: readonly Shown[] }

/** `unclear`: it names nothing that could be compared. */
export type Comparison = 'match' | 'mismatch' | 'unclear'

/**
 * Compares a name, a permit number, a code, or several of them, however they are spelled. One that differs is a mismatch,
 * whatever else fits. A part of a name or number counts only when it can mean nobody else.
 */
export function compareIdentity(said: string, expected: Expected): Comparison {
  const text = joinDigits(said.normalize('NFKC').toLowerCase())
  const verdicts = [...numbersIn(text).map(number => compareNumber(number, expected)), compareName(text, expected)]
  if (verdicts.includes('mismatch')) return 'mismatch'
  return verdicts.includes('match') ? 'match' : 'unclear'
}

/** "4 8 2 1" is a code that was read out. */
function joinDigits(text: string): string {
  return text.replaceAll(/(?<!\d)\d(?:[\s-]\d)+(?!\d)/g, digits => digits.replaceAll(/\D/g, ''))
}

/** "a1023", "a-1023", "a 1023" and "4821"; shorter numbers are no permit and no code. */
function numbersIn(text: string): string[] {
  const found = text.match(/(?<![a-z])[a-z]?[\s-]?\d{3,}[a-z\d-]*/g) ?? []
  return found.map(bare)
}

function bare(text: string): string {
  return text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '')
}

function compareNumber(number: string, { permitNo, code, others }: Expected): Comparison {
  if (number === bare(permitNo) || number === code) return 'match'
  if (!/^\d+$/.test(number) || !bare(permitNo).endsWith(number)) return 'mismatch'
  return others.some(other => bare(other.permitNo).endsWith(number)) ? 'unclear' : 'match'
}

const TITLES = /师傅|工程师|先生|女士|小姐|\b(?:mr|mrs|ms|miss|engineer|technician)\b\.?/gu
/** "his name is …", 姓名…: what follows is a name. */
const NAMED = /(?:\bname(?:\s+is|:)?|\bcalled|姓名(?:是|:)?|名字(?:是|叫|:)?|名叫|叫做?)\s*(?<name>\p{L}[\p{L} ]*)/u

function compareName(text: string, { names, others }: Expected): Comparison {
  const words = text.replaceAll(TITLES, ' ')
  if (names.some(name => isSaid(name, words))) return 'match'
  if (others.some(other => other.names.some(name => isSaid(name, words)))) return 'mismatch'
  const parts = names.flatMap(partsOf)
  const isOthers = (part: string) => others.some(other => other.names.flatMap(partsOf).includes(part))
  const part = parts.find(one => isAlone(one, words))
  if (part !== undefined) return isOthers(part) ? 'unclear' : 'match'
  return NAMED.test(words) ? 'mismatch' : 'unclear'
}

function isSaid(name: string, words: string): boolean {
  const known = name.toLowerCase().replaceAll(TITLES, ' ').trim()
  return /^[\p{Script=Latin} ]+$/u.test(known)
    ? new RegExp(`(?<!\\p{L})${known.replaceAll(/\s+/g, '\\s*')}(?!\\p{L})`, 'u').test(words)
    : words.includes(known)
}

/** Given name and surname; of a Chinese name the first character is the surname. */
function partsOf(name: string): string[] {
  const known = name.toLowerCase().replaceAll(TITLES, ' ').trim()
  if (/\p{Script=Han}/u.test(known)) return [known.slice(0, 1), known.slice(1)].filter(part => part !== '')
  return known.split(/\s+/).filter(part => part !== '')
}

/** Among other words, not inside of one. */
function isAlone(part: string, words: string): boolean {
  return words.split(/[^\p{L}\p{N}]+/u).includes(part)
}
