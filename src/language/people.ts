/**
 * Whether somebody asks for a person among other words. A word such as "agent" or "经理" is spoken of more often than it
 * is asked for, so what stands around it in its clause must be a request and nothing else.
 */
import type { Repair } from '../flow/repair-content.ts'
import { hasHan } from './normalise.ts'
import { findPhrase, type Phrase, type Span, toPhrase } from './phrases.ts'
import type { Reading, Tokens } from './tokens.ts'

export type AsksForPerson = (reading: Reading) => boolean

/** How an entry of `repair.yaml` asks: `request` by itself, `person` and `call` only with a request around them. */
type Kind = 'request' | 'person' | 'call'
type Entry = { readonly kind: Kind; readonly phrase: Phrase }
/** The words of a clause before and after those found. */
type Around = { readonly before: string; readonly found: string; readonly after: string }

const CLAUSE_END =
  /[,.;!?。、:]+|\s+(?=\p{Script=Han})|(?<=\p{Script=Han})\s+|\b(?:and|but|so)\b(?= (?:i|can|could|let|get|please|give|put)\b)/u
const SHORT_WORDS = 12
const SHORT_HAN = 24

const REQUEST_WORD = /\b(?:talk|speak|connect|let|get|put|want|not|no|stop)\b|[转找要跟说想和不别]/
const CALL_WORD = /\bcall\b|电话|回电/

const POLITE =
  '(?:please|pls|hi|hello|hey|well|so|just|ok|okay|then|no|and|or|but|can|could|may|i|you|me|rather|now|sorry|maybe)'
const ARTICLE =
  '(?:an?|the|some|any|your|another|one of your|real|live|actual|human|customer|service|support|proper|senior|different)'
const WANTED =
  '(?:want|wanna|need|like|prefer|demand|request|get(?: me)?|give me|find me|bring|connect(?: me)? (?:to|with)|transfer(?: me)? to|put (?:me )?(?:through|on)(?: to| with)?|pass me(?: on)? to|hand me (?:over )?to|switch(?: me)? to|(?:speak|talk|chat)(?:ing)? (?:to|with)|(?:is|are) there|reach|contact|ask for|looking for|call|have|see|wait for)'
