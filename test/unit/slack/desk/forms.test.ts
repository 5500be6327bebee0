import type { ModalView } from '@slack/web-api'
import { describe, expect, test } from 'vitest'
import { assignForm } from '../../../../src/channels/slack/desk/assign-form.ts'
import { encodeButton } from '../../../../src/channels/slack/desk/button.ts'
import { caseView, historyView } from '../../../../src/channels/slack/desk/case-view.ts'
import type { SubmittedField } from '../../../../src/channels/slack/desk/form-fields.ts'
import type { Look } from '../../../../src/channels/slack/desk/look.ts'
import { readModal } from '../../../../src/channels/slack/desk/modals.ts'
import { priorityForm } from '../../../../src/channels/slack/desk/priority-form.ts'
import { refuseForm } from '../../../../src/channels/slack/desk/refuse-form.ts'
import { replyForm } from '../../../../src/channels/slack/desk/reply-form.ts'
import { visitForm } from '../../../../src/channels/slack/desk/visit-form.ts'
import { partDateForm, workshopDateForm } from '../../../../src/channels/slack/desk/workshop-form.ts'
import type { VisitMove } from '../../../../src/desk/command.ts'
import type { VisitCard } from '../../../../src/desk/visit-cards.ts'
import { readDetails } from '../../../../src/desk/visit-details.ts'
import { FIELD_NAMES, fieldWords } from '../../../../src/desk/visit-field-words.ts'
import { MOVE_WORDS, OPTION_CODES, optionText } from '../../../../src/desk/visit-form-words.ts'
import { formOf, VISIT_MOVES } from '../../../../src/desk/visit-forms.ts'
import { missingInForm } from '../../../../src/service/completion.ts'
import {
  CONVERSATION,
  caseCard,
  escalation,
  line,
  long,
  offers,
  TEN,
  task,
  visit,
} from '../../../support/slack-cards.ts'
import { ESCALATION_BUTTON, VISIT_BUTTON } from '../../../support/slack-drawings.ts'
import { elementsIn, wordsIn } from '../../../support/slack-limits.ts'

const COMPLETION_FORM = {
  cause: 'drain pump blocked',
  measures: 'pump replaced',
  parts: 'pump',
  testRun: true,
  noOtherFaults: true,
  cleaned: true,
  demonstrated: true,
  explained: true,
}

const EN: Look = { language: 'en', zone: 'Asia/Shanghai' }
const ZH: Look = { language: 'zh', zone: 'Asia/Shanghai' }
const shown = (view: ModalView) => wordsIn(view).join('\n')

/** The form as Slack hands it back, with these answers by the name of the field. */
function submit(view: ModalView, answers: Readonly<Record<string, SubmittedField>>, language: 'en' | 'zh' = 'en') {
  const values = Object.fromEntries(
    view.blocks.flatMap(block => {
      if (block.type !== 'input' || !('element' in block) || block.block_id === undefined) return []
      const { action_id = '' } = block.element as { action_id?: string }
      return [[block.block_id, { [action_id]: answers[block.block_id] ?? { value: null } }]]
    }),
  )
  const { callback_id = '', private_metadata = '' } = view
  return readModal({ callback_id, private_metadata, state: { values } }, language)
}

const order = (command: object) => ({ conversation: CONVERSATION, command })
const moved = (move: string, details: object) => order({ do: 'move-visit', visit: 3, move, revision: 4, details })

/** The form of a move on this card, with a window to propose. */
function formFor(move: VisitMove, card: Partial<VisitCard> = {}, look = EN): ModalView {
  const windows = [{ value: 'w1', label: { en: 'Sat 21 Nov', zh: '周六' } }]
  const view = visitForm({ ...VISIT_BUTTON, do: `visit-${move}` }, visit(card), look, windows)
  if (!view) throw new Error(`${move} has no form`)
  return view
}

