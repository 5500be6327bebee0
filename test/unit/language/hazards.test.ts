import { describe, expect, it } from 'vitest'
import { asking, NOTHING_ASKED, understand } from './catalogue.ts'

const SAFETY = asking(
  'yes-no',
  [
    ['No, nothing like that', '都没有', ['safe', '都正常']],
    ['Yes, there is', '有'],
    ["I'm not sure", '不确定'],
  ],
  { safety: true, slot: 'danger' },
)
const LIGHT = asking('choice', [
  ['Yes it is', '亮着', ['on']],
  ['It is dark', '不亮', ['off']],
])

describe('hazard words (F0)', () => {
  it.each([
    ['there is smoke coming from the washer', 'electrical'],
    ['my fridge is smoking', 'electrical'],
    ['I got an electric shock', 'electrical'],
    ['a smell of burning plastic', 'electrical'],
    ['burnign smell from the plug', 'electrical'],
    ['it smells like gas in the kitchen', 'gas'],
    ['the washer is on fire', 'fire'],
    ['there is water near the socket', 'water'],
    ['why does it smoke', 'electrical'],
    ['Can you come, there is smoke?', 'electrical'],
    ['冰箱冒烟了', 'electrical'],
    ['冒着黑烟', 'electrical'],
    ['洗衣机有焦味', 'electrical'],
    ['洗衣機漏電', 'electrical'],
    ['摸着麻手', 'electrical'],
    ['厨房有煤气味', 'gas'],
    ['空调着火了', 'fire'],
    ['为什么会冒烟', 'electrical'],
    ['不停冒烟', 'electrical'],
    ['没电了还冒烟', 'electrical'],
  ])('%s: %s', (text, kind) => {
    expect(understand(text, NOTHING_ASKED).hazard).toBe(kind)
    expect(understand(text, SAFETY).hazard).toBe(kind)
  })

  it.each([
    'is it dangerous?',
    'will it catch fire?',
    '会漏电吗?',
    '会不会着火',
    'spare parts for my washer',
    'my washer does not drain',
    'where can I park',
    '热水器打不着火',
    '抽油烟机坏了',
    '手机没电了',
    'no smoke',
    '没有冒烟',
    'without any sparks',
  ])('%s: none', text => {
    expect(understand(text, NOTHING_ASKED).hazard).toBeUndefined()
  })

  it.each(['it does not smoke', '它不漏电', 'I do not smell gas'])(
    '%s: doubtful, so a hazard where safety was not asked',
    text => {
      expect(understand(text, NOTHING_ASKED).hazard).toBeDefined()
      expect(understand(text, SAFETY).hazard).toBeUndefined()
    },
  )

  it.each([
    'no smoke, nothing burning',
    'no smoke or sparks',
    'no burning smell, no smoke, no sparks',
    'no, it does not smoke',
    'I do not see smoke or sparks',
    'there is not any smoke',
    "it doesn't smell of gas",
    '没有焦味也不漏电',
    '没有焦味、冒烟、漏电',
    '没闻到焦味',
    '不漏电',
    '不是漏电',
  ])('%s: answers the safety question with no', text => {
    const { hazard, choice } = understand(text, SAFETY)
    expect(hazard).toBeUndefined()
    expect(choice).toBe(0)
  })

  it.each([
    'no there is smoke',
    'no power and smoke',
    'no smoke but there is a burning smell',
    'not only sparks',
    '没有焦味,冒烟了',
    '没有冒烟,但是有焦味',
    '没电,冒烟了',
    '不知道有没有漏电',
    '不小心触电了',
  ])('%s: stays a hazard even in answer to the safety question, and is no answer', text => {
    const { hazard, choice } = understand(text, SAFETY)
    expect(hazard).toBeDefined()
    expect(choice).toBeUndefined()
  })

  it('takes no harmless word for a safety answer', () => {
    expect(understand('is it safe?', SAFETY).choice).toBeUndefined()
    expect(understand('not safe', SAFETY).choice).toBeUndefined()
  })

  it('lets a hazard at any step outweigh a choice that stands in the text', () => {
    const { hazard, choice } = understand('my fridge is on fire', LIGHT)
    expect(hazard).toBe('fire')
    expect(choice).toBeUndefined()
  })
})
