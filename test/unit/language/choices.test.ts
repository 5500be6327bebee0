import { describe, expect, it } from 'vitest'
import { asking, understand } from './catalogue.ts'

const LIGHT = asking('choice', [
  ['Yes it is', '亮着', ['lights up', 'on', '亮']],
  ['It is dark', '不亮', ['off', 'dark', '黑的']],
  ["I can't check", '看不了'],
])
const WINDOWS = asking('choice', [
  ['Tue 24 Nov, 08:00-10:00', '11月24日 周二 08:00-10:00'],
  ['Tue 24 Nov, 14:00-16:00', '11月24日 周二 14:00-16:00'],
  ['Wed 25 Nov, 08:00-10:00', '11月25日 周三 08:00-10:00'],
])
const STARS = asking('number', [
  ['1 ★', '1分'],
  ['2 ★', '2分'],
  ['3 ★', '3分'],
  ['4 ★', '4分'],
  ['5 ★', '5分'],
])
const WISH = asking('text', [['No special wish', '没有特别要求', ['nothing', 'any time']]], { slot: 'wish' })
const QUESTION = asking('yes-no')

describe('a choice', () => {
  it.each([
    ['Yes it is', 0],
    ['亮着', 0],
    ['it is on', 0],
    ['灯是亮的', 0],
    ['yes', 0],
    ['yes, it lights up', 0],
    ['不亮了', 1],
    ["it's dark inside", 1],
    ['off', 1],
    ['2', 1],
    ['2.', 1],
    ['2️⃣', 1],
    ['option 2', 1],
    ['the second one', 1],
    ['第二个', 1],
    ['选2', 1],
    ['the last one', 2],
    ['最后一个', 2],
    ['lihgts up', 0],
    ['I cant chekc', 2],
  ])('%s is the one of place %s', (text, choice) => {
    expect(understand(text, LIGHT).choice).toBe(choice)
  })

  it.each(['it is not on', '没亮', '不是亮的', 'on or off', 'is it off?', '7', 'my washer leaks', 'maybe', ''])(
    '%s is none of them, or not surely one',
    text => {
      expect(understand(text, LIGHT).choice).toBeUndefined()
    },
  )

  it.each([
    ['14:00', 1],
    ['wed', 2],
    ['Wednesday', 2],
    ['周三', 2],
    ['wed 25 nov 8:00', 2],
    ['第三个', 2],
  ])('%s is window %s', (text, choice) => {
    expect(understand(text, WINDOWS).choice).toBe(choice)
  })

  it.each(['tuesday', 'friday', 'not tuesday', '08:00', '11月24日'])('%s is no window for sure', text => {
    expect(understand(text, WINDOWS).choice).toBeUndefined()
  })

  it.each([
    ['5', 4],
    ['five', 4],
    ['五星', 4],
    ['3 stars', 2],
    ['4分', 3],
  ])('%s is rating %s', (text, choice) => {
    expect(understand(text, STARS).choice).toBe(choice)
  })

  it('stands alone when the text is nothing else', () => {
    expect(understand('It is dark', LIGHT)).toEqual({
      choice: 1,
      intents: [],
      zone: 'none',
      entities: {},
      language: 'en',
    })
  })

  it('leaves longer words to a slot that takes any', () => {
    expect(understand('any time after 6pm, please call first', WISH).choice).toBeUndefined()
    expect(understand('nothing', WISH).choice).toBe(0)
  })
})

describe('yes and no', () => {
  it.each(['yes it does', 'yeah, since yesterday', '有一点', '是的', '对啊,一直这样', '嗯嗯', 'sure', '👍', '没问题'])(
    '%s: yes',
    text => {
      expect(understand(text, QUESTION).entities['yes-no']).toBe(true)
    },
  )

  it.each([
    'no',
    'nope',
    'not really',
    "it doesn't",
    'no, never',
    '没有',
    '都没有',
    '好像没有',
    '还没试过',
    '不亮',
    '👎',
  ])('%s: no', text => {
    expect(understand(text, QUESTION).entities['yes-no']).toBe(false)
  })

  it.each([
    'maybe',
    '不知道',
    '有没有声音?',
    '对不起',
    '好久了',
    'no problem',
    'no idea',
    'does it matter?',
    '不好意思',
  ])('%s: neither', text => {
    expect(understand(text, QUESTION).entities['yes-no']).toBeUndefined()
  })
})
