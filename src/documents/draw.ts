/** From what a document says to its file. */
import type { Document } from '../service/document.ts'
import { calendarFile } from './calendar-file.ts'
import { type Fonts, readFonts } from './fonts.ts'
import { drawSheet } from './sheet.ts'
import { receiptSheet, reportSheet } from './sheets.ts'

/** Draws documents. The fonts, some megabytes, are read when the first PDF is wanted, and kept. */
export function createDraw(): (document: Document) => Promise<Uint8Array> {
  let fonts: Promise<Fonts> | undefined
  return async document => {
    if (document.kind === 'calendar') return calendarFile(document)
    fonts ??= readFonts()
    const sheet = document.kind === 'repair-report' ? reportSheet(document) : receiptSheet(document)
    return drawSheet(sheet, await fonts)
  }
}
