import { readContent } from '../../../src/flow/content.ts'
import type { Understand, UnderstandContext } from '../../../src/flow/event.ts'
import type { SlotType } from '../../../src/flow/flow.ts'
import { createUnderstand } from '../../../src/language/understand.ts'
import { readFlowFiles } from '../../../src/store/flow-files.ts'

/** Monday 23 November 2026, ten in the morning in Shanghai. */
export const NOW = Date.UTC(2026, 10, 23, 2)
export const ZONE = 'Asia/Shanghai'

const { content, problems } = readContent(await readFlowFiles('flows'))
if (!content) throw new Error(`The flows cannot be read: ${JSON.stringify(problems)}`)

/** Understanding of the shipped flows, with products of its own. */
export const understand: Understand = createUnderstand({
  flows: [...content.flows.values()].map(flow => ({
    name: flow.name,
    examples: flow.start.examples,
    sets: flow.sets,
    slots: flow.slots,
  })),
  repairWords: content.repair.words,
  hazards: content.hazards,
  vocabulary: {
    appliances: [
      { value: 'refrigerator', words: { en: ['fridge', 'refrigerator', 'freezer'], zh: ['冰箱', '冰柜'] } },
      { value: 'washing-machine', words: { en: ['washing machine', 'washer'], zh: ['洗衣机'] } },
      { value: 'air-conditioner', words: { en: ['air conditioner', 'aircon', 'ac'], zh: ['空调'] } },
    ],
    models: ['XQB80-1258', 'BCD-215', 'KFR-35GW', 'XQG100-14'],
  },
  zone: ZONE,
  country: 'CN',
  cutoffs: { act: 0.6, ask: 0.25 },
})

type Choices = readonly (readonly [en: string, zh: string, also?: readonly string[]])[]

/** A context in which a question of this type is open; words of `also` count in both languages. */
export function asking(
  type: SlotType,
  choices: Choices = [],
  more: { slot?: string; safety?: boolean } = {},
): UnderstandContext {
  return {
    language: 'en',
    now: NOW,
    known: [],
    expecting: {
      slot: more.slot ?? 'answer',
      type,
      safety: more.safety ?? false,
      choices: choices.map(([en, zh, also = []]) => ({ label: { en, zh }, also: { en: also, zh: also } })),
    },
  }
}

export const NOTHING_ASKED: UnderstandContext = { language: 'en', now: NOW, known: [] }
