import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { nextQuestion, orderDetails, withAnswer } from '../../../src/assistant/technician-form.ts'
import type { VisitMove } from '../../../src/desk/command.ts'
import { readDetails } from '../../../src/desk/visit-details.ts'
import { type FormFacts, VISIT_MOVES } from '../../../src/desk/visit-forms.ts'
import { type Offers, offersOf, type ShownForm, shownForms } from '../../../src/desk/visit-offers.ts'
import type { Value, Values } from '../../../src/flow/flow.ts'
import type { CaseType } from '../../../src/service/case.ts'
import { missingInForm } from '../../../src/service/completion.ts'
import { sampleService } from '../../support/sample-service.ts'

const WINDOW = { value: 'li-ming@2026-03-04T10:00', label: { en: 'Wed 10:00', zh: '周三10:00' } }
const OFFERS: Offers = {
  ...offersOf({ candidates: ['li-ming'], appliance: 'washing-machine' }, sampleService()),
  windows: [WINDOW],
}
const INSTANT = Date.parse('2026-03-04T10:00:00+08:00')

function formOf(move: VisitMove, facts: FormFacts): ShownForm {
  const form = shownForms([move], facts)[move]
  if (!form) throw new Error(`${move} has no form`)
  return form
}

/** Answers every question, as `pick` chooses among what is offered, until the form is whole. */
function answered(form: ShownForm, pick: (below: number) => number): { details: Values; asked: string[] } {
  let details: Values = {}
  const asked: string[] = []
  for (let count = 0; count < 200; count += 1) {
    const question = nextQuestion(form, OFFERS, details)
    if (!question) return { details: orderDetails(details), asked }
    asked.push(...question.names)
    expect(question.text.en).not.toBe('')
    expect(question.text.zh).not.toBe('')
    const after = withAnswer(form, question, answerTo(question, form, pick), details)
    if (!after) throw new Error(`${question.names}: the answer was not understood`)
    details = after
  }
  throw new Error('The form never ends')
}

function answerTo(
  { kind, options, names }: NonNullable<ReturnType<typeof nextQuestion>>,
  form: ShownForm,
  pick: (below: number) => number,
): Value {
  if (kind === 'pick') return options[pick(options.length)]?.value ?? null
  if (options.length > 0 && pick(2) === 0) return 'skip'
  if (kind === 'instant') return INSTANT
  const field = form.fields.find(({ name }) => name === names[0])
  return field?.kind === 'number' ? String((field.least ?? 1) + pick(20)) : 'some words'
}

const CASE_TYPES: readonly CaseType[] = ['REPAIR', 'INSTALL', 'DELIVERY', 'MAINTENANCE', 'TRAINING', 'EXCHANGE']
const FACTS = CASE_TYPES.flatMap(type => [true, false].map(fromWorkshop => ({ type, fromWorkshop })))
const EVERY = VISIT_MOVES.flatMap(move => FACTS.map(facts => [move, facts.type, facts.fromWorkshop] as const))

describe('a form as questions in a chat', () => {
  test.each(EVERY)(
    '%s, %s, from the workshop: %s: every way of answering ends in an order',
    (move, type, fromWorkshop) => {
      const facts = { type, fromWorkshop }
      const form = formOf(move, facts)
      fc.assert(
        fc.property(fc.array(fc.nat(1000), { minLength: 60, maxLength: 60 }), picks => {
          let at = 0
          const { details, asked } = answered(form, below => {
            at += 1
            return (picks[at % picks.length] ?? 0) % Math.max(1, below)
          })
          expect(readDetails(move, details, facts)).toMatchObject({ ok: true })
          const required = form.fields.filter(field => field.required && !field.name.startsWith('despite'))
          for (const { name } of required) expect(asked).toContain(name)
          for (const { name } of required) expect(details).toHaveProperty(name)
        }),
        { numRuns: 25 },
      )
    },
  )

  test('whoever says that all is done has a whole completion form', () => {
    const form = formOf('complete', { type: 'REPAIR', fromWorkshop: false })
    let details: Values = {}
    for (let question = nextQuestion(form, OFFERS, details); question; question = nextQuestion(form, OFFERS, details)) {
      const [first] = question.options
      const value =
        question.kind === 'pick' ? (question.options.find(({ value }) => value === 'enough') ?? first)?.value : 'x'
      details = withAnswer(form, question, value ?? null, details) ?? {}
    }
    expect(missingInForm(orderDetails(details))).toEqual([])
  })

  test('who has not done all is asked about each box', () => {
    const form = formOf('complete', { type: 'REPAIR', fromWorkshop: false })
    const before = { outcome: 'repaired', severity: 'ordinary', cause: 'x', measures: 'x', parts: 'x', replaced: [] }
    const together = nextQuestion(form, OFFERS, before)
    expect(together?.names).toEqual(['testRun', 'noOtherFaults', 'cleaned', 'demonstrated', 'explained'])
    const singly = together && withAnswer(form, together, 'some', before)
    expect(nextQuestion(form, OFFERS, singly ?? {})?.names).toEqual(['testRun'])
  })

  test('a number in words is asked again, and so is an instant nobody can read', () => {
    const late = formOf('late', { type: 'REPAIR', fromWorkshop: false })
    const minutes = nextQuestion(late, OFFERS, {})
    expect(minutes && withAnswer(late, minutes, 'a while', {})).toBeUndefined()
    expect(minutes && withAnswer(late, minutes, '9999', {})).toBeUndefined()
    expect(minutes && withAnswer(late, minutes, '２０分钟', {})).toEqual({ minutes: 20 })
    const part = formOf('part', { type: 'REPAIR', fromWorkshop: false })
    const when = nextQuestion(part, OFFERS, { part: 'pump', qty: 1 })
    expect(when?.kind).toBe('instant')
    expect(when && withAnswer(part, when, '', {})).toBeUndefined()
  })

  test('the tag of an old part is asked for only where a part was replaced', () => {
    const form = formOf('complete', { type: 'REPAIR', fromWorkshop: false })
    const before = { outcome: 'repaired', severity: 'ordinary', cause: 'x', measures: 'x', parts: 'x' }
    expect(nextQuestion(form, OFFERS, { ...before, replaced: ['motor'] })?.names).toEqual(['tagNo'])
    expect(nextQuestion(form, OFFERS, { ...before, replaced: [] })?.names).not.toContain('tagNo')
  })
})
