import { describe, expect, test } from 'vitest'
import { threadOf } from '../../../src/desk/post.ts'
import { shown } from '../../support/fake-slack.ts'
import type { FakeSlackMessage } from '../../support/fake-slack-types.ts'
import {
  CUSTOMER,
  DESK_CHANNEL,
  ESCALATION,
  escalationCard,
  relayCard,
  TASK,
  taskCard,
  useSlackDesk,
  VISIT,
  visitCard,
} from '../../support/slack-desk-rig.ts'

const rig = useSlackDesk()
const WEI = { id: 'slack:U0WEI', name: 'Wei', roles: ['agent', 'dispatcher', 'technician', 'manager'] }

async function card(subject = ESCALATION): Promise<FakeSlackMessage> {
  const ts = await rig.post(subject)
  return rig.channel.messages.find(message => message.ts === ts) as FakeSlackMessage
}

function claimed(): void {
  const owner = { id: 'slack:U0WEI', name: 'Wei' }
  rig.board.cards.set(threadOf(ESCALATION), {
    kind: 'escalation',
    card: escalationCard({ state: 'CLAIMED', owner }),
  })
}

/** Wei's press on the card's Claim, as Slack brings it, once its thread has answers. */
function pressOf({ ts }: FakeSlackMessage) {
  const value = JSON.stringify({ do: 'claim', subject: 'escalation:12', conversation: CUSTOMER })
  const payload = JSON.stringify({
    type: 'block_actions',
    team: { id: rig.slack.fake.teamId },
    api_app_id: rig.slack.fake.appId,
    user: { id: rig.wei.id },
    channel: { id: DESK_CHANNEL },
    message: { ts, thread_ts: ts },
    actions: [{ type: 'button', action_id: 'desk:claim', block_id: 'b', action_ts: '1700000000.1', value }],
  })
  return {
    signature: 'good',
    body: String(new URLSearchParams({ payload })),
    contentType: 'application/x-www-form-urlencoded',
  } as const
}

describe('a button', () => {
  test('orders what it says in the name of who pressed it', async () => {
    await rig.start()
    const { acknowledged } = await rig.wei.presses('Claim', { in: await card() })
    expect(acknowledged).toBe(true)
    expect(rig.orders).toEqual([
      {
        conversation: CUSTOMER,
        staff: WEI,
        command: { do: 'claim', escalation: 12 },
        updateId: expect.stringMatching(/^\d+\.\d+:U0WEI:desk:claim$/),
      },
    ])
    expect(rig.wei.ephemerals).toEqual([])
  })

  test.each([
    ['Hand back', { do: 'hand-back', escalation: 12 }],
    ['Resolve', { do: 'resolve', escalation: 12 }],
  ])('“%s” of a claimed escalation is its order', async (label, command) => {
    claimed()
    await rig.start()
    await rig.wei.presses(label, { in: await card() })
    expect(rig.orders.map(order => order.command)).toEqual([command])
  })

  test('of a visit carries the revision that its card showed', async () => {
    await rig.start()
    await rig.wei.presses('Arrived', { in: await card(VISIT) })
    await rig.wei.presses('Done', { in: await card(TASK) })
    expect(rig.orders.map(order => order.command)).toEqual([
      { do: 'move-visit', visit: 5, move: 'arrived', revision: 4 },
      { do: 'finish-task', task: 3 },
    ])
  })

  test('below a reply undoes it', async () => {
    await rig.start()
    await card()
    rig.board.relays.set(9, relayCard())
    await rig.send({ kind: 'relay', relay: 9 })
    await rig.wei.presses('Undo')
    expect(rig.orders.map(order => order.command)).toEqual([{ do: 'undo-reply', relay: 9 }])
  })

  test('pressed by two at once is two orders; the desk says who was first', async () => {
    await rig.start()
    const shownCard = await card()
    await Promise.all([rig.wei, rig.mei].map(person => person.presses('Claim', { in: shownCard })))
    expect(rig.orders.map(({ staff }) => staff.name).sort()).toEqual(['Mei', 'Wei'])
    expect(new Set(rig.orders.map(({ updateId }) => updateId)).size).toBe(2)
  })

  test('pressed twice by one is two orders', async () => {
    await rig.start()
    const shownCard = await card()
    await rig.wei.presses('Claim', { in: shownCard })
    await rig.wei.presses('Claim', { in: shownCard })
    expect(rig.orders).toHaveLength(2)
  })

  test('is one order however often Slack tells of one press', async () => {
    await rig.start()
    const pressed = pressOf(await card())
    for (const _ of [1, 2]) expect(await rig.slack.fake.forge(pressed)).toMatchObject({ acknowledged: true })
    expect(rig.handedIn).toBe(2)
    expect(rig.orders).toHaveLength(1)
  })

  test('whose order is refused tells the one who pressed, and nobody else, why', async () => {
    await rig.start()
    rig.outcome = { ok: false, why: 'already-claimed', values: { by: 'Mei' } }
    await rig.wei.presses('Claim', { in: await card() })
    const told = await rig.wei.hears(/Mei already has this one/, { channel: DESK_CHANNEL })
    expect(told.ephemeralFor).toBe('U0WEI')
    // In the channel, where the card is: in a thread that is not open it would wait unread.
    expect(told.threadTs).toBeUndefined()
    expect(rig.mei.ephemerals).toEqual([])
  })

  test('of a card whose thread has answers is told of in the channel all the same', async () => {
    await rig.start()
    rig.outcome = { ok: false, why: 'already-claimed', values: { by: 'Mei' } }
    await rig.slack.fake.forge(pressOf(await card()))
    const told = await rig.wei.hears(/Mei already has this one/, { channel: DESK_CHANNEL })
    expect(told.threadTs).toBeUndefined()
  })

  test('in a thread that is refused is told of in the thread', async () => {
    await rig.start()
    const { ts } = await card()
    rig.board.relays.set(9, relayCard())
    await rig.send({ kind: 'relay', relay: 9 })
    rig.outcome = { ok: false, why: 'already-sent' }
    await rig.wei.presses('Undo')
    await rig.wei.hears(/already on its way/, { channel: DESK_CHANNEL, threadTs: ts })
  })

  test('that could not be stored is not acknowledged, and the person hears that nothing was done', async () => {
    await rig.start()
    rig.failures = 1
    const { acknowledged } = await rig.wei.presses('Claim', { in: await card() })
    expect(acknowledged).toBe(false)
    await rig.wei.hears(/could not be saved/, { channel: DESK_CHANNEL })
    expect(rig.orders).toEqual([])
  })

  test('pressed by somebody who is not staff does nothing, and says so kindly', async () => {
    await rig.start()
    const { acknowledged } = await rig.outsider.presses('Claim', { in: await card() })
    expect(acknowledged).toBe(true)
    await rig.slack.fake.called('chat.postEphemeral')
    await expect.poll(() => rig.outsider.ephemerals.map(shown).join()).toContain('only the staff')
    expect(rig.handedIn).toBe(0)
  })

  test('is not obeyed while Slack cannot say who is staff, and the person hears that', async () => {
    rig.slack.fake.failNext('conversations.members', { error: 'internal_error', times: 2 })
    await rig.start()
    await rig.slack.fake.called('conversations.members')
    const shownCard = await card()
    await rig.wei.presses('Claim', { in: shownCard })
    await rig.wei.hears(/cannot tell me right now/, { channel: DESK_CHANNEL })
    expect(rig.handedIn).toBe(0)
    await rig.wei.presses('Claim', { in: shownCard })
    expect(rig.orders).toHaveLength(1)
  })
})

