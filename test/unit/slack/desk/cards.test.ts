import { describe, expect, test } from 'vitest'
import { decodeButton, decodeMove, decodeOption } from '../../../../src/channels/slack/desk/button.ts'
import { drawCard } from '../../../../src/channels/slack/desk/card.ts'
import type { Drawn, Look } from '../../../../src/channels/slack/desk/look.ts'
import { shownMoves } from '../../../../src/channels/slack/desk/visit-moves.ts'
import type { VisitMove } from '../../../../src/desk/command.ts'
import type { EscalationCard } from '../../../../src/desk/escalation-cards.ts'
import type { TaskCard } from '../../../../src/desk/task-cards.ts'
import { taskLines } from '../../../../src/desk/task-words.ts'
import type { VisitCard } from '../../../../src/desk/visit-cards.ts'
import { VISIT_MOVES } from '../../../../src/desk/visit-forms.ts'
import { movesOfStaff } from '../../../../src/service/move-visit.ts'
import { VISIT_STATES } from '../../../../src/service/visit.ts'
import * as cards from '../../../support/slack-cards.ts'
import { CONVERSATION, long, MINUTE, TEN } from '../../../support/slack-cards.ts'
import { elementsIn, wordsIn } from '../../../support/slack-limits.ts'
import { aVisit } from '../../../support/visits.ts'

const EN: Look = { language: 'en', zone: 'Asia/Shanghai' }
const ZH: Look = { language: 'zh', zone: 'Asia/Shanghai' }
const OWNER = { id: 'slack:U2', name: 'Li Wei' }

const escalation = (change: Partial<EscalationCard> = {}, look = EN) =>
  drawCard({ kind: 'escalation', card: cards.escalation(change) }, look)
const visit = (change: Partial<VisitCard> = {}, look = EN) =>
  drawCard({ kind: 'visit', card: cards.visit(change) }, look)
const task = (change: Partial<TaskCard> = {}, look = EN) => drawCard({ kind: 'task', card: cards.task(change) }, look)
const shown = (drawn: Drawn) => wordsIn(drawn.blocks).join('\n')

/** Labels of the buttons in their order, the menu as `…`, the list of other moves as `▾`. */
function buttons(drawn: Drawn): string[] {
  return elementsIn(drawn.blocks).map(({ type, text }) =>
    type === 'overflow' ? '…' : type === 'static_select' ? '▾' : (text as { text: string }).text,
  )
}

function buttonOf(drawn: Drawn, label: string) {
  return elementsIn(drawn.blocks).find(({ text }) => (text as { text?: string } | undefined)?.text === label)
}