describe('the reply form', () => {
  const form = replyForm(ESCALATION_BUTTON, escalation(), EN)

  test('says that it goes to the customer, to whom and where', () => {
    expect(shown(form)).toContain('This goes to the CUSTOMER: Anna Long · C1007 (Telegram)')
    expect(shown(replyForm(ESCALATION_BUTTON, escalation(), ZH))).toContain('这条消息会发给客户：Anna Long')
  })

  test('sends what is written, and it can be undone', () => {
    expect(submit(form, { text: { value: '  We come at *four* <3 \n' } })).toEqual(
      order({ do: 'reply', escalation: 12, content: { text: 'We come at *four* <3' }, wait: true }),
    )
  })

  test.each([null, '', ' \n '])('sends no empty text: %j', value => {
    expect(submit(form, { text: { value } })).toEqual({ errors: { text: 'Please write something first.' } })
    expect(submit(form, { text: { value } }, 'zh')).toEqual({ errors: { text: '请先写点内容。' } })
  })

  test('sends no more than the field holds', () => {
    expect(submit(form, { text: { value: 'x'.repeat(3000) } })).toHaveProperty('command')
    expect(submit(form, { text: { value: 'x'.repeat(3001) } })).toHaveProperty('errors.text')
  })
})

describe('the assign form', () => {
  test('offers whoever opened it, and gives the escalation to who was chosen', () => {
    const form = assignForm(ESCALATION_BUTTON, escalation(), EN, 'U2')
    expect(elementsIn(form)).toEqual([expect.objectContaining({ type: 'users_select', initial_user: 'U2' })])
    expect(submit(form, { to: { selected_user: 'U3' } })).toEqual(
      order({ do: 'assign', escalation: 12, to: { id: 'slack:U3', name: 'U3' } }),
    )
    expect(submit(form, { to: { selected_user: null } })).toEqual({ errors: { to: 'Please choose somebody.' } })
  })
})

describe('the priority form', () => {
  const form = priorityForm(ESCALATION_BUTTON, escalation({ priority: 'LOW' }), EN)

  test('shows the priority it has, and takes another', () => {
    expect(elementsIn(form)[0]).toHaveProperty('initial_option.value', 'LOW')
    expect(submit(form, { priority: { selected_option: { value: 'HIGH' } } })).toEqual(
      order({ do: 'prioritise', escalation: 12, priority: 'HIGH' }),
    )
  })

  test.each([null, { value: 'UTMOST' }])('takes nothing else: %j', selected_option => {
    expect(submit(form, { priority: { selected_option } })).toEqual({
      errors: { priority: 'Please choose how urgent it is.' },
    })
  })
})

describe('the form for a technician', () => {
  test('offers those who may come, by name, and the one whose window it is stands there', () => {
    const form = formFor('assign', {}, ZH)
    const select = elementsIn(form)[0] as { options: { text: { text: string }; value: string }[] }
    expect(select.options.map(({ text, value }) => [text.text, value])).toEqual([
      ['李明师傅', 'li-ming'],
      ['王芳师傅', 'wang-fang'],
    ])
    expect(select).toHaveProperty('initial_option.value', 'li-ming')
    expect(
      submit(form, {
        technician: { selected_option: { value: 'wang-fang' } },
        billingClass: { selected_option: { value: 'FREE' } },
      }),
    ).toEqual(moved('assign', { technician: 'wang-fang', billingClass: 'FREE', despiteBillingConflict: false }))
  })

  test('goes on in spite of a warning only where that is ticked', () => {
    const despite = { selected_options: [{ value: 'despiteBillingConflict' }] }
    expect(submit(formFor('assign'), { 'boxes:despiteBillingConflict': despite })).toEqual(
      moved('assign', { despiteBillingConflict: true }),
    )
  })

  test('without anybody has nothing to submit', () => {
    const form = formFor('assign', { candidates: [], offers: offers({ technicians: [] }) })
    expect(form.submit).toBeUndefined()
    expect(shown(form)).toContain('Nobody who is trained for it is free then.')
  })
})

