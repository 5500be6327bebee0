/** A technician at work in a chat of their own, and the customer in theirs: each platform with each, in both languages. */
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { photo } from '../../support/customer.ts'
import type { Content } from '../../support/house.ts'
import { slackContent } from '../../support/slack-house.ts'
import { assignedVisit, type ChatWorld, MINUTE, openChatWorld } from './chat-world.ts'

const SAID = {
  en: {
    register: 'staff registration',
    welcome: /^Welcome, Li Ming/,
    assigned: /^A visit for you:\n\nC1001 · .*\nAssigned\n\nAnna Long, \+8613812345678\n12 Long Road/,
    late: ['Running late', 'Traffic'],
    lateTold: /about 20 minutes later/,
    setOut: ['On the way', 'All of it'],
    coming: /about 25 minutes/,
    arrived: 'Arrived',
    nobody: 'Nobody opens',
    open: 'I am coming',
    opened: /^The customer is coming to the door\./,
    absent: 'Owner is not there',
    allow: 'Allow',
    allowed: /^The owner agrees: you may go in and work\./,
    quote: 'Quote',
    plan: 'replace the drain pump',
    pump: 'Drain pump · ¥110',
    enough: "That's all",
    leaveOut: 'Leave out',
    planned: /replace the drain pump/,
    approve: 'Approve',
    approved: /^The customer agrees to the plan: you may begin\./,
    part: 'Part is missing',
    missing: /^I am sorry, a part is missing for this repair: Drain pump/,
    resume: 'Go on working',
    complete: ['Complete', 'Repaired', 'Serious'],
    boxes: ['All of it', 'No'],
    incomplete: /^The form is not complete: something required is missing, or a serious defect needs a photo/,
    kept: /^Kept with C1001\.$/,
    done: /^The work is done/,
    accept: 'I accept the work',
    accepted: /^The customer has accepted the work/,
    smoke: 'there is smoke',
    danger: /119|evacuate|safety/i,
    help: 'I need help',
    lost: /^Thank you\. You are not at any visit just now/,
    old: /^That is not possible any more/,
    mine: 'my visits',
    which: /^Your next visits/,
  },
  zh: {
    register: '员工登记',
    welcome: /^李明师傅，登记好了/,
    assigned: /^有新的上门单派给您：\n\nC1001 · .*\n已派工\n\n李娜，\+8613812345678\n上海市闵行区/,
    late: ['会迟到', '堵车'],
    lateTold: /晚20分钟/,
    setOut: ['已出发', '全部完成'],
    coming: /25分钟/,
    arrived: '已到达',
    nobody: '无人应门',
    open: '马上来开门',
    opened: /^客户来开门了/,
    absent: '户主不在',
    allow: '同意进门',
    allowed: /^户主同意您进门维修/,
    quote: '报价',
    plan: '更换排水泵',
    pump: '排水泵 · ¥110',
    enough: '就这些',
    leaveOut: '不填',
    planned: /更换排水泵/,
    approve: '同意',
    approved: /^客户同意维修方案，可以开始了/,
    part: '缺件',
    missing: /^很抱歉，这次维修缺少配件：排水泵/,
    resume: '继续维修',
    complete: ['完工', '已修好', '严重'],
    boxes: ['全部完成', '否'],
    incomplete: /^表单不完整：还有必填项没填，或严重故障缺照片/,
    kept: /^已存入C1001/,
    done: /^本次服务已经完成/,
    accept: '确认验收',
    accepted: /^客户已验收/,
    smoke: '冒烟了',
    danger: /119|安全/,
    help: '紧急求助',
    lost: /^收到，不过您现在没有正在进行的上门单/,
    old: /^现在不能这样操作了/,
    mine: '我的单',
    which: /^您接下来的上门单/,
  },
} as const

let content: Content
let world: ChatWorld
beforeAll(async () => {
  content = await slackContent()
}, 120_000)
afterEach(() => world.close())

async function taps(...labels: readonly string[]): Promise<void> {
  for (const label of labels) {
    await world.technician.taps(label)
    await world.house.settled()
  }
}

