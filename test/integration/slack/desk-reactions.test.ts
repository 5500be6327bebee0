import { describe, expect, test } from 'vitest'
import { shown } from '../../support/fake-slack.ts'
import { CUSTOMER, DESK_CHANNEL, ESCALATION, TASK, useSlackDesk, VISIT } from '../../support/slack-desk-rig.ts'

const rig = useSlackDesk()
const HERE = { channel: DESK_CHANNEL }

describe('a reaction on a card', () => {
  test.each([
    ['eyes', ESCALATION, { do: 'claim', escalation: 12 }],
    ['white_check_mark', ESCALATION, { do: 'resolve', escalation: 12 }],
    ['white_check_mark', TASK, { do: 'finish-task', task: 3 }],
  ] as const)('%s on %j is a command (peers 4c)', async (emoji, subject, command) => {
    await rig.start()
    await rig.wei.reacts(emoji, await rig.post(subject), HERE)
    expect(rig.orders).toMatchObject([{ conversation: CUSTOMER, staff: { name: 'Wei' }, command }])
  })

  test.each([
    ['eyes', TASK],
    ['eyes', VISIT],
    ['white_check_mark', VISIT],
    ['+1', ESCALATION],
    ['heavy_check_mark', ESCALATION],
  ] as const)('%s on %j is applause', async (emoji, subject) => {
    await rig.start()
    await rig.wei.reacts(emoji, await rig.post(subject), HERE)
    expect(rig.handedIn).toBe(0)
  })

  test('is none on another post', async () => {
    await rig.start()
    const threadTs = await rig.post()
    const { ts } = await rig.mei.says('mine?', { channel: DESK_CHANNEL, threadTs })
    await rig.wei.reacts('eyes', ts, HERE)
    expect(rig.handedIn).toBe(0)
  })

  test('that Slack tells of twice, under any event id, is one order; done again it is another (peers I2)', async () => {
    await rig.start()
    const ts = await rig.post()
    await rig.wei.reacts('eyes', ts, HERE)
    await rig.slack.fake.redeliver('last')
    await rig.slack.fake.redeliver('last', { newEventId: true })
    expect(rig.handedIn).toBe(3)
    expect(rig.orders).toHaveLength(1)
    await rig.wei.unreacts('eyes', ts, HERE)
    await rig.wei.reacts('eyes', ts, HERE)
    expect(rig.orders).toHaveLength(2)
  })

  test('that comes too late tells the one who reacted', async () => {
    await rig.start()
    rig.outcome = { ok: false, why: 'already-claimed', values: { by: 'Mei' } }
    await rig.wei.reacts('eyes', await rig.post(), HERE)
    await rig.wei.hears(/Mei already has this one/, HERE)
  })

  test('of somebody who is not staff does nothing, and says so kindly', async () => {
    await rig.start()
    const ts = await rig.post()
    await rig.wei.reacts('+1', ts, HERE)
    await rig.slack.fake.called('conversations.members')
    rig.channel.members.add(rig.outsider.id)
    await rig.outsider.reacts('eyes', ts, HERE)
    await rig.outsider.hears(/only the staff/, HERE)
    expect(rig.handedIn).toBe(0)
  })
})

describe('/aftercare', () => {
  test.each([
    ['/aftercare today', /Visits today: 1/],
    ['/aftercare late', /Nothing is late/],
    ['/aftercare who', /Wei/],
    ['/aftercare case C9999', /no case C9999/],
    ['/aftercare help', /\/aftercare today/],
    ['/aftercare', /\/aftercare today/],
  ])('answers %j to whoever asks, and nobody else', async (line, pattern) => {
    await rig.start()
    const { acknowledged, later } = await rig.wei.commands(line, HERE)
    expect(acknowledged).toBe(true)
    expect(rig.wei.ephemerals.map(shown).join()).toMatch(pattern)
    expect(rig.channel.posts()).toEqual([])
    expect(later).toEqual([])
  })

  test('tells anybody else where customers write, in a channel that is not ours too', async () => {
    rig.slack.fake.channel({ id: 'C0OTHER', name: 'other', members: [rig.outsider] })
    await rig.start()
    const { text } = await rig.outsider.commands('/aftercare today', { channel: 'C0OTHER' })
    expect(text).toContain('direct message')
    expect(text).not.toContain('Visits')
  })

  test('tells nobody anything while Slack cannot say who is staff', async () => {
    rig.slack.fake.failNext('users.info', { error: 'internal_error' })
    await rig.start()
    const { text } = await rig.wei.commands('/aftercare today', HERE)
    expect(text).toContain('cannot tell me right now')
  })
})

describe('who is staff', () => {
  test('is asked page by page, once for many, and again when somebody comes or goes', async () => {
    const many = Array.from({ length: 250 }, (_, index) => `U1${index}`)
    for (const id of many) rig.channel.members.add(id)
    await rig.start()
    const ts = await rig.post()
    await rig.wei.reacts('eyes', ts, HERE)
    await rig.mei.reacts('eyes', ts, HERE)
    await rig.wei.reacts('white_check_mark', ts, HERE)
    const pages = rig.slack.fake.calls('conversations.members').length
    expect(pages).toBeGreaterThan(1)
    expect(rig.slack.fake.calls('users.info')).toHaveLength(2)
    await rig.outsider.joins(DESK_CHANNEL)
    await rig.outsider.reacts('eyes', ts, HERE)
    expect(rig.orders.map(({ staff }) => staff.name)).toEqual(['Wei', 'Mei', 'Wei', 'Otto'])
    expect(rig.slack.fake.calls('conversations.members')).toHaveLength(pages * 2)
    await rig.mei.leaves(DESK_CHANNEL)
    await rig.mei.commands('/aftercare today')
    expect(rig.mei.ephemerals).toHaveLength(1)
    expect(rig.mei.ephemerals.map(shown).join()).toContain('direct message')
  })

  test('is not waited for while Slack does not answer: the person hears that nothing was done', async () => {
    await rig.start()
    const ts = await rig.post()
    rig.slack.fake.hangNext('users.info')
    await rig.wei.reacts('eyes', ts, HERE)
    await rig.wei.hears(/cannot tell me right now/, HERE)
    expect(rig.handedIn).toBe(0)
    expect(rig.slack.fake.events.at(-1)).toMatchObject({ attempts: 1, acknowledged: true })
  })

  test('has the roles of the groups they are in', async () => {
    rig.slack.fake.group({ id: 'S0AGENTS', members: [rig.wei, rig.outsider] })
    rig.slack.fake.group({ id: 'S0LEADS', members: [rig.mei] })
    await rig.start({
      roles: { agent: ['S0AGENTS'], dispatcher: ['U0MEI'], technician: [], manager: [] },
      managerGroup: 'S0LEADS',
    })
    const shownCard = await rig.post()
    const message = rig.channel.messages.find(({ ts }) => ts === shownCard)
    for (const person of [rig.wei, rig.mei, rig.outsider]) {
      await person.presses('Claim', message ? { in: message } : {})
    }
    expect(rig.orders.map(({ staff }) => [staff.name, staff.roles])).toEqual([
      ['Wei', ['agent', 'technician']],
      ['Mei', ['dispatcher', 'technician', 'manager']],
      ['Otto', ['agent']],
    ])
  })
})
