/** Names and addresses, only where the text marks them as such. Positions of `text` (folded) hold for `tidy`. */

const ENGLISH_NAME =
  /\b(?:my name is|my name's|the name is|name is|name:|call me|this is|i am|i'm) +((?:mr|mrs|ms|miss|dr)\.? +)?([a-z\u00c0-\u024f'-]+(?: [a-z\u00c0-\u024f'-]+){0,2})/
const HAN_NAME = /(?:我叫|我是叫|名字(?:是|叫|:)|姓名(?:是|:|为)?|联系人(?:是|:)|我的名字是) ?([\p{Script=Han}·]{1,8})/u
const HAN_TITLED = /(?:我姓|免贵姓|姓|我是)([\p{Script=Han}]{1,2}?)(先生|女士|小姐|太太|老师|师傅)/u
const HAN_SURNAME = /(?:我姓|免贵姓)(\p{Script=Han})/u
const NOT_HAN_NAMES = /^(?:了|过|你|您|他|她|它|不|什么|人|车|维修|师傅|客服)/
const HAN_NAME_END = /(?:的?电话|手机|地址|家住|住在|住|我的|想|要|家里|的)/
const STRONG = /name|call me/
const ENGLISH_NAME_END = /\b(?:and|at|from|my|with|i|the|phone|calling|speaking|here|is|in|on|but)\b/
const NOT_ENGLISH_NAMES =
  /^(?:not|no|at|in|on|a|an|the|so|very|here|home|fine|ok|okay|sorry|sure|done|ready|free|available|happy|angry|upset|unhappy|afraid|just|still|also|out|back|unable|interested|from|about|my|your|it|that|what|how|why|for|to|good|great|bad|broken|urgent|one|stuck|tired|sick|worried|always|already|now|getting|gonna|both|all|our|is|too|really|awful|terrible|ridiculous|unacceptable|different|new|old|only)$|ing$|ed$/
const LONGEST_HAN_NAME = 4

const ENGLISH_ADDRESS =
  /(?:\b(?:my|the|our|new|home)? ?address(?: is|'s|:| would be)|\bi live (?:at|in)|\bwe live (?:at|in)|\bit'?s located (?:at|in)|\blocated at) *(.+)/
const STREET =
  /\b(?:at|to) (\d+[a-z]?,? [\p{L}\d' -]*?\b(?:road|rd|street|st|avenue|ave|lane|ln|drive|dr|court|ct|boulevard|blvd|way|place|square|crescent|close|terrace)\b\.?(?:,? ?(?:apartment|apt|flat|unit|room|floor)\.? ?[\w-]+)?)/u
/** Where an address was asked for, a street or a door with its number is one, without any words around it. */
const DOOR =
  /\b\d+[a-z]?,? [\p{L}\d' -]*?\b(?:road|rd|street|st|avenue|ave|lane|ln|drive|court|way|square)\b|\b(?:building|bldg|block|door|flat|apartment|apt|unit|room|floor)\.? ?(?:no\.? ?)?\d|\d[号弄栋楼室]/u
const HAN_ADDRESS =
  /(?:地址(?:是|在|:|为)?|我家(?:住)?在|(?:我|家)住在?|住址(?:是|:)?|我在(?=[^,。]{2,20}[路街巷号楼弄栋])) *(.+)/
const ADDRESS_END =
  /[;。!?]|[,.] *(?:my |the |and |please |phone|tel|call|i |it |can |could |tomorrow|today|thanks)|[,.]? +(?:and )?(?:my )?(?:phone|mobile|number|name) |[,]? *(?:电话|手机|我叫|我姓|联系|姓名|明天|后天|今天|谢谢|麻烦|冰箱|空调|洗衣机|请)|,? *\+?\d{9,}/
const SHORTEST_ADDRESS = 4
/** Longer words hold more than an address: what they are is decided where they are read. */
const LONGEST_ADDRESS = 200

export function findName(tidy: string, text: string): string | undefined {
  const chinese = HAN_NAME.exec(text)
  if (chinese) {
    const name = (chinese[1] ?? '').split(HAN_NAME_END)[0] ?? ''
    if (name === '' || name.length > LONGEST_HAN_NAME || NOT_HAN_NAMES.test(name)) return undefined
    const start = text.indexOf(name, chinese.index + chinese[0].length - (chinese[1] ?? '').length)
    return tidy.slice(start, start + name.length)
  }
  const titled = HAN_TITLED.exec(text)
  if (titled) return `${titled[1] ?? ''}${titled[2] ?? ''}`
  return HAN_SURNAME.exec(text)?.[1] ?? englishName(tidy, text)
}

function englishName(tidy: string, text: string): string | undefined {
  const match = ENGLISH_NAME.exec(text)
  if (!match) return undefined
  const all = match[2] ?? ''
  const words = (all.split(ENGLISH_NAME_END)[0] ?? '').trim().split(' ')
  const [first = ''] = words
  const start = match.index + match[0].length - all.length
  const name = tidy.slice(start, start + words.join(' ').length)
  if (first === '' || NOT_ENGLISH_NAMES.test(first)) return undefined
  if (STRONG.test(match[0])) return name
  // "I'm Anna", but not "I'm very cross": the name must be written like one.
  const rest = tidy.slice(start + name.length)
  return /^\p{Lu}/u.test(name) && /^(?:[,.!;]| (?:and|from|here|speaking|calling|at)\b|$)/.test(rest) ? name : undefined
}

export function findAddress(tidy: string, text: string, asked: boolean): string | undefined {
  if (
    asked &&
    text.length <= LONGEST_ADDRESS &&
    DOOR.test(text) &&
    !ENGLISH_ADDRESS.test(text) &&
    !HAN_ADDRESS.test(text)
  )
    return tidy
  const match = HAN_ADDRESS.exec(text) ?? ENGLISH_ADDRESS.exec(text) ?? STREET.exec(text)
  const found = match?.[1]
  if (!match || found === undefined) return undefined
  const start = match.index + match[0].length - found.length
  const end = ADDRESS_END.exec(found)?.index ?? found.length
  const address = tidy.slice(start, start + end).replace(/[\s,.]+$/, '')
  const placed = /\d|[路街巷弄道村镇区市县号楼栋]|\p{Lu}/u.test(address)
  return address.length >= SHORTEST_ADDRESS && placed ? address : undefined
}