const ENGLISH_WISH = new RegExp(`(?:^|\\b${WANTED})(?: ?${ARTICLE})*$`)
const ENGLISH_LEAD = new RegExp(`^(?:${POLITE}\\b ?)+`)
const ENGLISH_NOT =
  /\b(?:not|don't|dont|didn't|doesn't|never|without|no need|nobody|am i|are we|was|were|been|had|i've|you are|you're|are you|is this|is it|if|when|after|because)\b/
const ENGLISH_TAIL =
  /^(?:(?:please|pls|now|asap|thanks|thank you|right now|right away|immediately|here|available|around|online|instead|again|today|then|ok|sir|to help(?: me)?|to talk to|(?:that |who )?i can (?:talk|speak) (?:to|with)|who can help(?: me)?|(?:on|over) the phone|(?:or )?(?:an? )?(?:human|person|agent|operator|representative|manager))(?: |$))*$/

const SOMEBODY = '(?:you|someone|somebody|anyone|anybody|a person|a human|an agent|one of you|a colleague|your \\w+)'
const CALLER = new RegExp(
  `^(?:(?:please|pls|just|then|so|and|or|ok|hi|hello)\\b ?)*(?:(?:can|could|would|will) ${SOMEBODY}(?: please)?|(?:have|let|ask|get|tell) ${SOMEBODY}(?: to)?|i?(?: ?would| ?'d)? ?(?:want|need|like) ${SOMEBODY} to|${SOMEBODY}(?: (?:can|could|should|must|please))?|please)?$`,
)
const CALL_TAIL =
  /^(?:(?:back|please|pls|now|asap|today|tomorrow|tonight|later|soon|again|instead|immediately|right now|right away|thanks|thank you|on my (?:phone|mobile|cell)|(?:in the|this|tomorrow) (?:morning|afternoon|evening)|at \d[\d:.]*(?: ?[ap]m)?|as soon as possible)(?: |$))*$/

const HAN_POLITE =
  '你好|您好|喂|请|麻烦|帮我|帮忙|直接|还是|就|快点?|赶紧|尽快|马上|立刻|能不能|能否|能|可不可以|可以|可否|是否|那|算了|我|想|需要|希望|要'
const HAN_WISH = new RegExp(
  `^(?:${HAN_POLITE}|给我|转接?到?|接入?|换|切换?到?|叫|一下|找|联系|呼叫|喊|让|安排|有没有|有没|有|跟|和|与|同|一?个|一?位|一?名|你们的?|您们?的?|真正的|真的|你|您)*$|^(?:怎么|为什么|为啥|难道)(?:就|都)?(?:没有?|找不到|联系不上|转不到)$`,
)
const HAN_TAIL =
  /^(?:服务|客服|人工|坐席|热线|电话|吧|吗|嘛|呢|啊|呀|哦|啦|了|谢谢|多谢|来|过来|出来|说话|聊聊?|谈谈?|沟通|对话|讲话|处理|接听|解决|帮我|帮忙|回复|回答|一下|说|讲|在吗|在不在|好吗|行吗|可以吗|快点|我)*$/
const HAN_WHEN = '今天|明天|后天|现在|早上|上午|中午|下午|晚上|\\d{1,2}点半?|以后|之后|后'
const HAN_CALLER = new RegExp(
  `^(?:${HAN_POLITE}|${HAN_WHEN}|(?:让|叫|请|找|安排)?(?:你们的?)?(?:客服|经理|同事|人|专员|主管)|让|叫)*(?:(?:让|叫|请)(?:你们的?)?师傅)?$`,
)
const HAN_CALL_TAIL = /^(?:吧|吗|嘛|啊|呀|一下|谢谢|好吗|行吗|可以吗|好不好|行不行|尽快|快点|马上)*$/
const HAN_PAST = /昨天|前天|上次|之前|上周|刚才|已经|如果|要是|(?:你|您|这|他|她)(?:们|里)?(?:到底)?是/
const HAN_MENTIONED = /(?:那个|这个|上次的?|不要|不用|不需要|不想(?:要|找)?|没|不|别)$/
const NOT_A_PERSON = /^(?:费|智能|成本|价|钱|多少|收费)/
/** "I was talking to a person", but "I prefer talking to a person". */
const PAST_VERB = /^\w+(?:ed|ing)\b/
const PREFERS = /\b(?:prefer|rather|like|insist on)$/

/** Asks for a person by the words of the behaviour `human`. */
export function createAsksForPerson(tokens: Tokens, words: Repair['words']['human']): AsksForPerson {
  const entries = [...words.en, ...words.zh].flatMap((text): Entry[] => {
    const phrase = toPhrase(tokens, text)
    return phrase.han === undefined && phrase.stems.length === 0 ? [] : [{ kind: kindOf(text.toLowerCase()), phrase }]
  })
  return reading => {
    if (!entries.some(({ phrase }) => findPhrase(reading, phrase))) return false
    const isShort = isBrief(reading)
    return reading.text.split(CLAUSE_END).some(text => {
      const clause = tokens.read(text)
      return isBrief(clause) && entries.some(entry => (isShort || entry.kind !== 'call') && asks(entry, clause))
    })
  }
}

function kindOf(text: string): Kind {
  if (CALL_WORD.test(text)) return 'call'
  return REQUEST_WORD.test(text) ? 'request' : 'person'
}

function isBrief({ words, text }: Reading): boolean {
  return words.length <= SHORT_WORDS && !(hasHan(text) && text.length > SHORT_HAN)
}

function asks({ kind, phrase }: Entry, clause: Reading): boolean {
  const span = findPhrase(clause, phrase)
  if (!span) return false
  const around = aroundOf(clause.text, span)
  return phrase.han === undefined ? asksInEnglish(kind, around) : asksInChinese(kind, around)
}

function aroundOf(text: string, { start, end }: Span): Around {
  const [before, found, after] = [text.slice(0, start), text.slice(start, end), text.slice(end)].map(part =>
    part.trim(),
  )
  return { before: before ?? '', found: found ?? '', after: after ?? '' }
}

function asksInEnglish(kind: Kind, { before, found, after }: Around): boolean {
  if (kind === 'call') {
    return !/^called|^calls|^calling|^gave/.test(found) && CALLER.test(before) && CALL_TAIL.test(after)
  }
  if (ENGLISH_NOT.test(before)) return false
  if (kind === 'request') return !PAST_VERB.test(found) || PREFERS.test(before)
  return ENGLISH_WISH.test(before.replace(ENGLISH_LEAD, '')) && ENGLISH_TAIL.test(after)
}

function asksInChinese(kind: Kind, { before, after }: Around): boolean {
  if (NOT_A_PERSON.test(after) || HAN_PAST.test(before)) return false
  if (kind === 'call') return HAN_CALLER.test(before) && HAN_CALL_TAIL.test(after)
  if (kind === 'request') return !HAN_MENTIONED.test(before)
  return HAN_WISH.test(before) && HAN_TAIL.test(after)
}
