/** What is agreed and done on site, rule by rule: its given, when and then (rulebook section B). */
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { countsAsDone } from '../../src/service/completion.ts'
import type { VisitState } from '../../src/service/visit.ts'
import { type Content, MONDAY_MORNING, shippedContent } from '../support/house.ts'
import {
  addPicture,
  completionForm,
  type OnSite,
  type OnSiteFacts,
  OUT_OF_WARRANTY,
  openOnSite,
  UNDER_WARRANTY,
} from '../support/on-site.ts'

const HOUR = 3_600_000
const MINUTE = 60_000
/** Friday 6 March 2026, 10:00 in Shanghai. */
const FRIDAY = Date.parse('2026-03-06T10:00:00+08:00')

let content: Content
let site: OnSite

beforeAll(async () => {
  content = await shippedContent()
}, 60_000)
afterEach(() => site.close())

async function open(facts: OnSiteFacts = UNDER_WARRANTY): Promise<void> {
  site = await openOnSite(content, facts)
}

async function state(): Promise<unknown> {
  return (await site.visit()).state
}

async function toWorking(): Promise<void> {
  expect(await site.order('begin')).toMatchObject({ ok: true })
  site.heard()
}

async function toCompleted(changes = {}): Promise<void> {
  await toWorking()
  expect(await site.order('complete', completionForm(changes))).toMatchObject({ ok: true })
}

const kinds = async () => (await site.tasks()).map(({ kind }) => kind)

describe('R-052 (K-15): out of warranty nothing is begun before its charges are approved', () => {
  test.each([
    ['household', { ...OUT_OF_WARRANTY }],
    ['machinery', { ...OUT_OF_WARRANTY, profile: 'machinery' }],
    ['contract-critical', { ...OUT_OF_WARRANTY, profile: 'contract-critical' }],
  ])('R-052 in the profile %s', async (_, facts) => {
    await open(facts)
    expect(await site.order('begin')).toEqual({ ok: false, why: 'quote-needed' })
    await site.order('quote', { plan: 'Replace the pump', tariff: ['labour-small'] })
    await site.taps('Approve')
    expect(await state()).toBe('WORKING')
  })

  test('R-052 a declined quote is no consent: the appliance is left as found, and the record stays', async () => {
    await open({ ...OUT_OF_WARRANTY, language: 'zh' })
    await site.order('quote', { plan: '更换排水泵', tariff: ['labour-small', 'drain-pump'] })
    site.heard()
    await site.taps('不同意')
    expect(site.heard()).toContain('保持原样')
    expect(await state()).toBe('DECLINED')
    expect(await site.order('begin')).toMatchObject({ ok: false })
    expect(await site.rows('select state, plan from quote')).toEqual([{ state: 'DECLINED', plan: '更换排水泵' }])
  })

  test('R-052 a warranty that is to be verified needs the proof, which is kept, or an approved quote', async () => {
    await open({ purchasedOn: '2025-10' })
    expect(await site.order('begin')).toEqual({ ok: false, why: 'quote-needed' })
    expect(await site.order('begin', { purchasedOn: 'last year' })).toMatchObject({ why: 'details-wrong' })
    expect(await site.order('begin', { purchasedOn: '2025-10-12' })).toMatchObject({ ok: true })
    expect(JSON.parse(String((await site.case()).warranty_proof))).toEqual({
      by: 'wei',
      at: MONDAY_MORNING,
      purchasedOn: '2025-10-12',
    })
  })
})