describe('the form for the way', () => {
  const form = formFor('on-the-way')

  test.each(['1', '30', ' 600 '])('takes %j minutes', value => {
    const checklist = { selected_options: [{ value: 'tools' }] }
    expect(submit(form, { minutes: { value }, checklist })).toEqual(
      moved('on-the-way', { minutes: Number(value), checklist: ['tools'] }),
    )
  })

  test.each(['0', '601', '-5', '2.5', '1e2', 'soon'])('does not take %j', value => {
    expect(submit(form, { minutes: { value } })).toEqual({
      errors: { minutes: 'Please enter a whole number from 1 to 600.' },
    })
  })

  test('promises no minutes that nobody wrote', () => {
    expect(submit(form, {})).toEqual(moved('on-the-way', { checklist: [] }))
    expect(submit(formFor('late'), {})).toHaveProperty('errors.minutes')
  })
})

describe('a form of every kind of field', () => {
  test('a day and time is the instant that was chosen', () => {
    const answers = { part: { value: 'drain pump' }, qty: { value: '2' }, partAt: { selected_date_time: TEN / 1000 } }
    expect(submit(formFor('part'), answers)).toEqual(moved('part', { part: 'drain pump', qty: 2, partAt: TEN }))
    expect(submit(formFor('part'), { part: { value: ' ' } })).toEqual({
      errors: { part: 'Please fill this in; “none” is an answer, too.', partAt: 'Please choose.' },
    })
  })

  test('few choices that must be made are seen at once, more are a list', () => {
    const kinds = (move: VisitMove) => elementsIn(formFor(move)).map(({ action_id, type }) => [action_id, type])
    expect(kinds('postpone')).toEqual([['reason', 'radio_buttons']])
    expect(kinds('propose')).toEqual([
      ['window', 'radio_buttons'],
      ['reason', 'static_select'],
    ])
    expect(kinds('quote')).toEqual([
      ['plan', 'plain_text_input'],
      ['tariff', 'checkboxes'],
      ['extraName', 'plain_text_input'],
      ['extraPrice', 'number_input'],
      ['extraClass', 'static_select'],
    ])
    const many = Array.from({ length: 30 }, (_, at) => ({ value: `t${at}`, label: { en: 'x', zh: 'x' } }))
    const long = formFor('quote', { offers: offers({ tariff: many }) })
    expect(elementsIn(long)[1]).toHaveProperty('type', 'multi_static_select')
  })

  test('a box that must be ticked is asked for by its name', () => {
    expect(submit(formFor('left-note'), {})).toEqual({
      errors: { 'boxes:called': 'Please tick what was done. Still open: I called the customer and left a note.' },
    })
    const called = { selected_options: [{ value: 'called' }] }
    expect(submit(formFor('left-note'), { 'boxes:called': called })).toEqual(moved('left-note', { called: true }))
  })

  test('a time without any that is free has nothing to submit', () => {
    const view = visitForm({ ...VISIT_BUTTON, do: 'visit-propose' }, visit(), EN, [])
    expect(view?.submit).toBeUndefined()
    expect(view && shown(view)).toContain('No free time can be offered at present.')
  })

  test('promises no time that nobody chose', () => {
    for (const move of VISIT_MOVES) {
      const view = visitForm({ ...VISIT_BUTTON, do: `visit-${move}` }, visit(), EN)
      for (const element of elementsIn(view ?? {})) expect(element).not.toHaveProperty('initial_date_time')
    }
  })

  test.each(VISIT_MOVES.filter(move => move !== 'complete'))(
    'what the form of %s gives is what the desk takes',
    move => {
      const facts = { type: 'REPAIR', fromWorkshop: false } as const
      if (formOf(move, facts).length === 0)
        return expect(visitForm({ ...VISIT_BUTTON, do: `visit-${move}` }, visit(), EN)).toBeUndefined()
      const form = formFor(move)
      const answers = Object.fromEntries(
        elementsIn(form).map(({ action_id, type, options }) => [action_id, answerOf(String(type), options)]),
      )
      const read = submit(form, answers) as { command?: { details?: Record<string, never> } }
      expect(read).toHaveProperty('command.details')
      expect(readDetails(move, read.command?.details ?? {}, facts)).toHaveProperty('ok', true)
    },
  )
})

