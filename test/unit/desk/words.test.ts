import { expect, test } from 'vitest'
import { loadContent } from '../../../src/content.ts'
import { answersIn, readDeskWords, symptomIn } from '../../../src/desk/words.ts'

const NOW = Date.parse('2026-03-02T09:00:00+08:00')
const { loaded } = await loadContent('flows')
if (!loaded) throw new Error('The flows have faults')
const words = readDeskWords(loaded.content, 'Asia/Shanghai')

test('a symptom is told in the words of the flow that diagnoses it', () => {
  expect(symptomIn(words, 'washer-no-drain', 'it is full of water')).toEqual({
    en: 'Washing machine does not drain',
    zh: '洗衣机不排水',
  })
})

test("a symptom without words of the flows is told in the customer's", () => {
  expect(symptomIn(words, 'other', 'it smells of old socks')).toBe('it smells of old socks')
  expect(symptomIn(words, 'other', null)).toBe('other')
  expect(symptomIn(words, null, 'it smells of old socks')).toBeNull()
})

test('a choice is told by its label in both languages, with the question it answers', () => {
  const [answer, ...more] = answersIn({ drainHose: 'still' }, words, NOW)
  expect(more).toEqual([])
  expect(answer).toMatchObject({
    slot: 'drainHose',
    answer: { en: 'Hose is fine, no drain', zh: '管子正常，还是不排' },
  })
  expect(answer?.question.zh).toContain('排水管')
})

test('a question about an appliance is told as it was asked about that one', () => {
  const [danger] = answersIn({ danger: false, appliance: 'refrigerator' }, words, NOW).filter(
    ({ slot }) => slot === 'danger',
  )
  expect(danger?.question.en).toContain('when you touch the fridge')
  expect(danger?.answer).toEqual({ en: 'No, nothing like that', zh: '都没有' })
})

test('a choice that was computed keeps the label it was offered with', () => {
  const label = { en: 'Tue 3 Mar, 10:00–12:00', zh: '3月3日 周二 10:00–12:00' }
  const answers = answersIn({ windows: [{ value: 'w1', label }], window: 'w1' }, words, NOW)
  expect(answers).toMatchObject([{ slot: 'window', answer: label }])
})

test('only the sentence that asks is told, and only slots that a question fills', () => {
  const slots = { confirm: 'book', cleared: 1001, phone: null, held: { label: 'x' } }
  const answers = answersIn(slots, words, NOW)
  expect(answers).toMatchObject([{ slot: 'confirm', question: { en: 'Is everything right?' } }])
})