describe('R-053: charges only from the published tariff, itemised', () => {
  test('R-053 the lines and their total are read in the language of the customer', async () => {
    await open(OUT_OF_WARRANTY)
    await site.order('quote', { plan: 'Refill', tariff: ['call-out', 'refrigerant', 'refrigerant'] })
    const text = site.heard()
    expect(text).toContain('Call-out and inspection (out of warranty): ¥30')
    expect(text).toContain('Refrigerant refill × 2 (out of warranty): ¥360')
    expect(text).toContain('In total: ¥390')
    await site.close()
    await open({ ...OUT_OF_WARRANTY, language: 'zh' })
    await site.order('quote', { plan: '加注', tariff: ['call-out', 'refrigerant', 'refrigerant'] })
    const said = site.heard()
    expect(said).toContain('加注制冷剂 × 2（保外）：¥360')
    expect(said).toContain('合计：¥390')
  })

  test('R-053 a line that is not in the tariff is a manager’s to approve before the customer hears of it', async () => {
    await open(OUT_OF_WARRANTY)
    const asked = {
      plan: 'Weld the frame',
      tariff: ['call-out'],
      extraName: 'Welding',
      extraPrice: 120,
      extraClass: 'other',
    }
    expect(await site.order('quote', asked)).toEqual({ ok: true, events: [] })
    expect(site.heard()).toBe('')
    expect(await state()).toBe('ARRIVED')
    expect(await site.order('begin')).toEqual({ ok: false, why: 'quote-open' })
    const [task] = await site.tasks()
    expect(task?.kind).toBe('approve-quote')
    const decide = { do: 'decide-task', task: Number(task?.id), approve: true } as const
    expect(await site.command(decide, ['technician'])).toMatchObject({ ok: false, why: 'not-allowed' })
    expect(await site.command(decide)).toMatchObject({ ok: true })
    expect(await state()).toBe('AWAITING_QUOTE')
    expect(site.heard()).toContain('Welding (other service): ¥120')
  })

  test('R-053 what a manager refuses is never sent', async () => {
    await open(OUT_OF_WARRANTY)
    await site.order('quote', { plan: 'Weld', extraName: 'Welding', extraPrice: 120, extraClass: 'other' })
    const [task] = await site.tasks()
    await site.command({ do: 'decide-task', task: Number(task?.id), approve: false, why: 'too dear' })
    expect(site.heard()).toBe('')
    expect(await site.rows('select state from quote')).toEqual([{ state: 'REFUSED' }])
    expect(await state()).toBe('ARRIVED')
  })
})

describe('R-058: a missing part has a day, and the customer a second time from then on', () => {
  test.each([
    ['en', /it is expected on Friday, 6 March|It is expected on .*6 March/, 'soon'],
    ['zh', /3月6日.*到货/, '尽快'],
  ] as const)('R-058 in %s', async (language, day, never) => {
    await open({ ...UNDER_WARRANTY, language })
    await toWorking()
    expect(await site.order('part', { part: 'drain-pump' })).toEqual({ ok: false, why: 'date-missing' })
    expect(await site.order('part', { part: 'drain-pump', partAt: FRIDAY })).toMatchObject({ ok: true })
    expect(await state()).toBe('AWAITING_PART')
    const text = site.heard()
    expect(text).toMatch(day)
    expect(text).not.toContain(never)
    const windows = site.labels().filter(label => /\d\d:\d\d–\d\d:\d\d/.test(label))
    expect(windows.length).toBeGreaterThan(0)
    const days = windows.map(label => Number(/\d+(?=日)|\d+(?= Mar)/.exec(label)?.[0]))
    expect(Math.min(...days)).toBeGreaterThanOrEqual(6)
  })

  test('R-058 the engineer fetches it at once, and no second time is needed', async () => {
    await open()
    await toWorking()
    await site.order('part', { part: 'drain-pump', partAt: MONDAY_MORNING + HOUR })
    site.heard()
    expect(await site.order('resume')).toMatchObject({ ok: true })
    expect(site.heard()).toMatch(/The part is here/)
    expect(await state()).toBe('WORKING')
    expect(await site.rows('select state from part_request')).toEqual([{ state: 'RECEIVED' }])
  })

  test('R-058 another day is told as soon as it is known; the same day is not told again', async () => {
    await open({ ...UNDER_WARRANTY, language: 'zh' })
    await toWorking()
    await site.order('part', { part: 'drain-pump', partAt: FRIDAY })
    site.heard()
    expect(await site.command({ do: 'move-part', part: 1, state: 'SHIPPED', etaAt: FRIDAY })).toMatchObject({
      ok: true,
    })
    expect(site.heard()).toBe('')
    expect(await site.command({ do: 'move-part', part: 1, state: 'SHIPPED', etaAt: FRIDAY + 24 * HOUR })).toMatchObject(
      {
        ok: true,
      },
    )
    expect(site.heard()).toMatch(/到货时间有变.*3月7日/)
    expect(await site.command({ do: 'move-part', part: 1, state: 'APPROVED' })).toMatchObject({
      why: 'not-possible-now',
    })
  })
})