/** Anything that may be answered to an element. */
function answerOf(type: string, options: unknown): SubmittedField {
  const all = (options ?? []) as { value: string }[]
  const [first] = all
  switch (type) {
    case 'checkboxes':
    case 'multi_static_select':
      return { selected_options: all }
    case 'radio_buttons':
    case 'static_select':
      return { selected_option: first ?? null }
    case 'datetimepicker':
      return { selected_date_time: TEN / 1000 }
    default:
      return { value: '7' }
  }
}

describe('the completion form (R-071)', () => {
  const form = formFor('complete')
  const { cause, measures, parts } = COMPLETION_FORM
  const lines = { cause: { value: cause }, measures: { value: measures }, parts: { value: parts } }
  const BOXES = ['testRun', 'noOtherFaults', 'cleaned', 'demonstrated', 'explained']
  const ticked = (boxes: readonly string[]) => ({
    'boxes:testRun': { selected_options: boxes.map(value => ({ value })) },
  })
  const OTHERS = { replaced: [], despiteUntaggedPart: false, signedSheet: false }

  test('filled in completes the visit', () => {
    expect(missingInForm(COMPLETION_FORM)).toEqual([])
    expect(submit(form, { ...lines, ...ticked(BOXES) })).toEqual(moved('complete', { ...OTHERS, ...COMPLETION_FORM }))
  })

  test('without a test run is complete, too (R-029)', () => {
    expect(submit(form, { ...lines, ...ticked(BOXES.slice(1)) })).toEqual(
      moved('complete', { ...OTHERS, ...COMPLETION_FORM, testRun: false }),
    )
  })

  test.each(BOXES.slice(1))('without %s is refused', box => {
    expect(submit(form, { ...lines, ...ticked(BOXES.filter(one => one !== box)) })).toEqual({
      errors: { 'boxes:testRun': expect.stringContaining('Please tick what was done. Still open: ') },
    })
  })

  test('names what is missing, and every empty line', () => {
    expect(submit(form, { ...lines, cause: { value: ' ' }, ...ticked(['testRun', 'explained']) })).toEqual({
      errors: {
        cause: 'Please fill this in; “none” is an answer, too.',
        'boxes:testRun':
          'Please tick what was done. Still open: No other fault found, Place left clean, Use shown to the customer.',
      },
    })
  })

  test('takes no line that is too long', () => {
    expect(submit(form, { ...lines, parts: { value: 'x'.repeat(501) }, ...ticked(BOXES) })).toEqual({
      errors: { parts: 'Please keep it to 500 characters.' },
    })
  })

  test('asks more of an installation, and of a visit that brings the appliance back', () => {
    const more = formFor('complete', { type: 'INSTALL', fromWorkshop: true })
    expect(shown(more)).toContain('Maintenance manual handed over')
    expect(shown(more)).toContain('Receipt taken back')
    expect(shown(form)).not.toContain('Receipt taken back')
    expect(submit(more, { ...lines, ...ticked(BOXES) })).toMatchObject({
      errors: { 'boxes:testRun': expect.stringContaining('Acceptance list gone through') },
    })
  })
})

describe('the other forms of the desk', () => {
  test('what needs a manager is refused with a reason', () => {
    const form = refuseForm(
      { do: 'task-refuse', subject: { kind: 'task', id: 9 }, conversation: CONVERSATION },
      task(),
      EN,
    )
    expect(submit(form, { why: { value: ' too dear ' } })).toEqual(
      order({ do: 'decide-task', task: 9, approve: false, why: 'too dear' }),
    )
    expect(submit(form, {})).toEqual({ errors: { why: 'Please write something first.' } })
  })

  test('an appliance in the workshop gets another day', () => {
    const workshop = { id: 8, state: 'IN_WORKSHOP', reason: 'long-test', promisedReturnAt: TEN, loaner: null, next: [] }
    const button = { ...VISIT_BUTTON, do: 'workshop-date', target: 8, to: 'IN_WORKSHOP' } as const
    const form = workshopDateForm(button, visit({ workshop }), EN)
    expect(form && submit(form, { promisedReturnAt: { selected_date_time: TEN / 1000 + 60 } })).toEqual(
      order({ do: 'move-workshop', workshop: 8, stage: 'IN_WORKSHOP', details: { promisedReturnAt: TEN + 60_000 } }),
    )
    expect(workshopDateForm(button, visit(), EN)).toBeUndefined()
  })

  test('a part on order gets another day', () => {
    const part = { id: 6, part: 'motor', qty: 1, etaAt: TEN, state: 'SHIPPED', next: ['RECEIVED'] }
    const button = { ...VISIT_BUTTON, do: 'part-date', target: 6, to: 'SHIPPED' } as const
    const form = partDateForm(button, visit({ parts: [part] }), EN)
    expect(form && submit(form, { etaAt: { selected_date_time: TEN / 1000 + 60 } })).toEqual(
      order({ do: 'move-part', part: 6, state: 'SHIPPED', etaAt: TEN + 60_000 }),
    )
    expect(form && submit(form, {})).toEqual({ errors: { etaAt: 'Please choose.' } })
    expect(partDateForm(button, visit(), EN)).toBeUndefined()
  })
})