describe('the card of an escalation', () => {
  test('says who waits, why, since when and until when, and what is known', () => {
    const text = shown(escalation())
    for (const said of [
      '🟠 Medium · C1007 · Anna Long',
      'Asked for a person',
      'since Fri 20 Nov 10:00 · answer by 10:05 · writes through Telegram',
      'Phone: 138****5678',
      'Address: 上海市闵行区',
      'Fault: The washing machine does not drain',
      'Priority: Medium (kind of fault)',
      'With: nobody yet',
      "my washer won't drain",
      '• Is the drain hose kinked? → Hose is fine, no drain\n• What is the model? → not known',
      '3 photos in the thread',
      '09:59 Anna Long: I want to talk to a person\n09:59 Assistant: I am calling one',
    ]) {
      expect(text).toContain(said)
    }
  })

  test('names the step of the conversation, unless it has a number only', () => {
    const standing = (step: string) =>
      /^Conversation is at: .*$/m.exec(shown(escalation({ flow: 'safety', step })))?.[0]
    expect(standing('leave')).toBe('Conversation is at: safety · leave')
    expect(standing('20')).toBe('Conversation is at: safety')
  })

  test('is in Chinese for those who read Chinese', () => {
    const text = shown(escalation({}, ZH))
    for (const said of [
      '🟠 中',
      '要求人工',
      '须在 10:05 前答复',
      '故障：洗衣机不排水',
      '3 张照片',
      '管子正常，还是不排',
    ]) {
      expect(text).toContain(said)
    }
  })

  test('shows the clocks of the shop, and the day where it is another', () => {
    expect(shown(escalation({}, { language: 'en', zone: 'America/New_York' }))).toContain('since Thu 19 Nov 21:00')
    expect(shown(escalation({ promiseDueAt: TEN + 24 * 60 * MINUTE }))).toContain('answer by Sat 21 Nov 10:00')
  })

  test.each([
    ['SAFETY', '🔴 Safety'],
    ['HIGH', '🔴 High'],
    ['MEDIUM', '🟠 Medium'],
    ['LOW', '🔵 Low'],
  ] as const)('says %s by its circle and by its word', (priority, said) => {
    expect(shown(escalation({ priority }))).toContain(`${said} · C1007`)
  })

  test.each([
    ['hazard', 'there may be a danger'],
    ['symptom no-drain', 'kind of fault'],
    ['staff', 'set by a colleague'],
    ['reopened: rated 1', 'reopened: rated 1'],
    ['reopened: the customer says it is not solved', 'reopened: the customer says it is not solved'],
    ['a rule of tomorrow', 'a rule of tomorrow'],
  ])('says which rule gave the priority: %s', (priorityReason, said) => {
    expect(shown(escalation({ priorityReason }))).toContain(`Priority: Medium (${said})`)
  })

  test('shows a reason that has no words as it is', () => {
    expect(shown(escalation({ reason: 'moon-full' }))).toContain('moon-full')
  })

  test('says that nobody came in time', () => {
    expect(shown(escalation({ level: 2 }))).toContain('level 2 of 3')
    expect(shown(escalation({ level: 1 }))).not.toContain('level')
  })

  test('can be claimed, answered, assigned and made more urgent while nobody has it', () => {
    const drawn = escalation()
    expect(buttons(drawn)).toEqual(['Claim', 'Reply', 'Assign', 'Priority', '…'])
    expect(buttonOf(drawn, 'Claim')).toMatchObject({ action_id: 'desk:claim', style: 'primary' })
    expect(decodeButton(buttonOf(drawn, 'Claim')?.value)).toEqual({
      do: 'claim',
      subject: { kind: 'escalation', id: 12 },
      conversation: CONVERSATION,
    })
  })

  test('says who has it, and leaves the lines to the thread', () => {
    const drawn = escalation({ state: 'CLAIMED', owner: OWNER, promiseDueAt: null })
    expect(shown(drawn)).toContain('👀 Li Wei has this one')
    expect(shown(drawn)).not.toContain('Last lines')
    expect(shown(drawn)).not.toContain('answer by')
    expect(buttons(drawn)).toEqual(['Reply', 'Hand back', 'Resolve', 'Assign', 'Priority', '…'])
    expect(buttonOf(drawn, 'Resolve')).toHaveProperty('confirm.title.text', 'Resolve this?')
  })

  test.each([
    ['RESOLVED', '✅ Resolved by Li Wei, 10:40'],
    ['HANDED_BACK', '↩️ Handed back to the assistant by Li Wei, 10:40'],
  ] as const)('that is %s says by whom, and has nothing to press', (state, said) => {
    const drawn = escalation({ state, owner: OWNER, endedAt: TEN + 40 * MINUTE })
    expect(shown(drawn)).toContain(said)
    expect(buttons(drawn)).toEqual([])
  })

  test('that ended without an owner names nobody', () => {
    expect(shown(escalation({ state: 'RESOLVED', endedAt: TEN + MINUTE }))).toContain('✅ Resolved, 10:01')
  })

  test('offers the case only where there is one', () => {
    const options = (drawn: Drawn) => {
      const menus = elementsIn(drawn.blocks).filter(({ type }) => type === 'overflow')
      return menus.flatMap(menu => (menu.options as { value: string }[]).map(({ value }) => decodeOption(value)?.do))
    }
    expect(options(escalation())).toEqual(['history', 'details'])
    expect(options(escalation({ case: null }))).toEqual(['history'])
  })

  test('says nothing of what is not known', () => {
    const nothing = { name: null, phone: null, address: null }
    const drawn = escalation({
      customer: nothing,
      case: null,
      caseState: null,
      priorityReason: null,
      appliance: null,
      symptom: null,
      words: null,
      flow: null,
      step: null,
      tried: [],
      media: [],
      lines: [],
      promiseDueAt: null,
    })
    expect(shown(drawn)).toBe(
      [
        '🟠 Medium · Customer',
        'Asked for a person',
        'since Fri 20 Nov 10:00 · writes through Telegram',
        'Priority: Medium',
        'With: nobody yet',
        ...['Claim', 'Reply', 'Assign', 'Priority', 'Whole conversation'],
      ].join('\n'),
    )
  })

  test('with 4,000 characters of the customer in every place shows something of each', () => {
    const lines = Array.from({ length: 5 }, (_, at) => cards.line({ text: `line ${at}: ${long(4000)}` }))
    const tried = Array.from({ length: 40 }, (_, at) => ({
      slot: `s${at}`,
      question: { en: `Question ${at}?`, zh: `问题 ${at}？` },
      answer: long(300),
    }))
    const customer = { name: 'Anna', phone: '138****5678', address: long(900) }
    const drawn = escalation({ words: long(4000), tried, lines, customer })
    const text = shown(drawn)
    for (const { text: said } of lines) expect(text).toContain(said?.slice(0, 100))
    for (const { question } of tried) expect(text).toContain(question.en)
    expect(text).toContain(long(4000).slice(0, 2000))
    expect(text).toContain('Phone: 138****5678')
    expect(buttons(drawn)).toHaveLength(5)
  })
})

