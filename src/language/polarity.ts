/** Yes and no, as people say them. Texts are folded. */

export type Polarity = {
  readonly value: boolean
  /** Nothing else is said. */
  readonly whole: boolean
}

const ENGLISH_NO =
  /^(?:no(?! (?:problem|worries|idea|clue|matter|wonder|doubt|one))|nope|nah|na|n|negative|never|none|neither|nothing|not (?:really|yet|at all|now|quite|anymore)|(?:of course|certainly|definitely|absolutely) not|(?:i )?don'?t think so|(?:i'?m )?afraid not)(?![\w'])/
const ENGLISH_YES =
  /^(?:yes|yeah|yea|yep|yup|ya|yah|y|sure(?! (?:if|about))|ok|okay|k|correct|exactly|indeed|absolutely|definitely|certainly|of course|affirmative|true|right(?! (?:now|after|before|side|away))|that'?s (?:right|correct|it|true)|that is (?:right|correct|true)|sounds good|go ahead|all right|alright)(?![\w'])/
const ENGLISH_WHOLE_NO =
  /^(?:it|they|i|we|there|that|this)(?: (?:is|does|do|are|was|did|have|has|will|would|can|am) ?not|(?:'s not| isn'?t| doesn'?t| don'?t| aren'?t| wasn'?t| didn'?t| haven'?t| hasn'?t| won'?t| can'?t|'m not|'re not))(?: yet| any| really| at all| tried)?$/
const ENGLISH_WHOLE_YES =
  /^(?:it|they|i|we|there|that|this)(?: (?:is|does|do|are|was|did|have|has|will|can|am)| already (?:did|have|has)| did already)(?: already| too| so| indeed)?$/
/** What may stand beside a bare yes or no. */
const ENGLISH_REST =
  /^(?:please|pls|thanks|thank you|thank|you|sir|madam|it|is|isn't|does|doesn't|do|don't|did|didn't|i|we|they|are|aren't|there|have|haven't|not|any|that's|that|right|correct|sure|of|course|yes|yeah|yep|no|nope|go|ahead|really|at|all|so|very|much|ok|okay|fine|good|great|absolutely|definitely|\s)*$/
const ENGLISH_LEAD = /^(?:(?:well|hmm+|um+|uh+|oh|ah|so|hi|hello|i think|i guess|i believe|i'd say|actually)[ ,]+)+/

const HAN_LEAD = /^(?:[嗯呃哦噢啊额诶唉]+|那|这个|好像|应该|我觉得|我想|确实|其实|目前|现在|暂时|也|倒|并)+(?=[^嗯呃])/
const HAN_NEITHER =
  /^(?:不(?:知道|清楚|确定|太清楚|太确定|好意思|客气|错|过|懂|记得|好说|晓得|管|光|仅|但|如|停)|没(?:事|关系|准|办法|法)|对不起|有没有|是不是|能不能|会不会|要不要|好不好|可不可以|行不行|对不对|是否|能否|有时|有人|有个?问题|要是|对了|对方|好久|好像|好多|好几|好奇|可以吗|好吗|可能)/
const HAN_YES =
  /^(?:是的?|对的?|没错|没问题|不错|正确|有的?|好的?|好吧|嗯+|恩+|可以的?|行的?|确认|确定|要的?|需要|当然|会的?|能的?|已经\S{0,3}了|[试查看关开检][查过开]*了|试过|查过|看过|ok|同意|必须|肯定)(?:[啊呀哦呢了吧嘛滴哒哈咯啦]|谢谢|麻烦了?|就是)*/
const HAN_NO =
  /^(?:都没有?|没有?|不是的?|不对|不行|不用|不要|不会|不能|不可以|不需要|不必|否|无|未|还没有?|从没|并没有|一点(?:也|都)?没有?|不|木有|莫得)(?:[啊呀哦呢了的吧嘛哈咯啦]|谢谢|过)*/
const HAN_YES_WITH = /^(?:有(?![没时人个问])|已经)/
/** "No" to what was told before: a correction, which says nothing of what is asked now, above all not of a danger. */
const CORRECTS =
  /^(?:不对|不是)[,。!\s]*(?:我的)?(?:地址|电话|手机|号码|姓名|名字|型号|时间)|^no[,.]? (?:the|my) (?:address|phone|number|name|model|time)\b/
const STOP = /^[\s,。.;!、~]*$/

/** Whether the text says yes or no, first thing; undefined when it says neither or both. */
export function polarity(text: string): Polarity | undefined {
  const clean = text.replace(/^[\s,.!。]+|[\s,.!。~]+$/g, '')
  if (clean === '' || CORRECTS.test(clean)) return undefined
  return chinese(clean) ?? english(clean)
}

function english(text: string): Polarity | undefined {
  if (/[?]$/.test(text)) return undefined
  const said = text.replace(ENGLISH_LEAD, '')
  if (ENGLISH_WHOLE_NO.test(said)) return { value: false, whole: true }
  if (ENGLISH_WHOLE_YES.test(said)) return { value: true, whole: true }
  const no = ENGLISH_NO.exec(said)?.[0]
  const yes = no === undefined ? ENGLISH_YES.exec(said)?.[0] : undefined
  const lead = no ?? yes
  if (lead === undefined) return undefined
  const rest = said.slice(lead.length).replace(/[,.!;]/g, ' ')
  if (/^ and no\b/.test(rest)) return undefined
  return { value: no === undefined, whole: ENGLISH_REST.test(rest) }
}

function chinese(text: string): Polarity | undefined {
  if (/[吗?]$/.test(text)) return undefined
  const said = text.replace(HAN_LEAD, '')
  const positive = /^没(?:问题|错)/.test(said)
  if (!positive && HAN_NEITHER.test(said) && !/^不错[啊呀]?$/.test(said)) return undefined
  const no = positive ? undefined : HAN_NO.exec(said)?.[0]
  const yes = no === undefined ? HAN_YES.exec(said)?.[0] : undefined
  const lead = no ?? yes
  if (lead === undefined) return HAN_YES_WITH.test(said) ? { value: true, whole: false } : undefined
  const rest = said.slice(lead.length)
  const whole =
    STOP.test(rest) ||
    (no === undefined ? HAN_YES : HAN_NO).exec(rest.replace(/^[\s,。!]+/, ''))?.[0] === rest.replace(/^[\s,。!]+/, '')
  if (whole) return { value: no === undefined, whole: true }
  // A single character at the head of a longer sentence is a verb more often than an answer, unless a pause follows.
  const paused = /^[\s,。.;!、]/.test(rest)
  if (no !== undefined || paused || HAN_YES_WITH.test(said)) return { value: no === undefined, whole: false }
  return undefined
}
