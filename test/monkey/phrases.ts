/** What random customers type: words the flows wait for, and words nobody waits for. */

import type { Content } from '../../src/flow/catalogue.ts'
import type { Language, SlotType } from '../../src/flow/flow.ts'
import { encodeNameplate } from '../../src/service/products.ts'

export type Phrases = {
  readonly wishes: Readonly<Record<Language, readonly string[]>>
  readonly repair: Readonly<Record<Language, readonly string[]>>
  readonly dangers: Readonly<Record<Language, readonly string[]>>
  /** Slash commands of the flows and those every flow has. */
  readonly commands: readonly string[]
}

export function phrasesOf(content: Content): Phrases {
  const flows = [...content.flows.values()]
  const words = Object.entries(content.repair.words).filter(([signal]) => signal !== 'human')
  const commands = flows.flatMap(flow => (flow.start.command ? [flow.start.command.name] : []))
  return {
    wishes: inEach(language => flows.flatMap(flow => flow.start.examples[language])),
    repair: inEach(language => words.flatMap(([, each]) => each[language])),
    dangers: inEach(language => content.hazards.flatMap(hazard => hazard.words[language])),
    commands: [...commands, 'help', 'cancel', 'human', 'language'],
  }
}

function inEach<T>(of: (language: Language) => T): Record<Language, T> {
  return { en: of('en'), zh: of('zh') }
}

/** Answers to what the shipped flows ask, right and wrong ones. */
export const ANSWERS: Readonly<Record<Language, readonly string[]>> = {
  en: [
    'Mary Miller',
    'my name is Tom',
    '138 1234 5678',
    '+8613912345678',
    '12345',
    'call me on 13800001111 please',
    '12 Long Road, Pudong, Shanghai',
    'Building 3, room 501, Binjiang, Hangzhou',
    'on the moon',
    'XQG100-14HB',
    'BCD 470',
    'KFR-35GW/XYZ',
    '2023-05-20',
    'two years ago',
    '31 February 2024',
    'next year',
    'tomorrow morning',
    'Saturday after 6 pm',
    'any day but Monday',
    'in 300 years',
    'it makes a loud noise when spinning',
    'E4',
    '-3.5',
    '1e400',
    '007',
    '5 stars',
    'the first one',
    'both',
    'maybe',
    'what do you mean?',
    'why do you want to know that?',
  ],
  zh: [
    '王小明',
    '我叫李雷',
    '13812345678',
    '一三八一二三四五六七八',
    '12345',
    '电话打13800001111',
    '上海市浦东新区长路12号3楼501室',
    '杭州滨江区江南大道100号2栋',
    '在月球上',
    'XQG100-14HB',
    'BCD470',
    '2023年5月20日',
    '两年前',
    '二月三十一号',
    '明年',
    '明天上午',
    '周六晚上六点以后',
    '除了周一都行',
    '三百年后',
    '脱水的时候声音很大',
    'E4',
    '负三点五',
    '五星',
    '第一个',
    '都有',
    '可能吧',
    '什么意思？',
    '为什么要问这个？',
  ],
}

/** Answers that a question of that type takes. */
export const FITTING: Readonly<Partial<Record<SlotType, Readonly<Record<Language, readonly string[]>>>>> = {
  name: { en: ['Mary Miller', 'my name is Tom Brown'], zh: ['王小明', '我叫李雷'] },
  phone: { en: ['138 1234 5678', '+8613912345678'], zh: ['13812345678', '13912345678'] },
  address: {
    en: ['12 Long Road, Pudong, Shanghai, building 3, room 501', 'Building 2, room 4, Binjiang, Hangzhou'],
    zh: ['上海市浦东新区长路12号3楼501室', '杭州滨江区江南大道100号2栋'],
  },
  date: { en: ['2023-05-20', 'two years ago'], zh: ['2023年5月20日', '两年前'] },
  number: { en: ['1', '30', '4'], zh: ['1', '三十', '4'] },
  model: { en: ['XQG100-14HB', 'BCD-215'], zh: ['XQG100-14HB', 'KFR-35GW'] },
  text: {
    en: ['it hums and then stops', 'tomorrow morning', 'Saturday afternoon', 'the engineer was very friendly'],
    zh: ['嗡嗡响然后就停了', '明天上午', '周六下午', '师傅态度很好'],
  },
}