async function says(...texts: readonly string[]): Promise<void> {
  for (const text of texts) {
    await world.technician.says(text)
    await world.house.settled()
  }
}

async function state(): Promise<unknown> {
  return (await world.visit()).state
}

const PAIRS = (['telegram', 'slack'] as const).flatMap(customer =>
  (['telegram', 'slack'] as const).map(technician => [customer, technician] as const),
)

describe.each(['en', 'zh'] as const)('in %s', language => {
  const said = SAID[language]

  async function registered(): Promise<void> {
    await says(said.register, '12345678')
    await world.technician.hears(said.welcome)
    await assignedVisit(world)
    await world.technician.hears(said.assigned)
    await world.wait(Number((await world.visit()).starts_at) - world.house.app.clock.now() + 5 * MINUTE)
  }

  test.each(PAIRS)('a customer on %s and a technician on %s: from the code to the accepted work', async (...chats) => {
    const [customer, technician] = chats
    world = await openChatWorld(content, { customer, technician, language })
    const { customer: anna, technician: li } = world
    await registered()
    await taps(said.late[0])
    await says('20')
    await taps(said.late[1])
    await anna.hears(said.lateTold)
    await taps(said.setOut[0])
    await says('25')
    await taps(said.setOut[1])
    await anna.hears(said.coming)
    await taps(said.arrived, said.nobody)
    await anna.taps(said.open)
    await li.hears(said.opened)
    await taps(said.absent)
    await anna.taps(said.allow)
    await li.hears(said.allowed)

    await taps(said.quote)
    await says(said.plan)
    await taps(said.pump, said.enough, said.leaveOut, said.leaveOut, said.leaveOut)
    expect(await state()).toBe('AWAITING_QUOTE')
    expect((await anna.hears(said.planned)).text).toContain('110')
    await anna.taps(said.approve)
    await li.hears(said.approved)
    await world.house.settled()
    expect(await state()).toBe('WORKING')

    await taps(said.part)
    await says('drain-pump', '1', '+2d')
    await anna.hears(said.missing)
    expect(await state()).toBe('AWAITING_PART')
    await taps(said.resume)

    await taps(...said.complete)
    await says('pump blocked', 'pump replaced', 'pump')
    await taps(said.enough, ...said.boxes)
    await li.hears(said.incomplete)
    expect(await state()).toBe('WORKING')
    await li.uploads([photo()])
    await li.hears(said.kept)
    await world.house.settled()
    await taps(...said.complete)
    await says('pump blocked', 'pump replaced', 'pump')
    await taps(said.enough, ...said.boxes)
    await anna.hears(said.done)
    await anna.taps(said.accept)
    await li.hears(said.accepted)
    await world.house.settled()
    expect(await state()).toBe('ACCEPTED')
    expect(await world.house.rows("select author, case_id from media where kind = 'photo'")).toEqual([
      { author: 'technician', case_id: 1 },
    ])
  })

  test.each(['telegram', 'slack'] as const)('on %s: what is no order changes nothing', async chat => {
    world = await openChatWorld(content, { customer: chat, technician: chat, language })
    const { technician: li } = world
    await registered()
    const card = await li.seen.at(-1)
    if (!card) throw new Error('There is no card')
    await li.uploads([photo()])
    await li.hears(said.lost)
    await world.house.settled()
    expect(await world.house.rows('select id from media where author = ?', ['technician'])).toEqual([])
    const before = li.seen.length
    await li.sharesLocation(31.1, 121.4)
    await world.house.settled()
    expect(li.seen).toHaveLength(before)
    await taps(said.setOut[0])
    await says('25')
    await taps(said.setOut[1])
    const heard = li.seen.length
    await says(said.smoke)
    const answer = li.seen.slice(heard)
    expect(answer.map(({ text }) => text).join('\n')).not.toMatch(said.danger)
    expect(answer.at(-1)?.labels).toContain(said.help)
    await li.tapsOn(card, said.setOut[0])
    await li.hears(said.old)
    await world.house.settled()
    expect(await state()).toBe('EN_ROUTE')
    await says(said.mine)
    await li.hears(said.which)
  })
})