describe('R-059 (K-22): no fault found is explained, never blamed, and may be disputed', () => {
  test.each([
    ['en', 'Drain hose was kinked', 'I want a second opinion', 'I have none', /another engineer|second opinion/],
    ['zh', '排水管打折', '我要求复检', '没有', /复检/],
  ] as const)('R-059 in %s', async (language, finding, dispute, none, words) => {
    await open({ ...UNDER_WARRANTY, language })
    await toCompleted({ outcome: 'no-fault', cause: finding })
    const text = site.heard()
    expect(text).toContain(finding)
    expect(text).toMatch(words)
    expect(text).not.toMatch(/your fault|misuse|使用不当|您的责任/)
    expect(site.labels()).toContain(dispute)
    await site.taps(dispute)
    expect((await site.case()).state).toBe('REOPENED')
    const [task] = await site.tasks()
    expect(task).toMatchObject({ kind: 'second-opinion' })
    expect(JSON.parse(String(task?.data))).toMatchObject({ visit: 1, notTechnician: 'li-ming', finding })
    site.heard()
    await site.sendsPhoto()
    expect(await site.rows('select case_id from media where document is null')).toEqual([{ case_id: 1 }])
    expect(none).not.toBe('')
  })
})

test('R-071: COMPLETE is refused with the whole list while any box is missing', async () => {
  await open()
  await toWorking()
  expect(await site.order('complete', {})).toEqual({
    ok: false,
    why: 'form-incomplete',
    values: {
      missing: ['testRun', 'noOtherFaults', 'cleaned', 'demonstrated', 'explained', 'cause', 'measures', 'parts'],
    },
  })
  for (const box of ['noOtherFaults', 'cleaned', 'demonstrated', 'explained']) {
    expect(await site.order('complete', completionForm({ [box]: false }))).toMatchObject({ values: { missing: [box] } })
  }
  expect(await state()).toBe('WORKING')
})

