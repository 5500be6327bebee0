/** What is covered, and what it costs: rules. */
import { describe, expect, test } from 'vitest'
import { warrantyOfCase } from '../../src/desk/visit/warranty.ts'
import { readVisitCards } from '../../src/desk/visit-cards.ts'
import { callOutFee, priceLine } from '../../src/service/tariff.ts'
import { billingClassFor, isBillingConflict, partWarrantyEnd, warrantyOf } from '../../src/service/warranty.ts'
import { findCase } from '../../src/store/cases.ts'
import { saveImportedCustomer } from '../../src/store/customers.ts'
import { words } from '../integration/desk/desk-world.ts'
import { sampleService } from '../support/sample-service.ts'
import { LINES, NOW, reachTerms, type Visitor, visitor } from '../support/visitor.ts'

const { products, policy } = sampleService()
const ZONE = 'Asia/Shanghai'
const household = { products, postWarranty: 'tariff' } as const
const critical = { products, postWarranty: policy.profiles['contract-critical']?.postWarranty ?? 'tariff' } as const

function covered(facts: Partial<Parameters<typeof warrantyOf>[0]>) {
  return warrantyOf({ appliance: 'refrigerator', purchasedOn: null, proven: false, ...facts }, products, NOW, ZONE)
}

test('R-054: a compressor that was replaced on day D is covered until D + its term, and the set ends when it did', () => {
  const replacedAt = Date.parse('2026-01-15T11:00+08:00')
  const end = partWarrantyEnd('refrigerator', 'compressor', replacedAt, products, policy, ZONE)
  expect(end).toBe('2029-01-15')
  const bought = { purchasedOn: '2022-05-01', proven: true, replaced: [{ part: 'compressor', warrantyEnd: end }] }
  expect(covered({ ...bought, part: 'compressor' })).toEqual({ status: 'ACTIVE', end })
  expect(covered(bought)).toEqual({ status: 'EXPIRED', end: '2023-05-01' })
  // Where the table says nothing of a part, the policy does.
  expect(partWarrantyEnd('refrigerator', 'door-seal', replacedAt, products, policy, ZONE)).toBe('2027-01-15')
})

describe('R-055: without proof it is to be verified', () => {
  test.each([
    ['2025-09-01', false, 'UNVERIFIED'],
    ['2025-09-01', true, 'ACTIVE'],
    // Bought some time in 2025: it may have ended, and may not.
    ['2025', true, 'UNVERIFIED'],
    ['2025-03', true, 'UNVERIFIED'],
    ['2025-04', true, 'ACTIVE'],
    ['2025-03-02', true, 'ACTIVE'],
    ['2025-03-01', true, 'EXPIRED'],
    ['2025-02', false, 'EXPIRED'],
    ['2024', false, 'EXPIRED'],
    [null, false, 'UNVERIFIED'],
    ['last summer', true, 'UNVERIFIED'],
  ])('R-055: bought %s, proven %s: %s', (purchasedOn, proven, status) => {
    expect(covered({ purchasedOn, proven }).status).toBe(status)
  })

  test('R-055: nobody is told "no warranty" of an appliance that is not in the table (K-14)', () => {
    expect(covered({ appliance: 'other', purchasedOn: '2001', proven: true })).toEqual({ status: 'UNVERIFIED' })
    expect(covered({ warrantyEnd: '2027-01-01', purchasedOn: '2001', proven: true }).status).toBe('ACTIVE')
  })
})

describe('R-057: after warranty', () => {
  test('R-057: under a profile that charges material only, a small part costs nothing', () => {
    expect(priceLine({ code: 'fuse', qty: 2 }, { ...critical, warranty: 'EXPIRED' })?.total).toBe(0)
    expect(priceLine({ code: 'labour-large' }, { ...critical, warranty: 'EXPIRED' })?.total).toBe(0)
    expect(priceLine({ code: 'compressor' }, { ...critical, warranty: 'EXPIRED' })?.total).toBe(680)
  })

  test('R-057: under the tariff each line has its price, and covered work none (K-15)', () => {
    expect(priceLine({ code: 'fuse', qty: 2 }, { ...household, warranty: 'EXPIRED' })?.total).toBe(6)
    expect(callOutFee({ ...household, warranty: 'EXPIRED' })).toBe(30)
    expect(callOutFee({ ...household, warranty: 'ACTIVE' })).toBe(0)
    expect(callOutFee({ ...household, warranty: 'ACTIVE', excluded: true })).toBe(30)
    expect(priceLine({ code: 'drum-clean' }, { ...household, warranty: 'ACTIVE' })?.total).toBe(150)
    expect(priceLine({ code: 'gold-plating' }, { ...household, warranty: 'EXPIRED' })).toBeUndefined()
  })
})

test('R-130: class C, free under warranty, and a warranty that is over are in conflict', () => {
  expect(isBillingConflict('FREE', 'EXPIRED')).toBe(true)
  expect(isBillingConflict('PAID', 'EXPIRED')).toBe(false)
  expect(isBillingConflict('FREE', 'UNVERIFIED')).toBe(false)
  expect(billingClassFor('ACTIVE', 'household')).toBe('FREE')
  expect(billingClassFor('EXPIRED', 'household')).toBe('PAID')
  expect(billingClassFor('UNVERIFIED', 'household')).toBeUndefined()
  expect(billingClassFor('EXPIRED', 'contract-critical')).toBe('CONTRACT')
})