describe('the card of a visit', () => {
  test('says who, where, when, and the code at the door', () => {
    const text = shown(visit())
    for (const said of [
      'Visit · C1007 · Anna Long',
      'Requested · Fri 20 Nov, 14:00–16:00',
      'Technician: nobody yet',
      'Address: 12 Long Road, Minhang, Shanghai',
      'Phone: +8613812345678',
      'Code at the door: 4711',
      'Trained and free then: li-ming, wang-fang',
    ]) {
      expect(text).toContain(said)
    }
  })

  test('names those who could come where their names are known', () => {
    const technicians = [{ id: 'li-ming', name: { en: 'Li Ming', zh: '李明师傅' } }]
    expect(shown(visit({}, { ...EN, technicians }))).toContain('Trained and free then: Li Ming, wang-fang')
    expect(shown(visit({ candidates: [] }))).toContain('Nobody who is trained for it is free then.')
  })

  test('has a button for every move that is possible, with the revision it shows', () => {
    const drawn = visit({ moves: ['assign', 'on-the-way', 'cancel'], technician: cards.visit().technician })
    expect(buttons(drawn)).toEqual(['Assign', 'On the way', 'Cancel visit', '…'])
    const cancel = buttonOf(drawn, 'Cancel visit')
    expect(cancel).toMatchObject({ action_id: 'desk:visit-cancel', style: 'danger' })
    expect(cancel).toHaveProperty('confirm.style', 'danger')
    expect(decodeButton(cancel?.value)).toEqual({
      do: 'visit-cancel',
      subject: { kind: 'visit', id: 3 },
      conversation: CONVERSATION,
      revision: 4,
    })
  })

  test('keeps what leads on at hand, the rest in a list, and asks before what alarms people', () => {
    const technician = { id: 'li-ming', name: { en: 'Li Ming', zh: '李明师傅' } }
    const moves = movesOfStaff(aVisit({ state: 'WORKING', technicianId: 'li-ming' })) as readonly VisitMove[]
    const drawn = visit({ state: 'WORKING', technician, moves })
    expect(buttons(drawn)).toEqual(['Complete', 'Quote', 'Part is missing', '▾', 'I need help', 'Cancel visit', '…'])
    expect(buttonOf(drawn, 'Complete')).toHaveProperty('style', 'primary')
    expect(buttonOf(drawn, 'I need help')).toHaveProperty('confirm.title.text', 'Call for help?')
    const list = elementsIn(drawn.blocks).find(({ type }) => type === 'static_select')
    expect(((list?.options ?? []) as { value: string }[]).map(({ value }) => decodeMove(value))).toEqual(
      ['propose-workshop', 'block', 'leave-site'].map(move => ({ move, visit: 3, revision: 4 })),
    )
  })

  test.each(VISIT_STATES)('in %s offers every move that is possible, each once', state => {
    const moves = movesOfStaff(aVisit({ state, technicianId: 'li-ming' })) as readonly VisitMove[]
    const { buttons, others, asked } = shownMoves({ moves, technician: null })
    const shownOnes = [...buttons.map(({ move }) => move), ...others, ...asked]
    expect(shownOnes.toSorted()).toEqual([...moves].toSorted())
    expect(VISIT_MOVES).toEqual(expect.arrayContaining(shownOnes))
  })

  test('says what is unusual about it', () => {
    const text = shown(
      visit({
        state: 'BLOCKED',
        type: 'INSTALL',
        round: 2,
        billingClass: 'FREE',
        warranty: { status: 'EXPIRED', end: '2026-11-01' },
        flags: ['REPEAT'],
        distanceKm: 81.4,
        isOutOfArea: true,
        delay: { minutes: 20, reason: 'traffic', etaAt: null, tier: 2, toldAt: TEN },
        block: { reason: 'power-cut', until: TEN + MINUTE },
      }),
    )
    for (const said of [
      'Warranty: expired, until 2026-11-01',
      'Kind: Installation · Visit 2 for this matter · Billing: C · free under warranty · Note: the same fault again',
      '⚠️ 81 km, beyond the outlet: a manager must agree',
      '⏱️ Late by 20 min; the customer was told at Fri 20 Nov 10:00 (Traffic)',
      '⏸️ Power cut, until Fri 20 Nov 10:01',
    ]) {
      expect(text).toContain(said)
    }
  })

  test('names no reason that nobody recorded (R-044)', () => {
    const delay = { minutes: 20, reason: null, etaAt: null, tier: 2, toldAt: TEN } as const
    expect(shown(visit({ delay }))).toMatch(/customer was told at Fri 20 Nov 10:00$/m)
  })

  test('shows its quote, its parts and its appliance in the workshop, and moves them on', () => {
    const drawn = visit({
      quote: {
        state: 'SENT',
        plan: 'replace the pump',
        lines: [{ name: { en: 'Drain pump', zh: '排水泵' }, qty: 2, total: 240 }],
        total: 240,
      },
      parts: [{ id: 6, part: 'motor', qty: 1, etaAt: TEN, state: 'APPROVED', next: ['SHIPPED'] }],
      workshop: {
        id: 8,
        state: 'IN_WORKSHOP',
        reason: 'long-test',
        promisedReturnAt: TEN,
        loaner: { id: 'loaner-1', state: 'OUT' },
        next: ['READY'],
      },
    })
    expect(shown(drawn)).toContain('🧾 Quote, with the customer: ¥240\nreplace the pump\n• Drain pump × 2: ¥240')
    expect(shown(drawn)).toContain('📦 Motor × 1, approved; expected Fri 20 Nov 10:00')
    expect(shown(drawn)).toContain('back by Fri 20 Nov 10:00 (Needs a long test) · loaner loaner-1, with the customer')
    expect(decodeButton(buttonOf(drawn, '🏭 ready')?.value)).toMatchObject({ do: 'workshop', target: 8, to: 'READY' })
    expect(decodeButton(buttonOf(drawn, '📦 Motor: on its way')?.value)).toMatchObject({ do: 'part', target: 6 })
    expect(buttonOf(drawn, '🏭 New return date')).toBeDefined()
  })

  test('changes the technician who is assigned', () => {
    const technician = { id: 'li-ming', name: { en: 'Li Ming', zh: '李明师傅' } }
    expect(buttons(visit({ technician, moves: ['assign'] }))).toEqual(['Change technician', '…'])
  })

  test('tells what has happened in its order, and the day where it is another', () => {
    const timeline = [
      { what: 'REQUESTED', at: TEN },
      { what: 'ASSIGNED', at: TEN + 5 * MINUTE },
      { what: 'EN_ROUTE', at: TEN + 24 * 60 * MINUTE },
    ] as const
    expect(shown(visit({ timeline }))).toContain(
      'Requested Fri 20 Nov 10:00 → Assigned 10:05 → On the way Sat 21 Nov 10:00',
    )
  })

  test('that is over has only the menu', () => {
    expect(buttons(visit({ state: 'ACCEPTED', moves: [] }))).toEqual(['…'])
  })
})