describe('R-072 (K-24): without acceptance the service is not done', () => {
  test('R-072 completed is AWAITING_ACCEPTANCE, reminded twice, then a manager’s; and is not counted', async () => {
    await open()
    await toCompleted()
    expect(await state()).toBe('AWAITING_ACCEPTANCE')
    expect((await site.case()).state).toBe('IN_SERVICE')
    expect(countsAsDone({ state: (await state()) as VisitState })).toBe(false)
    site.heard()
    await site.wait(36 * HOUR)
    expect(site.heard()).toMatch(/may I ask once more whether the work is done/)
    await site.wait(36 * HOUR)
    expect(site.heard()).toMatch(/may I ask once more whether the work is done/)
    await site.wait(36 * HOUR)
    expect(await kinds()).toContain('accept-visit')
    expect(site.heard()).not.toMatch(/may I ask once more whether the work is done/)
    expect(await site.order('accept', { method: 'override', why: 'Confirmed by phone' }, ['technician'])).toEqual({
      ok: false,
      why: 'not-allowed',
      values: { roles: ['manager'] },
    })
    expect(await site.order('accept', { method: 'override' })).toMatchObject({ why: 'reason-missing' })
    expect(await site.order('accept', { method: 'override', why: 'Confirmed by phone' })).toMatchObject({ ok: true })
    expect(await state()).toBe('ACCEPTED')
    expect(countsAsDone({ state: 'ACCEPTED' })).toBe(true)
    expect((await site.case()).state).toBe('RESOLVED')
  })

  test.each([
    ['en', 'I accept the work', /noted as accepted/],
    ['zh', '确认验收', /已经登记验收/],
  ] as const)(
    'R-072 the customer accepts in the chat (%s), and only then the case is solved',
    async (language, button, words) => {
      await open({ ...UNDER_WARRANTY, language })
      await toCompleted()
      site.heard()
      await site.taps(button)
      expect(site.heard()).toMatch(words)
      expect(await state()).toBe('ACCEPTED')
      expect((await site.case()).state).toBe('RESOLVED')
      expect(JSON.parse(String((await site.visit()).acceptance))).toMatchObject({ method: 'chat', by: 'customer' })
    },
  )

  test('R-072 a signed sheet counts with its picture', async () => {
    await open()
    await toWorking()
    expect(await site.order('complete', completionForm({ signedSheet: true }))).toMatchObject({
      values: { missing: ['media'] },
    })
    await addPicture(site)
    expect(await site.order('complete', completionForm({ signedSheet: true }))).toMatchObject({ ok: true })
    expect(await state()).toBe('ACCEPTED')
    expect(site.heard()).toMatch(/Repair report/)
  })

  test('R-072 a rating accepts, and a low one opens the case again', async () => {
    await open()
    await toCompleted()
    await site.wait(24 * HOUR)
    await site.taps('4 ★')
    expect(await state()).toBe('ACCEPTED')
    await site.close()
    await open()
    await toCompleted()
    await site.wait(24 * HOUR)
    await site.taps('1 ★')
    expect(await state()).toBe('AWAITING_ACCEPTANCE')
    expect((await site.case()).state).toBe('REOPENED')
    site.heard()
    await site.wait(96 * HOUR)
    expect(await kinds()).not.toContain('accept-visit')
    expect(site.heard()).not.toMatch(/may I ask once more/)
  })

  test.each([
    ['en', 'It is not solved', /I am very sorry that it is not solved/],
    ['zh', '问题没解决', /非常抱歉，问题还没有解决/],
  ] as const)(
    'R-079 "not solved" (%s) opens the case again at once, with a person and an apology',
    async (language, button, words) => {
      await open({ ...UNDER_WARRANTY, language })
      await toCompleted()
      site.heard()
      await site.taps(button)
      expect(site.heard()).toMatch(words)
      expect((await site.case()).state).toBe('REOPENED')
      expect(await site.rows('select reason, priority from escalation')).toEqual([
        { reason: 'not-solved', priority: 'HIGH' },
      ])
    },
  )
})

