import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CARD_WORDS } from '../../../../src/channels/slack/desk/card-words.ts'
import { FORM_WORDS } from '../../../../src/channels/slack/desk/form-words.ts'
import type { Look } from '../../../../src/channels/slack/desk/look.ts'
import { NOTICE_WORDS } from '../../../../src/channels/slack/desk/notice-words.ts'
import {
  drawHelp,
  drawLate,
  drawNoCase,
  drawToday,
  drawWho,
  parseSlash,
} from '../../../../src/channels/slack/desk/overview.ts'
import { drawNotice, drawRefusal, noticeText } from '../../../../src/channels/slack/desk/refusals.ts'
import type { Late } from '../../../../src/desk/board.ts'
import type { DeskRefusal } from '../../../../src/desk/command.ts'
import type { Values } from '../../../../src/flow/flow.ts'
import { escalation, MINUTE, TEN, visit } from '../../../support/slack-cards.ts'
import { NOTICES, REFUSALS } from '../../../support/slack-drawings.ts'
import { wordsIn } from '../../../support/slack-limits.ts'

const EN: Look = { language: 'en', zone: 'Asia/Shanghai' }
const ZH: Look = { language: 'zh', zone: 'Asia/Shanghai' }

describe('/aftercare', () => {
  test.each([
    ['case C1007', { do: 'case', number: 'C1007' }],
    [' CASE  c1007 ', { do: 'case', number: 'C1007' }],
    ['case #1007', { do: 'case', number: '1007' }],
    ['C1007', { do: 'case', number: 'C1007' }],
    ['1007', { do: 'case', number: '1007' }],
    ['today', { do: 'today' }],
    ['Late', { do: 'late' }],
    ['who', { do: 'who' }],
    ['help', { do: 'help' }],
    ['', { do: 'help' }],
    ['case', { do: 'help' }],
    ['case Anna', { do: 'help' }],
    ['today C1007', { do: 'help' }],
    ['toString', { do: 'help' }],
  ])('%j', (text, order) => {
    expect(parseSlash(text)).toEqual(order)
  })

  test('asks for help with everything else', () => {
    fc.assert(fc.property(fc.string(), text => parseSlash(`${text}?`).do === 'help'))
  })

  test('says how it is used', () => {
    expect(wordsIn(drawHelp('/aftercare', EN).blocks).join('\n')).toContain('/aftercare case C1007')
    expect(wordsIn(drawHelp('/aftercare', ZH).blocks).join('\n')).toContain('/aftercare late：已超时的事项')
  })

  test('tells the visits of today', () => {
    expect(wordsIn(drawToday([visit()], EN).blocks)).toEqual([
      'Visits today: 1',
      '• Fri 20 Nov, 14:00–16:00 · Requested · No technician yet · C1007 · Anna Long · 12 Long Road, Minhang, Shanghai',
    ])
    expect(drawToday([], EN).text).toBe('No visits today.')
  })

  test('tells what is late, since when', () => {
    const since = TEN + MINUTE
    const late: Late[] = [
      { kind: 'unclaimed', card: escalation(), since },
      { kind: 'not-arrived', card: visit(), since },
      { kind: 'unresolved', case: 'C1009', customer: null, priority: 'LOW', since },
    ]
    expect(wordsIn(drawLate(late, EN).blocks)).toEqual([
      'Late: 3',
      '• 🟠 Medium · C1007 · Anna Long · Nobody has claimed it · since Fri 20 Nov 10:01',
      '• 🔴 High · C1007 · Anna Long · The technician has not arrived · since Fri 20 Nov 10:01',
      '• Low · C1009 · Not solved in the promised time · since Fri 20 Nov 10:01',
    ])
    expect(drawLate([], ZH).text).toBe('没有超时事项。')
  })

  test('tells who has what', () => {
    const workloads = [
      {
        name: 'Li Wei',
        escalations: [
          { id: 1, case: 'C1007', customer: 'Anna' },
          { id: 2, case: null, customer: null },
        ],
      },
      { name: 'Bo', escalations: [] },
    ]
    expect(wordsIn(drawWho(workloads, EN).blocks)).toEqual([
      'Who has what',
      '• Li Wei: Anna C1007, Customer',
      '• Bo: nothing',
    ])
  })

  test('says how many there are besides those that fit', () => {
    const said = wordsIn(
      drawToday(
        Array.from({ length: 70 }, () => visit()),
        EN,
      ).blocks,
    )
    expect(said.at(-1)).toBe(`… and ${70 - (said.length - 2)} more`)
  })

  test('says that there is no such case, and mentions nobody', () => {
    expect(drawNoCase('<!channel>', EN).text).toBe('There is no case &lt;!channel&gt;.')
  })
})