describe('the card of a task', () => {
  test.each([
    ['unhandled', 'A message nobody understood', '没有听懂的消息'],
    ['aside', 'A message that could not be worked on', '未能处理的消息'],
    ['unreachable', 'The customer can no longer be reached here', '在此渠道已联系不上客户'],
    ['undelivered', 'A message that could not be delivered', '未能送达的消息'],
    ['confirm-visit', 'Call: is the visit confirmed?', '回电：确认上门时间'],
    ['rating', 'Call: how was the service?', '回电：询问服务满意度'],
    ['recheck', 'Call: does it work again?', '回电：询问是否恢复正常'],
    ['verify', 'Details to verify', '待核实的信息'],
    ['reassign', 'Find another time or technician', '重新安排时间或师傅'],
    ['staff-in-danger', 'A technician needs help', '师傅紧急求助'],
    ['kind-of-tomorrow', 'kind-of-tomorrow', 'kind-of-tomorrow'],
  ])('says what %s is', (kind, en, zh) => {
    expect(shown(task({ kind }))).toContain(en)
    expect(shown(task({ kind }, ZH))).toContain(zh)
  })

  test('that a manager decides is approved or refused', () => {
    const drawn = task({ kind: 'approve-part', text: '', about: taskLines({ part: 'motor', qty: 3, visit: 4 }, 'UTC') })
    expect(buttons(drawn)).toEqual(['Approve', 'Refuse', '…'])
    expect(shown(drawn)).toContain('Part: Motor\nPieces: 3')
    expect(shown(drawn)).not.toContain('visit')
    const done = { by: 'Li Wei', at: TEN + MINUTE }
    expect(shown(task({ kind: 'approve-part', decision: 'refused', done }))).toContain('✖️ Refused by Li Wei, 10:01')
    expect(shown(task({ kind: 'approve-part', decision: 'approved', done }, ZH))).toContain('✅ Li Wei 已同意')
  })

  test('can be done, until it is', () => {
    const open = task()
    expect(shown(open)).toContain('the thing does the thing again')
    expect(buttons(open)).toEqual(['Done', '…'])
    const done = task({ done: { by: 'Li Wei', at: TEN + MINUTE } })
    expect(shown(done)).toContain('✅ Done by Li Wei, 10:01')
    expect(buttons(done)).toEqual([])
  })
})
