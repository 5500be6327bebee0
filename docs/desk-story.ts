/**
 * An hour at the desk in Slack, for the picture of the documentation: a visit is booked, a customer who asked for a person is
 * helped in the thread of their card, and somebody smells smoke.
 */
import type { Language } from '../src/flow/flow.ts'
import type { Upload } from '../test/support/customer.ts'
import { telegramPerson } from '../test/support/customer-telegram.ts'
import type { FakeSlackUser } from '../test/support/fake-slack-types.ts'
import type { Content } from '../test/support/house.ts'
import { bookLastWindow, LINES, reachWindows } from '../test/support/journey.ts'
import { openSlackHouse, type SlackHouse } from '../test/support/slack-house.ts'

const SCRIPTS = {
  en: {
    agents: ['Lin Yan', 'Wang Fang'],
    asker: 'Ben Carter',
    endangered: 'Mei Tan',
    question: 'The cap of the filter does not move. Do I have to empty it first?',
    internal: 'Same model as C0988: it was a coin in the pump. Cap off a quarter turn at a time.',
    reply: 'Hello, this is Lin. Yes: please unplug it, then let the water out through the small hose beside the cap.',
    thanks: 'that works, water is coming out!',
    waiting: '> Very good. When it is empty, turn the cap a quarter to the left.',
    danger: 'there is smoke coming out of my air conditioner',
  },
  zh: {
    agents: ['林燕', '王芳'],
    asker: '周明',
    endangered: '陈静',
    question: '过滤器的盖子拧不动，要先把水放掉吗？',
    internal: '和 C0988 是同一型号，那台是水泵里卡了一枚硬币。盖子每次拧四分之一圈。',
    reply: '您好，我是小林。要先放水：请先拔掉电源，再从盖子旁边的小软管把水放出来。',
    thanks: '可以了，水出来了！',
    waiting: '> 太好了。水放完后，把盖子向左拧四分之一圈。',
    danger: '空调冒烟了',
  },
} as const

export type DeskStory = {
  readonly house: SlackHouse
  /** ts of the card whose thread has the conversation. */
  readonly threadTs: string
  /** The clock of the shop, an IANA name. */
  readonly zone: string
}

/** `content`: its policy has the desk speak `language`. `photo`: what the customer sends. */
export async function tellDeskStory(content: Content, language: Language, photo: Upload): Promise<DeskStory> {
  const { agents, ...script } = SCRIPTS[language]
  const lines = LINES[language]
  let now = () => Date.now()
  const house = await openSlackHouse({
    ...content,
    staff: agents.map((name, index) => ({ id: `U0AGENT${index}`, name })),
    door: 'socket',
    telegram: true,
    fake: { clock: () => now() },
  })
  now = () => house.app.time.now()
  const [lin, wang] = house.staff as [FakeSlackUser, FakeSlackUser]
  const person = (name: string, id: number) =>
    telegramPerson(house.telegram, house.telegram.user({ id, language: lines.code, name }))
  const later = async (minutes: number) => {
    await house.settled()
    await house.app.time.moveBy(minutes * 60_000)
    await house.settled()
  }

  const booker = person(lines.name, 1)
  await reachWindows(booker, lines)
  await bookLastWindow(booker, lines)
  await later(7)

  const asker = person(script.asker, 2)
  await asker.says(lines.opening)
  await asker.hears(lines.safety)
  await asker.taps(lines.safe)
  await asker.hears(lines.hose)
  await asker.taps(lines.hoseFine)
  await asker.hears(lines.filter)
  await asker.uploads([photo])
  await house.settled()
  await asker.says(lines.human)
  await asker.hears(lines.calling)
  await later(1)
  await lin.presses(language === 'en' ? 'Claim' : '接手')
  await house.settled()
  const threadTs = house.desk.posts().find(({ blocks }) => JSON.stringify(blocks).includes('desk:hand-back'))?.ts ?? ''
  const place = { channel: house.desk.id, threadTs }
  await asker.says(script.question)
  await later(1)
  await wang.says(script.internal, place)
  await lin.says(`> ${script.reply}`, place)
  await later(2)
  await asker.says(script.thanks)
  await house.settled()
  await person(script.endangered, 3).says(script.danger)
  await house.settled()
  await lin.says(script.waiting, place)
  await house.settled()
  return { house, threadTs, zone: content.loaded.service.policy.region.zone }
}