describe('the words of the forms', () => {
  const fields = VISIT_MOVES.flatMap(move =>
    (['REPAIR', 'INSTALL', 'DELIVERY', 'MAINTENANCE'] as const).flatMap(type =>
      formOf(move, { type, fromWorkshop: true }),
    ),
  )

  test('are there for every field and every code', () => {
    expect(fields.map(({ name }) => name).filter(name => !FIELD_NAMES.includes(name))).toEqual([])
    const codes = fields.flatMap(({ options }) => options ?? [])
    expect(codes.filter(code => !OPTION_CODES.includes(code))).toEqual([])
  })

  test('are in both languages, and fit where they stand', () => {
    const labels = Object.values(MOVE_WORDS).map(({ label }) => label)
    const all = [...labels, ...FIELD_NAMES.map(name => fieldWords(name).label), ...OPTION_CODES.map(optionText)]
    for (const { en, zh } of all) {
      expect(en).not.toMatch(/\p{Script=Han}/u)
      expect(zh).not.toBe('')
    }
    for (const { en, zh } of labels) expect(Math.max(en.length, zh.length)).toBeLessThanOrEqual(24)
  })
})

describe('a form that is none of ours', () => {
  const state = { values: { text: { text: { value: 'hello' } }, minutes: { minutes: { value: '5' } } } }
  const metadata = encodeButton(ESCALATION_BUTTON)

  test.each([
    ['another form', 'desk:other', metadata],
    ['no button', 'desk:reply', ''],
    ['something else for a button', 'desk:reply', '{"do":"reply"}'],
    ['a button of another card', 'desk:reply', encodeButton(VISIT_BUTTON)],
    ['a visit without its revision', 'desk:visit:on-the-way', metadata],
  ])('orders nothing: %s', (_, callback_id, private_metadata) => {
    expect(readModal({ callback_id: 'desk:reply', private_metadata: metadata, state }, 'en')).toHaveProperty('command')
    expect(readModal({ callback_id, private_metadata, state }, 'en')).toBeUndefined()
  })
})

describe('the whole conversation', () => {
  test('has the newest lines last, and says when there are more', () => {
    const lines = Array.from({ length: 300 }, (_, at) => line({ id: `in:${at}`, text: `line ${at}` }))
    const view = historyView(lines, 'Anna', EN)
    const said = wordsIn(view.blocks)
    expect(said.at(-1)).toMatch(/Anna: line 299$/)
    expect(said[0]).toMatch(/^Only the newest \d+ lines fit here\.$/)
    expect(said[1]).toContain(`line ${300 - (said.length - 1)}`)
  })

  test('shows one line, however long it is', () => {
    expect(wordsIn(historyView([line({ text: long(20_000) })], null, EN).blocks)[0]).toContain('Customer: A&B')
  })
})

describe('a case', () => {
  test('is shown with its visits and its rating', () => {
    const text = shown(caseView(caseCard(), EN))
    for (const said of [
      'Case C1007 · Visit booked · Anna Long',
      'Priority: High (the same fault again)',
      '🔧 Fri 20 Nov, 14:00–16:00 · Requested',
      'Rating: 2 of 5, “too late”',
      'With: Li Wei',
      '09:59 Anna Long: hello',
    ]) {
      expect(text).toContain(said)
    }
  })
})