describe('R-073: the report is there within three hours, once', () => {
  test.each([
    [
      'en',
      ['Reported:', 'Arrived:', 'Cause: drain pump blocked', 'What was done: pump replaced', 'Works again since:'],
    ],
    ['zh', ['报修时间：', '到达时间：', '故障原因：drain pump blocked', '处理措施：pump replaced', '恢复时间：']],
  ] as const)('R-073 completed at 14:00 it is sent by 17:00 with five fields (%s)', async (language, fields) => {
    await open({ ...UNDER_WARRANTY, language })
    await site.wait(5 * HOUR)
    await toCompleted()
    site.heard()
    await site.wait(3 * HOUR - MINUTE)
    expect(site.heard()).not.toContain(fields[0])
    await site.wait(MINUTE)
    const report = site.heard()
    for (const field of fields) expect(report).toContain(field)
    expect(await site.rows("select name from media where document is not null and name like 'repair-report%'")).toEqual(
      [{ name: 'repair-report-C1001.pdf' }],
    )
    await site.wait(9 * HOUR)
    expect(site.heard()).not.toContain(fields[0])
  })

  test('R-073 a missing cause is a task an hour before', async () => {
    await open()
    await site.wait(5 * HOUR)
    await toCompleted({ cause: 'unknown' })
    await site.wait(2 * HOUR - MINUTE)
    expect(await kinds()).not.toContain('report-missing')
    await site.wait(MINUTE)
    const task = (await site.tasks()).find(({ kind }) => kind === 'report-missing')
    expect(JSON.parse(String(task?.data))).toEqual({ visit: 1, missing: ['cause'] })
  })

  test.each([
    ['en', 'I accept the work', 'Repair report', 'Cause: worn bearing'],
    ['zh', '确认验收', '维修报告', '故障原因：worn bearing'],
  ] as const)(
    'R-073 a cause that becomes known makes the report whole, accepted or not (%s)',
    async (language, accept, report, cause) => {
      await open({ ...UNDER_WARRANTY, language })
      await toCompleted({ cause: 'unknown' })
      expect(await site.order('add-finding', { cause: 'unknown' })).toMatchObject({
        ok: false,
        values: { missing: ['cause'] },
      })
      await site.taps(accept)
      expect(site.heard()).not.toContain(report)
      await site.wait(2 * HOUR)
      expect(await kinds()).toContain('report-missing')
      expect(await site.order('add-finding', { cause: 'worn bearing' }, ['technician'])).toMatchObject({ ok: true })
      expect(site.heard()).toContain(cause)
      expect(await kinds()).not.toContain('report-missing')
      expect(await site.order('add-finding', { cause: 'another' })).toMatchObject({
        ok: false,
        why: 'not-possible-now',
      })
      await site.wait(2 * HOUR)
      expect(site.heard()).not.toContain(report)
    },
  )

  test('R-073 a cause that is found later still goes out, though the report did in time', async () => {
    await open()
    await toCompleted({ cause: 'unknown' })
    await site.wait(3 * HOUR)
    expect(site.heard()).toContain('Cause: Still being looked into')
    await site.wait(HOUR)
    expect(await site.order('add-finding', { cause: 'worn bearing' })).toMatchObject({ ok: true })
    expect(site.heard()).toContain('Cause: worn bearing')
  })

  test('R-073 who accepts later than that does not get it again', async () => {
    await open()
    await toCompleted()
    await site.wait(3 * HOUR)
    expect(site.heard()).toContain('Repair report')
    await site.taps('I accept the work')
    expect(site.heard()).not.toContain('Repair report')
    expect(await site.rows('select count(*) as reports from media where document is not null')).toEqual([
      { reports: 1 },
    ])
  })

  test('R-073 accepted earlier, it goes out with the acceptance and not again', async () => {
    await open()
    await toCompleted()
    await site.taps('I accept the work')
    expect(site.heard()).toContain('Repair report')
    await site.wait(4 * HOUR)
    expect(site.heard()).not.toContain('Repair report')
  })
})

describe('R-073: the report claims no more than is known', () => {
  test.each([
    ['en', 'It is not solved', 'Repair report'],
    ['zh', '问题没解决', '维修报告'],
  ] as const)(
    'R-073 nobody who refused the work is told that it works again (%s)',
    async (language, refuse, report) => {
      await open({ ...UNDER_WARRANTY, language })
      await toCompleted({ cause: 'unknown' })
      await site.taps(refuse)
      await site.wait(4 * HOUR)
      await site.order('add-finding', { cause: 'worn bearing' })
      expect(site.heard()).not.toContain(report)
      expect(await kinds()).not.toContain('report-missing')
    },
  )

  test.each([
    ['en', { testRun: false }, 'Work finished:', 'Works again since'],
    ['zh', { testRun: false }, '完工时间：', '恢复时间'],
    ['en', { outcome: 'no-fault' }, 'Work finished:', 'Works again since'],
    ['zh', { outcome: 'no-fault' }, '完工时间：', '恢复时间'],
  ] as const)(
    'R-073 untested or faultless it says when the work was finished (%s, %o)',
    async (language, form, says, claims) => {
      await open({ ...UNDER_WARRANTY, language })
      await toCompleted(form)
      await site.wait(3 * HOUR)
      const heard = site.heard()
      expect(heard).toContain(says)
      expect(heard).not.toContain(claims)
      const [kept] = await site.rows("select document from media where name like 'repair-report%'")
      expect(JSON.parse(String(kept?.document))).toMatchObject({ restoredAt: null, finishedAt: expect.any(Number) })
    },
  )

  test('R-073 measures that say nothing leave no blank line', async () => {
    await open()
    await toCompleted({ measures: 'none' })
    await site.wait(3 * HOUR)
    expect(site.heard()).toContain('What was done: Still being looked into')
  })

  test.each([
    ['DELIVERY', 'en', /repair|fault/i],
    ['DELIVERY', 'zh', /维修|检修|故障/],
    ['INSTALL', 'en', /repair|fault/i],
    ['INSTALL', 'zh', /维修|检修|故障/],
    ['TRAINING', 'en', /repair|fault/i],
    ['TRAINING', 'zh', /维修|检修|故障/],
  ] as const)(
    'R-073 nothing of a %s is spoken of as a repair, and no report goes out (%s)',
    async (type, language, repair) => {
      await open({ ...UNDER_WARRANTY, language, type })
      await site.order('begin')
      await site.order('complete', completionForm())
      await site.wait(3 * HOUR)
      expect(site.heard()).not.toMatch(repair)
      expect(await site.rows("select name from media where name like 'repair-report%'")).toEqual([])
    },
  )
})

