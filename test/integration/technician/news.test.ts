/** Every arrow of section D that somebody else takes on a technician's visit, as the technician hears of it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { heardOf } from '../../../src/assistant/technician-heard.ts'
import { technicianNews } from '../../../src/assistant/technician-news.ts'
import { type MoveDetails, moveVisit } from '../../../src/service/move-visit.ts'
import type { Visit } from '../../../src/service/visit.ts'
import { type Mover, TRANSITIONS, type Transition } from '../../../src/service/visit-transitions.ts'
import type { Tx } from '../../../src/store/sql.ts'
import { storeTechnicianCode } from '../../../src/store/technicians.ts'
import { armTimers } from '../../../src/store/timers.ts'
import { findVisit, saveVisit } from '../../../src/store/visits.ts'
import { type Content, shippedContent } from '../../support/house.ts'
import { COMPLETION_FORM } from '../../support/journey.ts'
import { type OnSite, openOnSite } from '../../support/on-site.ts'

const ACTORS: Readonly<Record<Mover, string>> = { customer: 'customer', bot: 'bot', staff: 'slack:U0WEI' }

/** Of each arrow, one of every mover; none of a visit that is nobody's. */
const ARROWS = TRANSITIONS.filter(({ from }) => from !== 'REQUESTED').flatMap(arrow =>
  arrow.who.map(who => [arrow.from, arrow.move, who, arrow] as const),
)

/** What each is to be told as, in the words of the card; undefined: nothing. */
const EXPECTED: Readonly<Record<string, readonly [RegExp, RegExp] | undefined>> = {
  'customer reschedule': [
    /^The customer has chosen another time for C1001; you need not come\.$/,
    /^客户给C1001改了时间，您不用去了。$/,
  ],
  'customer confirm': [/^The customer has confirmed the time\./, /^客户已确认时间/],
  'customer correct-address': [/^The appliance stands at another address/, /^机器在另一个地址/],
  'customer accept-proposal': [/^The customer agrees to the new time:/, /^客户同意改到新的时间/],
  'customer refuse-proposal': [/^The customer keeps to the agreed time/, /^客户要求按原时间上门/],
  'customer answered': [/^The customer is coming to the door/, /^客户来开门了/],
  'customer allow-entry': [/^The owner agrees/, /^户主同意您进门/],
  'customer approve-quote': [/^The customer agrees to the plan/, /^客户同意维修方案/],
  'customer decline-quote': [/^The customer does not agree to the plan/, /^客户不同意这个方案/],
  'customer accept-workshop': [/^The customer agrees to the workshop/, /^客户同意拉回维修/],
  'customer decline-workshop': [/^The customer prefers a repair at home/, /^客户希望在家维修/],
  'customer accept': [/^The customer has accepted the work/, /^客户已验收/],
  'customer cancel': [
    /^C1001.*\nThe customer has cancelled|^The customer has cancelled; you need not come/,
    /^客户取消了上门，您不用去了/,
  ],
  'bot leave-unconfirmed': [/^The customer has not confirmed/, /^客户还没有确认/],
  'bot warn-late': [/^It is getting late/, /^快赶不上约定时间了/],
  'bot mark-late': [/^It is getting late/, /^快赶不上约定时间了/],
  'bot no-show': [/^The agreed time has passed/, /^约定时间已过/],
  'bot await-acceptance': undefined,
  'bot assign': [/^C1001 has been given to somebody else; you need not come\.$/, /^C1001已改派其他师傅/],
  'staff assign': [/^C1001 has been given to somebody else; you need not come\.$/, /^C1001已改派其他师傅/],
  'staff confirm': [/^The customer has confirmed the time by phone/, /^客户已在电话里确认时间/],
  'staff propose': [/has asked the customer for another time/, /正在和客户协商改时间/],
  'staff withdraw-proposal': [/^The agreed time stays/, /^时间不变/],
  'staff on-the-way': [/noted that you are on the way/, /已登记您出发/],
  'staff late': [/told the customer that you are late/, /已告诉客户您会晚到/],
  'staff arrived': [/noted that you are there/, /已登记您到达/],
  'staff no-answer': [/noted that nobody opens/, /已登记无人应门/],
  'staff answered': [/^The door is opened/, /客户已开门/],
  'staff left-note': [/a note was left/, /已登记留条/],
  'staff owner-absent': [/asks the owner whether you may go in/, /正在问户主/],
  'staff postpone': [/noted that work is not possible now/, /已登记暂时无法施工/],
  'staff begin': [/noted that work has begun/, /已登记开始维修/],
  'staff quote': [/has sent the customer a plan/, /已把方案发给客户/],
  'staff part': [/noted a missing part/, /已登记缺件/],
  'staff propose-workshop': [/asked the customer about the workshop/, /征求客户同意拉回维修/],
  'staff block': [/noted that work stands still/, /已登记暂停施工/],
  'staff resume': [/noted that work goes on/, /已登记继续维修/],
  'staff complete': [/noted that the work is done/, /已登记完工/],
  'staff accept': [/^The work is accepted/, /^已验收/],
  'staff add-finding': [/has added the cause/, /已补填故障原因/],
  'staff leave-site': [/noted that you have left/, /已登记您离开现场/],
  'staff sos': [/called for help for you/, /已为您呼叫支援/],
  'staff cancel': [/^The visit is cancelled/, /^本次上门已取消/],
}

