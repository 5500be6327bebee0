import ICAL from 'ical.js'
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { describe, expect, test } from 'vitest'
import { createDraw } from '../../../src/documents/draw.ts'
import { unpackWoff } from '../../../src/documents/sfnt.ts'
import type { Document, RepairReportDocument } from '../../../src/service/document.ts'

const draw = createDraw()
const TEN = Date.parse('2026-11-22T10:00:00+08:00')
const HOUR = 3_600_000

const REPORT: RepairReportDocument = {
  kind: 'repair-report',
  language: 'zh',
  zone: 'Asia/Shanghai',
  caseNumber: 'C1007',
  name: '张伟',
  appliance: '洗衣机',
  model: 'WM-8X',
  reportedAt: TEN,
  arrivedAt: TEN + 2 * HOUR,
  restoredAt: TEN + 3 * HOUR,
  cause: '排水泵卡住异物',
  measures: '更换排水泵，试机正常',
  parts: [{ name: '排水泵', qty: 1, underWarranty: true }],
  technician: '陈杰',
  permitNo: 'B2008',
  charges: { currency: 'CNY', lines: [{ label: '人工费', qty: 2, amount: 12050 }], total: 12050 },
}

/** All that can be searched and read aloud, by a reader that is not the writer; and how many pages there are. */
async function readPdf(document: Document): Promise<{ text: string; pages: number }> {
  const data = new Uint8Array(await draw(document))
  const pdf = await getDocument({ data, verbosity: 0 }).promise
  const pages: string[] = []
  for (let number = 1; number <= pdf.numPages; number += 1) {
    const { items } = await (await pdf.getPage(number)).getTextContent()
    pages.push(items.map(item => ('str' in item ? item.str : '')).join(''))
  }
  return { text: pages.join('\n'), pages: pdf.numPages }
}

describe('a repair report (R-130)', () => {
  test('has its Chinese words as text, with the hours of fault, arrival and recovery', async () => {
    const { text, pages } = await readPdf(REPORT)
    for (const words of ['维修报告', 'C1007', '张伟', '排水泵卡住异物', '更换排水泵', '保修内', '陈杰', '¥120.50']) {
      expect(text).toContain(words)
    }
    for (const time of ['10:00', '12:00', '13:00']) expect(text).toContain(time)
    expect(pages).toBe(1)
  })

  test('in English has the same facts, and leaves out what nobody knows', async () => {
    const { text } = await readPdf({
      ...REPORT,
      language: 'en',
      name: 'Anna',
      arrivedAt: null,
      charges: { currency: 'JPY', lines: [], total: 500 },
    })
    expect(text).toContain('Repair report')
    expect(text).toContain('¥500')
    expect(text).not.toContain('Engineer arrived')
  })

  test('that is long goes on to a further page', async () => {
    const { pages, text } = await readPdf({ ...REPORT, measures: '逐项检查并试机。'.repeat(400), parts: [] })
    expect(pages).toBeGreaterThan(1)
    expect(text).toContain('更换的配件')
  })
})

test('a receipt tells condition, promised return and the loaner (R-060, R-062)', async () => {
  const { text } = await readPdf({
    kind: 'custody-receipt',
    language: 'zh',
    zone: 'Asia/Shanghai',
    caseNumber: 'C1007',
    name: '张伟',
    appliance: '冰箱',
    serial: 'SN-9',
    condition: '左侧门有一道划痕',
    engineer: '陈杰',
    takenAt: TEN,
    promisedReturnAt: TEN + 120 * HOUR,
    photos: 3,
    loaner: '周转冰箱',
  })
  for (const words of ['拉回收条', '左侧门有一道划痕', '2026年11月27日', '周转冰箱', 'SN-9'])
    expect(text).toContain(words)
})

test('a calendar file escapes what has a meaning in it and folds long lines', async () => {
  const summary = '上门；维修, "A"\\B\nnext line '.repeat(8).trim()
  const bytes = await draw({
    kind: 'calendar',
    uid: 'visit-7@aftercare.invalid',
    sequence: 3,
    method: 'REQUEST',
    status: 'TENTATIVE',
    startsAt: TEN,
    endsAt: TEN + 2 * HOUR,
    stampedAt: TEN - HOUR,
    summary,
    description: 'd',
    location: '1 Long Road; Flat 2, 3',
  })
  const text = Buffer.from(bytes).toString('utf8')
  expect(text.split('\r\n').every(line => Buffer.byteLength(line) <= 75)).toBe(true)
  const event = new ICAL.Event(new ICAL.Component(ICAL.parse(text)).getFirstSubcomponent('vevent') ?? undefined)
  expect(event.summary).toBe(summary)
  expect(event.location).toBe('1 Long Road; Flat 2, 3')
  expect(event.sequence).toBe(3)
  expect(event.startDate.toString()).toBe('2026-11-22T02:00:00Z')
})

test('what is no WOFF font is refused', () => {
  expect(() => unpackWoff(Buffer.from('OTTO'))).toThrow('no WOFF')
})