describe('a refusal', () => {
  test.each<[DeskRefusal, Values | undefined, string, string]>([
    ['already-claimed', { by: 'Li Wei' }, 'Li Wei already has this one.', 'Li Wei 已经接手了。'],
    ['already-claimed', undefined, 'Somebody else already has this one.', '已有其他同事接手。'],
    [
      'not-yours',
      { by: 'Li Wei' },
      'This is with Li Wei, and only they can do that.',
      '这一项由 Li Wei 负责，只有负责人可以操作。',
    ],
    [
      'not-yours',
      { by: 'Li Wei', assign: true },
      'This is with Li Wei. If you are to take over, please assign it to yourself first.',
      '这一项由 Li Wei 负责。如需接手，请先指派给自己。',
    ],
    [
      'not-yours',
      { by: null },
      'Please claim it first: only whoever has it can do this.',
      '请先接手：只有接手的人可以操作。',
    ],
    [
      'not-trained',
      { candidates: ['li-ming', 'bo'] },
      'This technician is not trained for this appliance. Trained are: Li Ming, bo.',
      '这位师傅没有这类电器的维修资格。有资格的是：李明师傅、bo。',
    ],
    [
      'window-taken',
      { technician: 'li-ming' },
      'Li Ming already has a visit at that time.',
      '李明师傅 在该时段已有安排。',
    ],
    [
      'form-incomplete',
      { missing: ['testRun', 'cause'] },
      'The form is not complete yet: Test run done, Cause.',
      '表单还不完整，还缺：已试机、故障原因。',
    ],
    ['not-allowed', { roles: ['agent', 'manager'] }, 'Only agents, managers may do this.', '只有客服、主管可以操作。'],
    ['not-allowed', { roles: [] }, 'You do not have the role for this.', '您的角色没有这项权限。'],
    ['already-sent', undefined, 'Too late: it is already on its way to the customer.', '来不及了，消息已经发往客户。'],
  ])('%s %j', (why, values, en, zh) => {
    const technicians = [{ id: 'li-ming', name: { en: 'Li Ming', zh: '李明师傅' } }]
    expect(wordsIn(drawRefusal(why, values, { ...EN, technicians }).blocks)).toEqual([en])
    expect(wordsIn(drawRefusal(why, values, { ...ZH, technicians }).blocks)).toEqual([zh])
  })

  test('each has a sentence of its own', () => {
    for (const look of [EN, ZH]) {
      const said = REFUSALS.map(why => drawRefusal(why, undefined, look).text)
      expect(new Set(said).size).toBe(REFUSALS.length)
    }
  })

  test('names nobody who could be called by it', () => {
    expect(drawRefusal('already-claimed', { by: '<@U1>' }, EN).text).toBe('&lt;@U1&gt; already has this one.')
  })
})

describe('a notice', () => {
  test.each(NOTICES)('%s stands beside a field as it does alone', notice => {
    for (const look of [EN, ZH]) {
      expect(wordsIn(drawNotice(notice, look).blocks)).toEqual([noticeText(notice, look)])
    }
    expect(noticeText(notice, EN)).not.toBe(noticeText(notice, ZH))
  })
})

describe('the words', () => {
  const tables = [CARD_WORDS, FORM_WORDS, NOTICE_WORDS]

  test('are the same in both languages, with the same values in them', () => {
    const values = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort()
    for (const { en, zh } of tables) {
      expect(Object.keys(zh)).toEqual(Object.keys(en))
      for (const [key, text] of Object.entries(en)) {
        expect([key, values((zh as Record<string, string>)[key] ?? '')]).toEqual([key, values(text)])
      }
    }
  })

  test('have one place each', () => {
    const keys = tables.flatMap(({ en }) => Object.keys(en))
    expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([])
  })
})