export const CORRECTIONS: Readonly<Record<Language, readonly string[]>> = {
  en: [
    'no, the address is 99 Short Lane, Xuhui, Shanghai',
    'no, my name is Ann Lee',
    'actually my phone is 13987654321',
    'no, the model is BCD-215',
    'change my phone',
    'I meant the fridge',
    'no, the date of purchase is 2020-01-01',
    'no, the',
  ],
  zh: [
    '不对，地址是上海市徐汇区短路99号',
    '名字错了，我叫安李',
    '电话改成13987654321',
    '不对，型号是BCD-215',
    '改一下电话',
    '我是说冰箱',
    '不对，购买日期是2020年1月1日',
    '改成',
  ],
}

/** Words nobody waits for, and characters that break what was not written for them. */
export const NOISE: readonly string[] = [
  '',
  ' ',
  '\n\t  \r\n',
  '\u00a0\u2003\u3000',
  '\u200b',
  '\u200d\ufe0f',
  '\u0000',
  'a\u0000b\u0007\u001b[31mred',
  '\ud83d',
  '\udc00 alone',
  '👍',
  '👎',
  '😡😡😡',
  '👩‍👩‍👧‍👦🏳️‍🌈',
  '🔥',
  '?',
  '？？？',
  '...',
  '。',
  '!',
  '/',
  '//',
  '/ /',
  'مرحبا، الغسالة لا تعمل',
  '\u202egnihtemos\u202c',
  'שלום',
  'Waschmaschine pumpt nicht ab',
  '洗濯機が動きません',
  'z̸̢̛͓a̴l̷g̶o̵',
  "Robert'); DROP TABLE inbox;--",
  '" OR 1=1 --',
  '<b>bold</b><script>alert(1)</script>&amp;',
  '*_`[md](http://example.com)~',
  '../../etc/passwd',
  '%s %n %d $& $1 $$',
  '\\u0041\\x00\\',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'true',
  'false',
  '0',
  '1',
  '2',
  '99',
  '１',
  '一',
  'a7:2',
  '~rate-visit.stars|#1|5',
  'asdf jkl qwer',
  '啊啊啊啊啊',
  'ha'.repeat(2000),
  '很'.repeat(4000),
  'word '.repeat(800),
  `${'my washer leaks and my fridge is warm, '.repeat(100)}`,
  '😀'.repeat(1000),
  '1'.repeat(4000),
  '\n'.repeat(4000),
]

/** What a template would take for its own; only some customers type it, so that the others' texts can be searched for it. */
export const TEMPLATES: readonly string[] = [
  '{x}',
  '{name}',
  '{0, plural, one {#} other {#}}',
  '{',
  '}',
  '{{}}',
  "'{'",
  '{policy.region.zone}',
  'undefined',
  '[object Object]',
  'NaN',
  'null',
]

/** Buttons nobody offered. */
export const TOKENS: readonly string[] = [
  '',
  ':',
  'a1',
  'a1:',
  ':1',
  'a1:0',
  'a999:3',
  'a1:n0',
  'a1:person',
  'a2:none',
  'a1:unknown',
  'a1:constructor',
  '~',
  '~.|',
  '~rate-visit.stars|null|5',
  '~rate-visit.stars|#1|5',
  '~rate-visit.stars|#999999|1',
  '~rate-visit.stars|#"x"|1',
  '~rate-visit.nowhere|#1|1',
  '~nowhere.stars|#1|1',
  '~recheck.outcome|#1|true',
  '~book-visit.window|"x"|1',
  '~safety.after|1|true',
  'x'.repeat(64),
  '中文',
]

export const PAYLOADS: readonly string[] = [
  '',
  '',
  '',
  'now',
  'en',
  'zh',
  encodeNameplate({ model: 'XQG100-14HB', serial: 'SN12345' }) ?? '',
  encodeNameplate({ model: 'BCD-215', serial: 'A/1' }) ?? '',
  encodeNameplate({ model: 'TV-1', serial: '1' }) ?? '',
  'x'.repeat(64),
  "'; --",
  '{x',
  '\u0000',
]