test('R-074: a record with an empty line is rejected; "none" is an answer', async () => {
  await open()
  await toWorking()
  expect(await site.order('complete', completionForm({ parts: ' ' }))).toMatchObject({ values: { missing: ['parts'] } })
  expect(await site.order('complete', completionForm({ cause: '' }))).toMatchObject({ values: { missing: ['cause'] } })
  expect(await site.order('complete', completionForm({ parts: 'none' }))).toMatchObject({ ok: true })
})

test('R-075: who leaves without a report is flagged, who has reported is not', async () => {
  await open()
  await toWorking()
  expect(await site.order('leave-site')).toMatchObject({ ok: true })
  expect(await kinds()).toEqual(['left-without-report'])
  expect((await site.visit()).left_at).toBe(MONDAY_MORNING)
  await site.close()
  await open()
  await toCompleted()
  await site.order('leave-site')
  expect(await kinds()).toEqual([])
})

test('R-109: a part replaced under warranty without its tag warns, and is listed when it is done all the same', async () => {
  await open()
  await toWorking()
  const form = completionForm({ replaced: ['motor'] })
  expect(await site.order('complete', form)).toEqual({
    ok: false,
    why: 'warning',
    values: { warnings: ['old-part-untagged'], untagged: ['motor'] },
  })
  expect(await site.order('complete', { ...form, despiteUntaggedPart: true })).toMatchObject({ ok: true })
  const [task] = await site.tasks()
  expect(task?.kind).toBe('old-part-untagged')
  expect(JSON.parse(String(task?.data))).toMatchObject({ parts: ['motor'] })
  expect(await site.rows('select part, under_warranty, tag_no, warranty_end from replaced_part')).toEqual([
    { part: 'motor', under_warranty: 1, tag_no: null, warranty_end: '2029-03-02' },
  ])
})

test('R-109: with the tag, and for a part out of warranty, nothing is warned of', async () => {
  await open()
  await toWorking()
  expect(await site.order('complete', completionForm({ replaced: ['motor'], tagNo: 'C1001' }))).toMatchObject({
    ok: true,
  })
  expect(await site.rows('select tag_no from replaced_part')).toEqual([{ tag_no: 'C1001' }])
  expect(await kinds()).toEqual([])
})

test('R-114: a serious defect needs a picture', async () => {
  await open()
  await toWorking()
  const form = completionForm({ severity: 'serious' })
  expect(await site.order('complete', form)).toMatchObject({ why: 'form-incomplete', values: { missing: ['media'] } })
  await addPicture(site)
  expect(await site.order('complete', form)).toMatchObject({ ok: true })
})

test('R-119: the work begins only after the customer has accepted the plan', async () => {
  await open()
  await site.order('quote', { plan: 'Open the drum and take the coin out' })
  expect(site.heard()).toMatch(/It costs you nothing/)
  expect(await state()).toBe('AWAITING_QUOTE')
  expect(await site.order('begin')).toEqual({ ok: false, why: 'quote-open' })
  await site.taps('Approve')
  expect(await state()).toBe('WORKING')
})