let content: Content
beforeAll(async () => {
  content = await shippedContent()
}, 120_000)

const DAY = 24 * 3_600_000

/** What the arrow needs to be taken at all. */
function detailsFor(visit: Visit, now: number): MoveDetails {
  const window = { startsAt: visit.startsAt + DAY, endsAt: visit.endsAt + DAY, outletId: visit.outletId }
  return {
    technician: { id: 'zhao-lei', skills: ['washing-machine'] },
    window,
    place: { address: 'Elsewhere 1', distanceKm: 3 },
    proposal: { ...window, reason: null, technicianId: 'li-ming' },
    delay: { minutes: 20, reason: null, etaAt: now, tier: 1, toldAt: now },
    wasCalled: true,
    block: { reason: 'meal', until: now + DAY },
    partAt: now + DAY,
    isWorkshopReady: true,
    form: COMPLETION_FORM,
    acceptance: { by: 'customer', at: now, method: 'chat' },
  }
}

/** Said already. */
function isRepeated({ from, to, move }: Transition): boolean {
  return from === to && (move === 'confirm' || move === 'leave-unconfirmed')
}

describe.each(['en', 'zh'] as const)('in %s', language => {
  let site: OnSite
  const now = () => site.house.app.clock.now()
  beforeAll(async () => {
    site = await openOnSite(content)
    await site.house.app.database.transaction(now(), tx => storeTechnicianCode(tx, '12345678', 'li-ming', now() + DAY))
    const li = { id: 'li', language }
    await site.house.does({ kind: 'command', name: 'technician', payload: '12345678' }, li)
  })
  afterAll(() => site.close())

  test.each(ARROWS)('%s, %s by the %s: one message that fits, or none', async (_, move, who, arrow) => {
    const heard = await takes(arrow, who)
    const expected = who !== 'staff' && isRepeated(arrow) ? undefined : EXPECTED[`${who} ${move}`]
    if (expected === undefined) {
      expect(`${who} ${move}` in EXPECTED).toBe(true)
      expect(heard).toEqual([])
      return
    }
    expect(heard).toHaveLength(1)
    expect(heard[0]).toMatch(expected[language === 'en' ? 0 : 1])
  })

  /** The visit stands where the arrow begins; it is taken, and the technician reads the news. */
  async function takes({ from, move }: Transition, who: Mover): Promise<readonly string[]> {
    await site.wait(60_000)
    const read = texts(site).length
    await site.house.app.database.transaction(now(), async tx => {
      await begin(tx, from)
      const before = await findVisit(tx, 1)
      if (!before) throw new Error('There is no visit')
      const result = moveVisit(before, move, who, now(), detailsFor(before, now()))
      if (!result.ok) throw new Error(`${move} from ${from}: ${result.why}`)
      await saveVisit(tx, before, result.visit, ACTORS[who], { move })
      await armTimers(tx, await technicianNews(tx))
    })
    await site.wait(1)
    return texts(site).slice(read)
  }

  async function begin(tx: Tx, from: Visit['state']): Promise<void> {
    const at = now()
    const proposal = { startsAt: at + 2 * DAY, endsAt: at + 2 * DAY + 7_200_000, reason: null, technicianId: 'li-ming' }
    await tx.run(
      `update visit set state = ?, technician_id = 'li-ming', address = '12 Long Road', proposal = ?, delay = null,
         entry_allowed_at = null, no_answer_at = ?, starts_at = ?, ends_at = ?`,
      [
        from,
        from === 'RESCHEDULE_PROPOSED' ? JSON.stringify(proposal) : null,
        at - 3_600_000,
        at + DAY,
        at + DAY + 7_200_000,
      ],
    )
    await tx.run('delete from timer')
  }
})

function texts(site: OnSite): readonly string[] {
  return site.house.recorder.sent.flatMap(({ conversation, content: said }) =>
    conversation === 'test:li' && said.kind === 'text' ? [said.text] : [],
  )
}

describe('what is told of several changes at once', () => {
  const visit = { id: 1, technicianId: 'li-ming', state: 'WORKING' } as Visit
  const done = { ...visit, state: 'COMPLETED' } as Visit
  const awaiting = { ...visit, state: 'AWAITING_ACCEPTANCE' } as Visit

  test('what follows from the technician’s own doing is theirs', () => {
    const changes = [
      { actor: 'technician:li-ming', before: visit, after: done },
      { actor: 'bot', before: done, after: awaiting },
    ]
    expect(heardOf(changes, 'li-ming')).toEqual({ by: 'own', what: 'done' })
  })

  test('what the customer did counts more than what the bot made of it', () => {
    const booked = { ...visit, state: 'CONFIRMED', startsAt: 1 } as Visit
    const moved = { ...booked, state: 'REQUESTED', startsAt: 2 } as Visit
    const again = { ...moved, state: 'CONFIRMED' } as Visit
    const changes = [
      { actor: 'customer', before: booked, after: moved },
      { actor: 'bot', before: moved, after: again },
    ]
    expect(heardOf(changes, 'li-ming')).toEqual({ by: 'customer', what: 'moved' })
  })
})
