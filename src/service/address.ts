/** An address among other words: "no, it is at my mother's, 88 Jiangnan Ave, Binjiang" (E-09). Pure. */

const ENGLISH =
  /\d+[a-z]?\s+(?:[\p{L}'.-]+\s+){0,4}(?:road|rd|street|st|avenue|ave|lane|ln|boulevard|blvd|drive|dr|way|square)\b/iu
const HAN = /\p{Script=Han}(?:路|街|道|巷|弄|胡同|里|村|镇|小区|花园|苑)\s*\d+|\d+\s*(?:号|弄|栋|幢|座|室)/u
/** What may stand before an address within its clause. */
const LEAD_IN = /^.*?(?:地址是|地址为|改成|改到|搬到|在|是|到)(?=\p{Script=Han}{2,})/u

/** From where the address begins to the end of what was said; undefined when none is in it. `areas`: words of the outlets. */
export function addressIn(text: string, areas: readonly string[]): string | undefined {
  const plain = text.normalize('NFC').trim()
  const english = ENGLISH.exec(plain)
  if (english) return ended(plain.slice(english.index))
  const clauses = plain.split(/(?<=[,，;；、。:：])/u)
  const at = clauses.findIndex(clause => HAN.test(clause))
  if (at < 0) return undefined
  const first = clauses.slice(at).join('')
  const area = areas.map(word => first.indexOf(word)).filter(place => place >= 0)
  return ended(area.length > 0 ? first.slice(Math.min(...area)) : first.replace(LEAD_IN, ''))
}

function ended(address: string): string {
  return address.trim().replace(/[,，;；。.!！?？]+$/u, '')
}