test('R-119: a plan that was replaced cannot be approved any more', async () => {
  await open()
  await site.order('quote', { plan: 'First' })
  const [first] = site.labels()
  const token = firstToken(first)
  await site.order('quote', { plan: 'Second', tariff: ['drum-clean'] })
  site.heard()
  await site.house.does({ kind: 'tap', token })
  expect(await state()).toBe('AWAITING_QUOTE')
  expect(site.heard()).toMatch(/does not stand any more/)
  expect(await site.rows('select state from quote order by id')).toEqual([{ state: 'REPLACED' }, { state: 'SENT' }])
})

function firstToken(label: string | undefined): string {
  for (const { content: sent } of site.house.recorder.sent) {
    const button = sent.kind === 'text' ? sent.buttons?.find(one => one.label === label) : undefined
    if (button) return button.token
  }
  throw new Error(`There is no button ${label}`)
}

describe('R-122: parts by rule, else by a manager', () => {
  test('R-122 in the limit it is approved by the rule', async () => {
    await open()
    await toWorking()
    await site.order('part', { part: 'drain-pump', qty: 2, partAt: FRIDAY })
    expect(await site.rows('select state, approved_by from part_request')).toEqual([
      { state: 'APPROVED', approved_by: 'rule' },
    ])
    expect(await kinds()).toEqual([])
  })

  test('R-122 beyond it, also in two orders, a manager decides', async () => {
    await open()
    await toWorking()
    await site.order('part', { part: 'drain-pump', qty: 2, partAt: FRIDAY })
    await site.order('part', { part: 'motor', partAt: FRIDAY })
    const [task] = await site.tasks()
    expect(task?.kind).toBe('approve-part')
    expect(await site.command({ do: 'move-part', part: 2, state: 'SHIPPED' })).toMatchObject({
      why: 'not-possible-now',
    })
    await site.command({ do: 'decide-task', task: Number(task?.id), approve: true })
    expect(await site.rows('select state, approved_by from part_request where id = 2')).toEqual([
      { state: 'APPROVED', approved_by: 'wei' },
    ])
    for (const next of ['SHIPPED', 'RECEIVED', 'USED']) {
      expect(await site.command({ do: 'move-part', part: 2, state: next })).toMatchObject({ ok: true })
    }
  })

  test('R-122 what a manager refuses is settled with the customer by a person', async () => {
    await open()
    await toWorking()
    await site.order('part', { part: 'motor', qty: 3, partAt: FRIDAY })
    const [task] = await site.tasks()
    await site.command({ do: 'decide-task', task: Number(task?.id), approve: false })
    expect(await site.rows('select state from part_request')).toEqual([{ state: 'REFUSED' }])
    expect(await kinds()).toEqual(['part-refused'])
  })
})

test('R-134: a line without a class cannot be sent', async () => {
  await open(OUT_OF_WARRANTY)
  expect(await site.order('quote', { plan: 'Weld', extraName: 'Welding', extraPrice: 120 })).toEqual({
    ok: false,
    why: 'details-wrong',
    values: { fields: ['extraClass'] },
  })
  expect(await site.order('quote', { plan: 'Weld', tariff: ['welding'] })).toMatchObject({
    values: { fields: ['tariff'] },
  })
  expect(await site.rows('select id from quote')).toEqual([])
  expect(await state()).toBe('ARRIVED')
})

describe('a standstill has an end that the customer hears', () => {
  test.each([
    ['en', /asking our technical department.*2 March/s],
    ['zh', /技术部门.*3月2日/s],
  ] as const)('and an unknown fault is the technical department’s (%s)', async (language, words) => {
    await open({ ...UNDER_WARRANTY, language })
    await toWorking()
    expect(await site.order('block', { blockReason: 'unknown-fault' })).toEqual({ ok: false, why: 'date-missing' })
    await site.order('block', { blockReason: 'unknown-fault', until: MONDAY_MORNING + 3 * HOUR })
    expect(site.heard()).toMatch(words)
    expect(await kinds()).toEqual(['tech-department'])
    expect(await state()).toBe('BLOCKED')
    await site.order('resume')
    expect(await state()).toBe('WORKING')
    expect(site.heard()).not.toBe('')
  })
})
