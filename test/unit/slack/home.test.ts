import { describe, expect, test } from 'vitest'
import type { Home, HomeCase } from '../../../src/assistant/home.ts'
import { CUSTOMER_WORDS } from '../../../src/channels/slack/customer-words.ts'
import { homeView } from '../../../src/channels/slack/home.ts'
import { LANGUAGES } from '../../../src/flow/flow.ts'
import type { CaseState } from '../../../src/service/case.ts'
import { VISIT_STATES } from '../../../src/service/visit.ts'
import { faultsOfView, shownIn } from '../../support/fake-slack-blocks.ts'

const CASES: Readonly<Record<CaseState, true>> = {
  DRAFT: true,
  OPEN: true,
  DIAGNOSING: true,
  REMOTE_GUIDED: true,
  SCHEDULED: true,
  ESCALATED: true,
  IN_SERVICE: true,
  RESOLVED: true,
  CLOSED: true,
  REOPENED: true,
  CANCELLED: true,
}
const each = (rest: Partial<HomeCase> = {}): HomeCase => ({
  number: 'C1007',
  appliance: { en: 'Washing machine', zh: '洗衣机' },
  problem: { en: 'It does not drain', zh: '不排水' },
  openedAt: 1_700_000_000_000,
  state: 'SCHEDULED',
  ...rest,
})
const VISIT = { case: 'C1007', window: { en: 'Mon 10:00', zh: '周一 10:00' }, state: 'ASSIGNED', technician: null }

function shown(home: Partial<Home>): string {
  const view = homeView({ language: 'en', cases: [], visit: null, ...home })
  expect(faultsOfView(view, 'home')).toEqual([])
  return shownIn(view.blocks as unknown as Record<string, unknown>[])
}

describe('App Home', () => {
  test('of somebody with nothing open says so, offers a visit and a person, and the other language', () => {
    expect(shown({}).split('\n')).toEqual([
      'Your service',
      CUSTOMER_WORDS.en.home.nobody,
      'Book a visit',
      'Talk to a person',
      CUSTOMER_WORDS.en.home.language,
    ])
    const view = homeView({ language: 'zh', cases: [], visit: null })
    const actions = view.blocks.find(block => block.type === 'actions')
    expect(actions && 'elements' in actions && actions.elements).toMatchObject([
      { action_id: 'home:book', text: { text: '预约上门' } },
      { action_id: 'home:human', text: { text: '转人工客服' } },
    ])
  })

  test('shows the next visit and who comes', () => {
    const text = shown({ visit: { ...VISIT, technician: { en: 'Zhang Wei', zh: '张伟' } } })
    expect(text).toContain('Mon 10:00\nBooked, and an engineer is assigned.\nZhang Wei comes to you')
    expect(text).toContain('C1007')
    expect(shown({ visit: VISIT })).toContain(CUSTOMER_WORDS.en.home.noTechnician)
    expect(shown({ visit: VISIT, language: 'zh' })).toContain('周一 10:00')
  })

  test('shows an open case with its number, appliance, fault, standing and day', () => {
    expect(shown({ cases: [each()] })).toContain(
      'C1007 · Washing machine\nIt does not drain\nA visit is booked.\nNoted <!date^1700000000^{date_short}|2023-11-14>',
    )
    expect(shown({ cases: [each()], language: 'zh' })).toContain('C1007 · 洗衣机\n不排水\n已预约上门。\n登记于')
  })

  test('shows a case nobody has described yet', () => {
    expect(shown({ cases: [each({ appliance: null, problem: null, state: 'DRAFT' })] })).toContain(
      'C1007 · Appliance not named yet\nWe are noting what is wrong.',
    )
  })

  test('shows what a customer wrote letter for letter, never as a mention', () => {
    const view = homeView({
      language: 'en',
      cases: [each({ appliance: '<!here>', problem: '<!channel> *b*' })],
      visit: null,
    })
    const [section] = view.blocks.filter(block => block.type === 'section')
    expect(section).toMatchObject({ text: { type: 'plain_text', text: expect.stringContaining('<!channel> *b*') } })
  })

  test.each(LANGUAGES)(
    'holds a hundred cases with the longest words in %s, and says how many it does not show',
    language => {
      const long = each({
        appliance: '长 <'.repeat(200),
        problem: 'it drips & leaks '.repeat(500),
        state: 'UNHEARD_OF',
      })
      const text = shown({ language, cases: Array(100).fill(long), visit: VISIT })
      expect(text).toContain(CUSTOMER_WORDS[language].home.more(80))
    },
  )

  test.each(LANGUAGES)('has words for every state in %s', language => {
    const words = CUSTOMER_WORDS[language]
    expect(Object.keys(words.cases).sort()).toEqual(Object.keys(CASES).sort())
    expect(Object.keys(words.visits).sort()).toEqual([...VISIT_STATES].sort())
  })
})
