/** A visit that is booked, and what its customer reads on the way to the door, in both languages. */
import { freeWindowsFor } from '../../src/desk/free-windows.ts'
import type { Service } from '../../src/service/service.ts'
import { bookHeld, holdWindow } from '../../src/store/bookings.ts'
import type { Tx } from '../../src/store/sql.ts'
import { findVisit } from '../../src/store/visits.ts'
import { type Content, MONDAY_MORNING } from './house.ts'
import { type OnSite, type OnSiteFacts, openOnSite } from './on-site.ts'

/** A window that staff may propose for a visit, as its form names it. */
export async function freeWindow(tx: Tx, service: Service, visitId: number): Promise<string> {
  const visit = await findVisit(tx, visitId)
  if (!visit) throw new Error(`There is no visit ${visitId}`)
  const [window] = await freeWindowsFor(tx, service, visit, 'washing-machine', 5)
  if (!window) throw new Error('Nobody has any time')
  return window.value
}

export const WORDS = {
  en: {
    proposed: /Would .* suit you instead\?/,
    apology: /I am very sorry/,
    previousVisit: /the visit before yours takes longer than planned/,
    accept: 'Yes, that suits me',
    refuse: 'No, the agreed time',
    kept: /The agreed time .* stays/,
    accepted: /^Thank you for your understanding\. We come /,
    otherEngineer: /another engineer comes to you/,
    warned: /it looks as if we cannot be with you within the agreed time/,
    tenLate: 'you are 10 minutes late, I must leave',
    late1: /^I am sorry, we are late/,
    late1Minutes: /^I am sorry, the engineer will be about \d+ minutes? later/,
    late2: /^I sincerely apologise/,
    wait: 'I will wait',
    rebook: 'Choose another time',
    notAccepted: 'I do not accept this',
    manager: /passing this on to a manager/,
    free: /These times are free/,
    rebooked: /Done, we come .* no charge/,
    noShow: /nobody of ours was there/,
    rebookNow: /^Show the (next|free) times$/,
    chooseTime: /^There is no new time for our visit yet/,
    gift: /small gift/,
    compensation: /approved a compensation/,
    money: /gift|compensation|voucher|refund|¥|yuan/i,
    stays: /I have not heard from you, so the visit stays/,
    onTheWay: /about 25 minutes/,
    confirm: 'Confirm',
  },
  zh: {
    proposed: /改到.*您方便吗/,
    apology: /非常抱歉/,
    previousVisit: /上一位客户的维修比预计时间长/,
    accept: '同意改时间',
    refuse: '不同意',
    kept: /的时间不变/,
    accepted: /^谢谢您的理解。我们/,
    otherEngineer: /改由另一位工程师为您服务/,
    warned: /工程师可能无法准时到达/,
    tenLate: '你们迟到10分钟了，我要出门了',
    late1: /^很抱歉，我们迟到了/,
    late1Minutes: /^很抱歉，.*工程师会比约定的.*晚\d+分钟/,
    late2: /^非常抱歉，.*久等了/,
    wait: '我再等等',
    rebook: '改约时间',
    notAccepted: '不接受',
    manager: /转交主管/,
    free: /以下时间可以上门/,
    rebooked: /已经改好，我们.*不收任何费用/,
    noShow: /我们却没有人到/,
    rebookNow: /^看(最近的|可约)时间$/,
    chooseTime: /^您的上门服务.*还没有重新约好时间/,
    gift: /一份小礼物/,
    compensation: /同意给您补偿/,
    money: /礼品|礼物|补偿|赔|退款|元|¥/,
    stays: /没有收到您的回复/,
    onTheWay: /预计25分钟左右/,
    confirm: '确认',
  },
} as const

const HOUR = 3_600_000
/** Monday 2 March 2026, 14:00 to 16:00 in Shanghai: the window of the visit, Li Ming's. */
export const AGREED = { startsAt: MONDAY_MORNING + 5 * HOUR, endsAt: MONDAY_MORNING + 7 * HOUR }

/** Monday morning, 09:00: a washing machine's visit is booked for the afternoon, and nobody is assigned. */
export async function openBooked(content: Content, facts?: OnSiteFacts): Promise<OnSite> {
  const site = await openOnSite(content, facts)
  await site.house.app.database.transaction(MONDAY_MORNING, async tx => {
    const held = await holdWindow(tx, ['li-ming'], { conversationId: 'test:1', ...AGREED, until: MONDAY_MORNING + 1 })
    if (!held) throw new Error('Li Ming has no time')
    await bookHeld(tx, held.id, 1)
    await tx.run(
      `update visit set state = 'REQUESTED', technician_id = null, assigned_at = null, en_route_at = null,
         arrived_at = null, starts_at = ?, ends_at = ?`,
      [AGREED.startsAt, AGREED.endsAt],
    )
    await tx.run("update service_case set state = 'SCHEDULED'")
  })
  return site
}

/** The clock stands so many milliseconds after the end of the window, which is the agreed time. */
export async function comesTo(site: OnSite, afterAgreed: number): Promise<void> {
  await site.wait(AGREED.endsAt + afterAgreed - site.house.app.clock.now())
}
