/** What was taken along to the workshop, on record and on paper, and as the flows know it. Pure. */
import type { Language, Text, Values } from '../flow/flow.ts'
import { caseNumber, type ServiceCase } from './case.ts'
import type { CustodyReceiptDocument, DocumentFile } from './document.ts'
import { findOutlet, findTechnician, type Loaner } from './outlets.ts'
import { applianceName } from './products.ts'
import type { Service } from './service.ts'
import type { Visit } from './visit.ts'
import type { WorkshopReason } from './visit-reasons.ts'
import type { CustodyReceipt, WorkshopRepair } from './workshop.ts'

/** The true reason, as the customer reads it (R-060, K-21). */
export const WORKSHOP_REASON_WORDS: Readonly<Record<WorkshopReason, Text>> = {
  'special-tools': {
    en: 'The repair needs tools that stand in the workshop only.',
    zh: '这次维修需要用到维修中心才有的专用工具。',
  },
  'long-test': {
    en: 'After the repair it has to be tested for longer than a visit lasts.',
    zh: '修好以后需要长时间试机检测，上门时间内做不完。',
  },
  'sealed-system': {
    en: 'The sealed system of the appliance has to be opened for it.',
    zh: '需要打开机器的密封系统才能维修。',
  },
  'needs-dismantling': {
    en: 'The appliance has to be taken apart completely for it.',
    zh: '需要把机器整体拆开才能维修。',
  },
}

const NOT_ON_RECORD: Text = { en: 'not on record', zh: '未登记' }

/** The six fields, from what is known when the customer agrees. */
export function receiptOf(
  { condition, promisedReturnAt }: WorkshopRepair,
  { appliance, modelNo, serialNo }: ServiceCase,
  { technicianId }: Visit,
  { photos, takenAt }: { readonly photos: number; readonly takenAt: number },
): CustodyReceipt {
  const asset = [appliance, modelNo].filter(known => known !== null).join(' ')
  return { asset, serial: serialNo, condition, photos, engineer: technicianId ?? '', takenAt, promisedReturnAt }
}

export type CustodyFacts = {
  readonly workshop: WorkshopRepair
  readonly visit: Visit
  readonly case: ServiceCase
  readonly loaner: Loaner | undefined
}

/**
 * `{ id, state, reason, condition, promisedReturnAt, asset, serial, engineer, takenAt, photos, loaner }`: texts in both
 * languages, instants in epoch milliseconds; `takenAt` and `photos` from the consent on, `loaner` where there is one
 * (`has(workshop.loaner)`).
 */
export function workshopValues({ workshop, visit, case: theCase, loaner }: CustodyFacts, service: Service): Values {
  const { id, state, reason, condition, promisedReturnAt, receipt } = workshop
  const technician = technicianOf(visit, workshop, service)
  return {
    id,
    state,
    reason: WORKSHOP_REASON_WORDS[reason],
    condition,
    promisedReturnAt,
    asset: assetText(theCase, service),
    serial: receipt?.serial ?? theCase.serialNo ?? NOT_ON_RECORD,
    ...(technician && { engineer: technician.name }),
    ...(receipt && { takenAt: receipt.takenAt, photos: receipt.photos }),
    ...(loaner && { loaner: loaner.name }),
  }
}

/** Who took it along; before that, who is there. */
function technicianOf({ technicianId }: Visit, { receipt }: WorkshopRepair, { outlets }: Service) {
  return findTechnician(outlets, receipt?.engineer ?? technicianId ?? '')
}

function assetText({ appliance, modelNo }: ServiceCase, { products }: Service): Text {
  const name = (appliance && applianceName(products, appliance)) || { en: 'appliance', zh: '电器' }
  return modelNo === null ? name : { en: `${name.en} ${modelNo}`, zh: `${name.zh} ${modelNo}` }
}

/** The same on paper, in the customer's language. */
export function receiptDocument(
  {
    workshop,
    visit,
    case: theCase,
    loaner,
  }: CustodyFacts & { readonly workshop: { readonly receipt: CustodyReceipt } },
  language: Language,
  service: Service,
): { readonly document: CustodyReceiptDocument; readonly file: DocumentFile } {
  const { receipt, reason } = workshop
  const technician = technicianOf(visit, workshop, service)
  const number = caseNumber(theCase.id)
  const document: CustodyReceiptDocument = {
    kind: 'custody-receipt',
    language,
    zone: findOutlet(service.outlets, visit.outletId).zone,
    caseNumber: number,
    name: visit.name,
    address: visit.address,
    appliance: (theCase.appliance && applianceName(service.products, theCase.appliance)?.[language]) || '',
    ...(theCase.modelNo && { model: theCase.modelNo }),
    serial: receipt.serial ?? NOT_ON_RECORD[language],
    condition: receipt.condition,
    reason: WORKSHOP_REASON_WORDS[reason][language],
    engineer: technician?.name[language] ?? '',
    ...(technician && { permitNo: technician.permitNo }),
    takenAt: receipt.takenAt,
    promisedReturnAt: receipt.promisedReturnAt,
    photos: receipt.photos,
    ...(loaner && { loaner: loaner.name[language] }),
  }
  return { document, file: { name: `receipt-${number}.pdf`, mime: 'application/pdf' } }
}
