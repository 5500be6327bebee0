/** A sheet of A4 paper with a heading, rows of a label and what it says, and blocks of text; it goes on to a further page. */
import PDFDocument from 'pdfkit'
import type { Fonts } from './fonts.ts'

export type Row = readonly [label: string, value: string]

export type SheetPart =
  | { readonly kind: 'rows'; readonly rows: readonly Row[] }
  | { readonly kind: 'block'; readonly label: string; readonly text: string }
  /** Amounts stand at the right. The last row is the total. */
  | { readonly kind: 'amounts'; readonly label: string; readonly rows: readonly Row[] }

export type Sheet = {
  readonly title: string
  /** Beside the title, such as the case number. */
  readonly subtitle: string
  readonly parts: readonly SheetPart[]
  /** In small letters at the end. */
  readonly note: string
  /** When the document was made, for its properties: epoch milliseconds. */
  readonly madeAt: number
  readonly language: string
}

/** Points (1/72 inch). */
const MARGIN = 56
const LABEL_WIDTH = 130
const AMOUNT_WIDTH = 110
const INK = '#1f2933'
const QUIET = '#66727f'
const LINE = '#d5dbe1'
const ACCENT = '#1f6f5c'

export function drawSheet(sheet: Sheet, fonts: Fonts): Promise<Uint8Array> {
  const pdf = new PDFDocument({
    size: 'A4',
    margin: MARGIN,
    lang: sheet.language,
    info: { Title: `${sheet.title} ${sheet.subtitle}`, CreationDate: new Date(sheet.madeAt) },
  })
  pdf.registerFont('regular', fonts.regular)
  pdf.registerFont('bold', fonts.bold)
  const drawn = bytesOf(pdf)
  heading(pdf, sheet)
  for (const part of sheet.parts) drawPart(pdf, part)
  pdf.moveDown(1.2)
  pdf
    .font('regular')
    .fontSize(9)
    .fillColor(QUIET)
    .text(sheet.note, MARGIN, pdf.y, { width: widthOf(pdf) })
  pdf.end()
  return drawn
}

type Pdf = InstanceType<typeof PDFDocument>

function bytesOf(pdf: Pdf): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    pdf.on('data', (chunk: Buffer) => chunks.push(chunk))
    pdf.on('end', () => resolve(Buffer.concat(chunks)))
    pdf.on('error', reject)
  })
}

function widthOf(pdf: Pdf): number {
  return pdf.page.width - 2 * MARGIN
}

function heading(pdf: Pdf, { title, subtitle }: Sheet): void {
  pdf.rect(0, 0, pdf.page.width, 8).fill(ACCENT)
  pdf.font('bold').fontSize(20).fillColor(INK).text(title, MARGIN, MARGIN)
  pdf.font('regular').fontSize(10.5).fillColor(QUIET).text(subtitle)
  pdf.moveDown(0.6)
  rule(pdf)
}

function rule(pdf: Pdf): void {
  const y = pdf.y + 4
  pdf
    .moveTo(MARGIN, y)
    .lineTo(pdf.page.width - MARGIN, y)
    .lineWidth(0.7)
    .strokeColor(LINE)
    .stroke()
  pdf.y = y + 10
}

function drawPart(pdf: Pdf, part: SheetPart): void {
  switch (part.kind) {
    case 'rows':
      for (const row of part.rows) drawRow(pdf, row)
      rule(pdf)
      break
    case 'block':
      label(pdf, part.label)
      pdf
        .font('regular')
        .fontSize(10.5)
        .fillColor(INK)
        .text(part.text, MARGIN, pdf.y, { width: widthOf(pdf) })
      pdf.moveDown(0.7)
      break
    case 'amounts':
      label(pdf, part.label)
      for (const [index, row] of part.rows.entries()) drawAmount(pdf, row, index === part.rows.length - 1)
      pdf.moveDown(0.7)
  }
}

function label(pdf: Pdf, words: string): void {
  keepTogether(pdf, 40)
  pdf
    .font('bold')
    .fontSize(10.5)
    .fillColor(ACCENT)
    .text(words, MARGIN, pdf.y, { width: widthOf(pdf) })
  pdf.moveDown(0.2)
}

function drawRow(pdf: Pdf, [name, value]: Row): void {
  const width = widthOf(pdf) - LABEL_WIDTH
  pdf.font('regular').fontSize(10.5)
  keepTogether(pdf, pdf.heightOfString(value, { width }) + 5)
  const top = pdf.y
  pdf.fillColor(QUIET).text(name, MARGIN, top, { width: LABEL_WIDTH - 8 })
  const below = pdf.y
  pdf.fillColor(INK).text(value, MARGIN + LABEL_WIDTH, top, { width })
  pdf.y = Math.max(below, pdf.y) + 5
}

function drawAmount(pdf: Pdf, [name, amount]: Row, isTotal: boolean): void {
  const width = widthOf(pdf) - AMOUNT_WIDTH
  pdf
    .font(isTotal ? 'bold' : 'regular')
    .fontSize(10.5)
    .fillColor(INK)
  keepTogether(pdf, pdf.heightOfString(name, { width }) + 3)
  const top = pdf.y
  pdf.text(amount, MARGIN + width, top, { width: AMOUNT_WIDTH, align: 'right' })
  pdf.text(name, MARGIN, top, { width })
  pdf.y += 3
}

/** A page break never parts a label from what it says. */
function keepTogether(pdf: Pdf, height: number): void {
  if (pdf.y + height > pdf.page.height - MARGIN) pdf.addPage()
}
