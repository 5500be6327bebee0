import type { ModalView } from '@slack/web-api'
import { describe, expect, test } from 'vitest'
import { assignForm } from '../../../../src/channels/slack/desk/assign-form.ts'
import { encodeButton } from '../../../../src/channels/slack/desk/button.ts'
import { caseView, historyView } from '../../../../src/channels/slack/desk/case-view.ts'
import type { Look } from '../../../../src/channels/slack/desk/look.ts'
import { readModal, type SubmittedField } from '../../../../src/channels/slack/desk/modals.ts'
import { priorityForm } from '../../../../src/channels/slack/desk/priority-form.ts'
import { replyForm } from '../../../../src/channels/slack/desk/reply-form.ts'
import { assignVisitForm, completionForm, onTheWayForm } from '../../../../src/channels/slack/desk/visit-forms.ts'
import { missingInForm } from '../../../../src/service/completion.ts'
import { CONVERSATION, caseCard, escalation, line, long, visit } from '../../../support/slack-cards.ts'
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
const moved = (move: string, more: object) => order({ do: 'move-visit', visit: 3, move, revision: 4, ...more })

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
  const technicians = [{ id: 'li-ming', name: { en: 'Li Ming', zh: '李明师傅' } }]

  test('offers those who may come, by name', () => {
    const form = assignVisitForm(VISIT_BUTTON, visit(), { ...ZH, technicians })
    const options = elementsIn(form)[0]?.options as { text: { text: string }; value: string }[]
    expect(options.map(({ text, value }) => [text.text, value])).toEqual([
      ['李明师傅', 'li-ming'],
      ['wang-fang', 'wang-fang'],
    ])
    expect(submit(form, { technician: { selected_option: { value: 'wang-fang' } } })).toEqual(
      moved('assign', { technician: 'wang-fang' }),
    )
    expect(submit(form, {})).toEqual({ errors: { technician: 'Please choose a technician.' } })
  })

  test('without anybody has nothing to submit', () => {
    const form = assignVisitForm(VISIT_BUTTON, visit({ candidates: [] }), EN)
    expect(form.submit).toBeUndefined()
    expect(shown(form)).toContain('Nobody who is trained for it is free then.')
  })
})

describe('the form for the way', () => {
  const form = onTheWayForm({ ...VISIT_BUTTON, do: 'visit-on-the-way' }, visit(), EN)

  test.each(['1', '30', ' 600 '])('takes %j minutes', value => {
    expect(submit(form, { minutes: { value } })).toEqual(moved('on-the-way', { minutes: Number(value) }))
  })

  test.each([null, '', '0', '601', '-5', '2.5', '1e2', 'soon'])('does not take %j', value => {
    expect(submit(form, { minutes: { value } })).toEqual({
      errors: { minutes: 'Please enter whole minutes, from 1 to 600.' },
    })
  })
})

describe('the completion form (R-071)', () => {
  const form = completionForm({ ...VISIT_BUTTON, do: 'visit-complete' }, visit(), EN)
  const { cause, measures, parts } = COMPLETION_FORM
  const lines = { cause: { value: cause }, measures: { value: measures }, parts: { value: parts } }
  const BOXES = ['testRun', 'noOtherFaults', 'cleaned', 'demonstrated', 'explained']
  const ticked = (boxes: readonly string[]) => ({ boxes: { selected_options: boxes.map(value => ({ value })) } })

  test('filled in completes the visit', () => {
    expect(missingInForm(COMPLETION_FORM)).toEqual([])
    expect(submit(form, { ...lines, ...ticked(BOXES) })).toEqual(moved('complete', { form: COMPLETION_FORM }))
  })

  test('without a test run is complete, too (R-029)', () => {
    expect(submit(form, { ...lines, ...ticked(BOXES.slice(1)) })).toEqual(
      moved('complete', { form: { ...COMPLETION_FORM, testRun: false } }),
    )
  })

  test.each(BOXES.slice(1))('without %s is refused', box => {
    expect(submit(form, { ...lines, ...ticked(BOXES.filter(one => one !== box)) })).toEqual({
      errors: { boxes: expect.stringContaining('Please tick what was done. Still open: ') },
    })
  })

  test('names what is missing, and every empty line', () => {
    expect(submit(form, { ...lines, cause: { value: ' ' }, ...ticked(['testRun', 'explained']) })).toEqual({
      errors: {
        cause: 'Please fill this in; “none” is an answer, too.',
        boxes:
          'Please tick what was done. Still open: No other fault found, Place left clean, Use shown to the customer.',
      },
    })
  })

  test('takes no line that is too long', () => {
    expect(submit(form, { ...lines, parts: { value: 'x'.repeat(501) }, ...ticked(BOXES) })).toEqual({
      errors: { parts: 'Please keep it to 500 characters.' },
    })
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