describe('a form', () => {
  test('opens from its button, is sent, and orders what was written', async () => {
    await rig.start()
    await rig.wei.presses('Reply', { in: await card() })
    await rig.wei.seesModal(/This goes to the CUSTOMER/)
    const { action } = await rig.wei.submits({ text: 'We come at four.' })
    expect(action).toBe('closed')
    expect(rig.orders).toMatchObject([
      {
        conversation: CUSTOMER,
        staff: WEI,
        command: { do: 'reply', escalation: 12, content: { text: 'We come at four.' }, wait: true },
        updateId: expect.stringMatching(/^form:V/),
      },
    ])
  })

  test.each([
    ['Assign', /Who is to look after/],
    ['Priority', /How urgent/],
  ])('“%s” opens for an escalation', async (label, pattern) => {
    await rig.start()
    await rig.wei.presses(label, { in: await card() })
    await rig.wei.seesModal(pattern)
  })

  test('“On the way” opens for a visit', async () => {
    await rig.start()
    await rig.wei.presses('On the way', { in: await card(VISIT) })
    await rig.wei.seesModal(/Minutes until arrival/)
    await rig.wei.submits({ minutes: '20' })
    expect(rig.orders.map(order => order.command)).toEqual([
      { do: 'move-visit', visit: 5, move: 'on-the-way', revision: 4, details: { minutes: 20, checklist: [] } },
    ])
  })

  test('of a move that has no button opens from the list, with the times that are free', async () => {
    const moves = ['on-the-way', 'assign', 'late', 'propose', 'confirm', 'cancel'] as const
    rig.board.cards.set(threadOf(VISIT), { kind: 'visit', card: visitCard({ moves }) })
    await rig.start()
    await rig.wei.selects('Another step', 'Ask for another time', { in: await card(VISIT) })
    await rig.wei.seesModal(/The old time stands until the customer agrees/)
    await rig.wei.submits({ 'New time': 'Sat 21 Nov, 14:00–16:00' })
    await rig.wei.selects('Another step', 'Confirmed by phone', { in: await card(VISIT) })
    expect(rig.orders.map(order => order.command)).toEqual([
      { do: 'move-visit', visit: 5, move: 'propose', revision: 4, details: { window: 'w1' } },
      { do: 'move-visit', visit: 5, move: 'confirm', revision: 4 },
    ])
  })

  test('refuses what needs a manager, with the reason', async () => {
    rig.board.cards.set(threadOf(TASK), { kind: 'task', card: taskCard({ kind: 'approve-part', decides: true }) })
    await rig.start()
    await rig.wei.presses('Refuse', { in: await card(TASK) })
    await rig.wei.seesModal(/Why not/)
    await rig.wei.submits({ 'Why not': 'too dear' })
    await rig.wei.presses('Approve', { in: await card(TASK) })
    expect(rig.orders.map(order => order.command)).toEqual([
      { do: 'decide-task', task: 3, approve: false, why: 'too dear' },
      { do: 'decide-task', task: 3, approve: true },
    ])
  })

  test('that is not filled in as it must be stays open and says where', async () => {
    await rig.start()
    await rig.wei.presses('Reply', { in: await card() })
    await rig.wei.seesModal()
    const { action, errors } = await rig.wei.submits({ text: '   ' })
    expect(action).toBe('errors')
    expect(errors).toHaveProperty('text')
    expect(rig.handedIn).toBe(0)
  })

  test('assigns to somebody of the staff by the name the staff know', async () => {
    await rig.start()
    await rig.wei.presses('Assign', { in: await card() })
    await rig.wei.seesModal()
    await rig.wei.submits({ to: 'U0MEI' })
    expect(rig.orders.map(order => order.command)).toEqual([
      { do: 'assign', escalation: 12, to: { id: 'slack:U0MEI', name: 'Mei' } },
    ])
  })

  test('assigns to nobody who is not staff', async () => {
    await rig.start()
    await rig.wei.presses('Assign', { in: await card() })
    await rig.wei.seesModal()
    const { action, errors } = await rig.wei.submits({ to: 'U0OUT' })
    expect(action).toBe('errors')
    expect(errors.to).toContain('not one of the staff')
    expect(rig.handedIn).toBe(0)
  })

  test('that could not be stored stays open, and its second sending is the same order', async () => {
    await rig.start()
    await rig.wei.presses('Reply', { in: await card() })
    await rig.wei.seesModal()
    rig.failures = 1
    const first = await rig.wei.submits({ text: 'We come at four.' })
    expect(first.acknowledged).toBe(false)
    await rig.wei.hears(/could not be saved/, { channel: DESK_CHANNEL })
    await rig.wei.submits({})
    expect(rig.orders).toHaveLength(1)
    expect(rig.attempts).toHaveLength(2)
    expect(new Set(rig.attempts).size).toBe(1)
  })

  test('whose order is refused is told of in the thread of its card, and what was written in it comes back', async () => {
    await rig.start()
    const { ts } = await card()
    await rig.wei.presses('Reply')
    await rig.wei.seesModal()
    rig.outcome = { ok: false, why: 'not-possible-now' }
    await rig.wei.submits({ text: 'We come at four.' })
    const told = await rig.wei.hears(/nothing went to the customer/, { channel: DESK_CHANNEL, threadTs: ts })
    expect(shown(told)).toContain('We come at four.')
  })

  test('that Slack would not open any more is told of, for nothing was done', async () => {
    await rig.start()
    rig.slack.fake.failNext('views.open', { error: 'expired_trigger_id' })
    await rig.wei.presses('Reply', { in: await card() })
    await rig.wei.hears(/did not open the form in time/, { channel: DESK_CHANNEL })
  })

  test('of a subject that is gone does not open', async () => {
    await rig.start()
    const shownCard = await card()
    rig.board.cards.clear()
    await rig.wei.presses('Reply', { in: shownCard })
    await rig.wei.hears(/no longer here/, { channel: DESK_CHANNEL })
    expect(rig.slack.fake.calls('views.open')).toHaveLength(0)
  })

  test('does not open for somebody who is not staff', async () => {
    await rig.start()
    await rig.outsider.presses('Reply', { in: await card() })
    await expect.poll(() => rig.outsider.ephemerals.map(shown).join()).toContain('only the staff')
    expect(rig.slack.fake.calls('views.open')).toHaveLength(0)
  })
})

describe('More', () => {
  test('shows the whole conversation', async () => {
    await rig.start()
    await rig.wei.presses('Whole conversation', { in: await card() })
    await rig.wei.seesModal(/Conversation/)
  })

  test('says when there is no such case any more', async () => {
    await rig.start()
    await rig.wei.presses('Case details', { in: await card() })
    await rig.wei.hears(/no longer here/, { channel: DESK_CHANNEL })
  })
})
