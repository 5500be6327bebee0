import { describe, expect, it } from 'vitest'
import { NOTHING_ASKED, understand } from './catalogue.ts'
import { OTHERS, PARAPHRASES } from './paraphrases.ts'

const said = PARAPHRASES.flatMap(([flows, ...texts]) => texts.map(text => ({ right: flows.split(' '), text })))

describe('the classifier on the shipped flows', () => {
  it('finds the right flow for at least 90 of 100 paraphrases it never saw', () => {
    const wrong = said.filter(
      ({ right, text }) => !right.includes(understand(text, NOTHING_ASKED).intents[0]?.flow ?? ''),
    )
    expect(said.length).toBeGreaterThanOrEqual(100)
    expect(wrong.length / said.length, wrong.map(each => each.text).join(' · ')).toBeLessThanOrEqual(0.1)
  })

  it('has the right flow among the first three for at least 97 of 100', () => {
    const offered = (text: string) => understand(text, NOTHING_ASKED).intents.slice(0, 3)
    const wrong = said.filter(({ right, text }) => !offered(text).some(({ flow }) => right.includes(flow)))
    expect(wrong.length / said.length, wrong.map(each => each.text).join(' · ')).toBeLessThanOrEqual(0.03)
  })

  it('acts on the wrong flow for at most 3 of 100', () => {
    const wrong = said.filter(({ right, text }) => {
      const { zone, intents } = understand(text, NOTHING_ASKED)
      return zone === 'act' && !right.includes(intents[0]?.flow ?? '')
    })
    expect(wrong.length / said.length, wrong.map(each => each.text).join(' · ')).toBeLessThanOrEqual(0.03)
  })

  it('never acts on what is none of our business, and mostly offers nothing', () => {
    const zones = OTHERS.map(text => understand(text, NOTHING_ASKED).zone)
    expect(zones.filter(zone => zone === 'act')).toEqual([])
    expect(zones.filter(zone => zone === 'none').length).toBeGreaterThanOrEqual(16)
  })

  it('is sure of an example, in whatever case and spacing', () => {
    expect(understand('  BOOK a visit ', NOTHING_ASKED).intents[0]).toEqual({ flow: 'book-visit', score: 1 })
  })

  it('forgives a slip of the finger', () => {
    expect(understand('my fridg is not coling', NOTHING_ASKED).intents[0]?.flow).toBe('fridge-not-cooling')
    expect(understand('washer doe not drian', NOTHING_ASKED).intents[0]?.flow).toBe('washer-no-drain')
  })

  it('reads traditional characters and full-width forms', () => {
    expect(understand('空調滴水', NOTHING_ASKED).intents[0]?.flow).toBe('aircon-drips')
    expect(understand('ＷＡＳＨＥＲ　does not drain', NOTHING_ASKED).intents[0]?.flow).toBe('washer-no-drain')
  })

  it('finds the matter in one clause of several', () => {
    const text =
      'Hello there, I bought this washer from you in March 2024. It does not drain any more. Thank you for your help'
    expect(understand(text, NOTHING_ASKED).intents[0]?.flow).toBe('washer-no-drain')
  })

  it('says the same whenever it is asked', () => {
    const first = understand('the washer hums and does nothing', NOTHING_ASKED)
    for (const { text } of said) understand(text, NOTHING_ASKED)
    expect(understand('the washer hums and does nothing', NOTHING_ASKED)).toEqual(first)
  })

  it('reads a text of a hundred thousand characters, an empty one, and one of symbols only', () => {
    expect(understand('x'.repeat(100_000), NOTHING_ASKED).zone).toBe('none')
    expect(understand('', NOTHING_ASKED)).toEqual({ intents: [], zone: 'none', entities: {} })
    expect(understand('?!?! …', NOTHING_ASKED).zone).toBe('none')
  })
})

describe('the language of a text', () => {
  it.each([
    ['my washer leaks', 'en'],
    ['洗衣机漏水', 'zh'],
    ['我的 washer 漏水', 'zh'],
    ['ok', undefined],
    ['13912345678', undefined],
    ['XQB80', undefined],
  ])('%s is %s', (text, language) => {
    expect(understand(text, NOTHING_ASKED).language).toBe(language)
  })
})

describe('a symptom and the wish for a visit', () => {
  it.each([
    ['洗衣机不排水了,麻烦派人来', 'washer-no-drain'],
    ['洗衣机不排水了，请安排师傅上门', 'washer-no-drain'],
    ['洗衣机漏水，叫个师傅来看看', 'washer-leak'],
    ['冰箱不制冷了，帮我约个师傅', 'fridge-not-cooling'],
    ["my washer won't drain, send someone", 'washer-no-drain'],
    ["my washer won't drain please send someone", 'washer-no-drain'],
    ['book a visit, my washer leaks', 'washer-leak'],
    ['my washing machine is leaking and I would like to book a visit', 'washer-leak'],
    ['the fridge is not cooling, can you send a technician?', 'fridge-not-cooling'],
  ])('%s: the symptom comes first (%s)', (text, flow) => {
    const { intents, zone } = understand(text, NOTHING_ASKED)
    expect(intents.slice(0, 2).map(intent => intent.flow)).toEqual([flow, 'book-visit'])
    expect(zone).toBe('act')
  })

  it.each([
    ['send a technician', 'book-visit'],
    ['send someone to repair my fridge', 'book-visit'],
    ['cancel my visit, the fridge works again', 'cancel-visit'],
    ['my fridge is old, are you open on Sunday?', 'opening-hours'],
    ['my fridge warms up, what does a visit cost?', 'fees'],
  ])('%s: %s as before', (text, flow) => {
    expect(understand(text, NOTHING_ASKED).intents[0]?.flow).toBe(flow)
  })
})