describe.each(['en', 'zh'] as const)('in %s', language => {
  const lines = LINES[language]

  test('R-117: warranty expired: the call-out fee is shown when a slot is tapped, and "I agree" is needed', async () => {
    const anna = await visitor(language)
    await reachTerms(anna, lines, lines.old)
    expect(anna.last()).toContain(lines.fee)
    // "Confirm" is no agreement, and there is no such button yet.
    await expect(anna.taps(lines.confirm)).rejects.toThrow('There is no button')
    expect(await anna.rows('select id from visit')).toEqual([])
    await anna.taps(lines.agree)
    await anna.taps(lines.confirm)
    expect(await anna.rows('select state from visit')).toEqual([{ state: 'REQUESTED' }])
  })

  test('R-055: no proof: "to be verified" and a photo is asked for, never a refusal', async () => {
    const anna = await visitor(language)
    await reachTerms(anna, lines, lines.lately)
    await anna.taps(lines.confirm)
    expect(anna.heard().join('\n')).toContain(lines.toVerify)
    expect(anna.heard().join('\n')).not.toMatch(lines.never)
    expect(await anna.rows('select state from visit')).toEqual([{ state: 'REQUESTED' }])
  })

  test('R-055: a question about the warranty is answered with what is known, and a person is one tap away', async () => {
    const anna = await visitor(language)
    await anna.says(lines.question)
    expect(anna.last()).toMatch(language === 'en' ? /is to be verified[\s\S]*¥30/ : /还需要核实[\s\S]*¥30/)
    expect(anna.heard().join('\n')).not.toMatch(lines.never)
    await anna.taps(language === 'en' ? 'Yes, please' : '好的，请同事回答')
    expect(await anna.rows('select reason from escalation')).toEqual([{ reason: 'charges-or-warranty' }])
  })
})

/** A list brings a washing machine of whoever has Anna's number: bought in 2022, its contract runs until July 2027. */
async function listed(anna: Visitor): Promise<void> {
  const appliance = { appliance: 'washing-machine', model: 'XQB80', serial: 'SN12345678', warrantyEnd: '2027-07-15' }
  await anna.house.app.database.transaction(NOW, tx =>
    saveImportedCustomer(tx, { phone: '+8613812345678', language: 'en', appliances: [appliance] }, true),
  )
}

const ENDS = /15 July 2027|2027年7月15日|2027-07-15/

describe.each(['en', 'zh'] as const)('R-055: whose warranty it is, in %s', language => {
  const lines = LINES[language]
  const question = language === 'en' ? 'is my washing machine still under warranty' : '洗衣机还在保修期吗'

  test('R-055: a typed phone number opens no appliance of a list to the chat, neither booking nor asking', async () => {
    const anna = await visitor(language)
    await listed(anna)
    await reachTerms(anna, lines, lines.lately)
    await anna.taps(lines.confirm)
    expect(anna.heard().join('\n')).toContain(lines.toVerify)
    await anna.says(question)
    expect(anna.last()).toMatch(language === 'en' ? /is to be verified/ : /还需要核实/)
    expect(JSON.stringify(anna.house.recorder.sent)).not.toMatch(ENDS)
  })

  test('R-055: the serial number of the machine does', async () => {
    const anna = await visitor(language)
    await listed(anna)
    await reachTerms(anna, lines, lines.lately)
    await anna.taps(lines.confirm)
    await anna.house.app.database.transaction(NOW, tx => tx.run("update service_case set serial_no = 'SN12345678'"))
    await anna.says(question)
    expect(anna.last()).toMatch(ENDS)
  })
})

test('R-055: staff see it by the phone number, on the card as in the guard', async () => {
  const anna = await visitor('en')
  await listed(anna)
  await anna.house.app.database.transaction(NOW, tx =>
    // Another of the list with the same number: the model says which of them is meant.
    tx.run(
      `insert into asset (customer_id, appliance, model_no, warranty_end, proven, created_at, updated_at)
       select id, 'washing-machine', 'XQG90', '2020-01-01', 0, 0, 0 from customer where source = 'imported'`,
    ),
  )
  await reachTerms(anna, LINES.en, LINES.en.lately)
  await anna.taps(LINES.en.confirm)
  const known = async () => {
    const { database, service } = anna.house.app
    const [card] = await database.read(sql => readVisitCards(sql, service, words, NOW))
    const guarded = await database.transaction(NOW, async tx => {
      const theCase = await findCase(tx, 1)
      return theCase && warrantyOfCase(theCase, { tx, now: NOW, service })
    })
    expect(card?.warranty).toEqual(guarded)
    return guarded
  }
  expect(await known()).toEqual({ status: 'UNVERIFIED' })
  await anna.house.app.database.transaction(NOW, tx => tx.run("update service_case set model_no = 'XQB80'"))
  expect(await known()).toEqual({ status: 'ACTIVE', end: '2027-07-15' })
})
