import type { Understanding } from '../flow/event.ts'
import type { Slot } from '../flow/flow.ts'
import type { Repair } from '../flow/repair-content.ts'
import { fold } from './normalise.ts'
import type { Reading } from './tokens.ts'

export type Correction = NonNullable<Understanding['correction']>
/** What is corrected in the text: a slot of `known` by what it is called, and the new words as they were written. */
export type FindCorrection = (
  reading: Reading,
  known: readonly Slot[],
  open: string | undefined,
) => Correction | undefined

const LEAD =
  "(?:(?:no|sorry|actually|wait|correction|oops|i meant|i mean|that's wrong|wrong|hold on|please|can you|could you|i want to|i need to|i'd like to)[ ,.:;-]+)*"
const IS =
  "(?:is|was|'s|should be|should have been|must be|has to be|changed to|is now)(?: (?:actually|really|now|in fact|not right,?|wrong[,;]?(?: it(?:'s| is| should be))?))*"
const HAN_LEAD =
  '(?:不对|不是|错了|说错了|写错了|填错了|搞错了|更正一?下?|等等|等一下|抱歉|不好意思|对不起|麻烦|请|帮我|我要|我想)*[,。:;! ]*'
const HAN_IS = '(?:是|应该是|应为|应该|改成|改为|换成|换为|变成|改到|为|:)+'

type Patterns = { readonly english: readonly RegExp[]; readonly chinese: readonly RegExp[] }

function patternsOf(slot: Slot): Patterns {
  const english = alternatives([...(slot.called?.en ?? []), ...(slot.called ? [] : [slot.name.replaceAll('-', ' ')])])
  const chinese = alternatives(slot.called?.zh ?? [])
  const en =
    english && `(?:(?:the|my|our|a) )?(?:(?:new|right|correct) )?(?:${english})(?: (?:${english}|number|date|no\\.?))*`
  const zh = chinese && `(?:我的?|我们的?)?(?:${chinese})(?:号码?|日期)?`
  return {
    english: en
      ? [
          new RegExp(
            `^${LEAD}(?:to )?(?:change|update|correct|fix|edit|use)(?: (?:${en}))(?: (?:to|into|as|from .+ to)\\b)?[ :,-]*(.*)$`,
          ),
          new RegExp(`^(${LEAD})${en}${IS}[ :,]*(.*)$`.replace(`${en}${IS}`, `${en} ?${IS}`)),
        ]
      : [],
    chinese: zh
      ? [
          new RegExp(
            `^${HAN_LEAD}(?:改一?下|修改一?下?|更改一?下?|换一?下|变更一?下?|更新一?下?|纠正一?下?)${zh}[,。: ]*(?:${HAN_IS})?[ ,]*(.*)$`,
          ),
          new RegExp(`^${HAN_LEAD}[把将]${zh}(?:改|换|更新|变更|修改)(?:成|为|到|一下)?[,:。 ]*(.*)$`),
          new RegExp(
            `^${HAN_LEAD}${zh}(?:不对|错了|写错了|填错了|说错了|不是这个|有误|变了|换了|要改)[,。: 了]*(?:${HAN_IS})?[ ,]*(.*)$`,
          ),
          new RegExp(`^${HAN_LEAD}${zh}[ ,]*${HAN_IS}[ ,]*(.*)$`),
        ]
      : [],
  }
}

function alternatives(words: readonly string[]): string {
  const escaped = words.map(word => fold(word).replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
  return escaped.sort((a, b) => b.length - a.length).join('|')
}

/** Corrections. `words` are those of the behaviour `correct`, for corrections that name no slot. */
export function createFindCorrection(words: Repair['words']['correct']): FindCorrection {
  const remembered = new WeakMap<Slot, Patterns>()
  const slotless = [...words.en, ...words.zh]
    .map(fold)
    .filter(word => !/^no\b/.test(word))
    .sort((a, b) => b.length - a.length)
  return (reading, known, open) => {
    const { text, tidy } = reading
    for (const slot of known) {
      if (slot.name === open) continue
      let patterns = remembered.get(slot)
      if (!patterns) {
        patterns = patternsOf(slot)
        remembered.set(slot, patterns)
      }
      for (const pattern of [...patterns.english, ...patterns.chinese]) {
        const rest = pattern.exec(text)?.at(-1)
        if (rest !== undefined) return { slot: slot.name, text: cut(tidy, rest) }
      }
    }
    const lead = slotless.find(word => text.startsWith(word) && isBoundary(text, word))
    if (lead === undefined) return undefined
    const rest = text.slice(lead.length).replace(/^(?:[\s,.:;。-]|it is |it's |it should be |应该是|是)+/, '')
    return rest === '' ? undefined : { text: cut(tidy, rest) }
  }
}

function isBoundary(text: string, word: string): boolean {
  return !/[a-z]$/.test(word) || !/^[a-z']/.test(text.slice(word.length))
}

/** The end of the text as it was written, without the full stop. */
function cut(tidy: string, rest: string): string {
  return rest === '' ? '' : tidy.slice(tidy.length - rest.length).replace(/[\s.。!]+$/, '')
}
