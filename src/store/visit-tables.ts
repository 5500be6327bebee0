/** Tables around a visit: what is agreed before work, parts, the workshop, loaners, warranty of what was replaced. */
import { defineEntity, p } from '@mikro-orm/core'
import { instant } from './columns.ts'

/** A plan and what it costs, line by line, that the customer approves before work. */
export const Quote = defineEntity({
  name: 'Quote',
  tableName: 'quote',
  properties: {
    id: p.integer().primary(),
    visitId: p.integer(),
    caseId: p.integer(),
    conversationId: p.string(),
    /** What is going to be done, in the technician's words. */
    plan: p.text(),
    /** `QuoteLine[]` of src/service/quote.ts. */
    lines: p.json<unknown[]>(),
    /** DRAFT waits for a manager (a line that is not in the tariff). */
    state: p.string().$type<'DRAFT' | 'SENT' | 'APPROVED' | 'DECLINED' | 'REFUSED' | 'REPLACED'>(),
    createdBy: p.string(),
    approvedBy: p.string().nullable(),
    createdAt: instant(),
    sentAt: instant().nullable(),
    decidedAt: instant().nullable(),
  },
  indexes: [{ properties: ['visitId'] }],
})

/** A part that is missing. */
export const PartRequest = defineEntity({
  name: 'PartRequest',
  tableName: 'part_request',
  properties: {
    id: p.integer().primary(),
    visitId: p.integer(),
    caseId: p.integer(),
    part: p.string(),
    qty: p.integer(),
    /** When it is there. */
    etaAt: instant(),
    state: p.string().$type<'REQUESTED' | 'APPROVED' | 'REFUSED' | 'SHIPPED' | 'RECEIVED' | 'USED' | 'RETURNED'>(),
    /** `rule`, or the manager who allowed it. */
    approvedBy: p.string().nullable(),
    createdAt: instant(),
    updatedAt: instant(),
  },
  indexes: [{ properties: ['caseId'] }, { properties: ['visitId'] }],
})

/** A part that was put in: it has a warranty of its own from then on, and its old part a tag. */
export const ReplacedPart = defineEntity({
  name: 'ReplacedPart',
  tableName: 'replaced_part',
  properties: {
    id: p.integer().primary(),
    visitId: p.integer(),
    caseId: p.integer(),
    assetId: p.integer().nullable(),
    part: p.string(),
    qty: p.integer(),
    underWarranty: p.boolean(),
    /** The tag of the old part is the number of the record. */
    tagNo: p.string().nullable(),
    replacedAt: instant(),
    /** `YYYY-MM-DD`. */
    warrantyEnd: p.string().nullable(),
  },
  indexes: [{ properties: ['caseId'] }, { properties: ['assetId'] }],
})

/** An appliance of a customer: what it is, and the clocks of its warranty. */
export const Asset = defineEntity({
  name: 'Asset',
  tableName: 'asset',
  properties: {
    id: p.integer().primary(),
    customerId: p.integer().nullable(),
    appliance: p.string(),
    modelNo: p.string().nullable(),
    serialNo: p.string().nullable(),
    /** As exact as it is known: `2025-03-01`, `2025-03`, `2025`. */
    purchasedOn: p.string().nullable(),
    /** Somebody of ours has seen the card or the receipt, or delivered it. */
    proven: p.boolean().default(false),
    /** Where a contract says something else than the table: `YYYY-MM-DD` (K-14). */
    warrantyEnd: p.string().nullable(),
    /** household, machinery … where it is not the appliance's own. */
    profile: p.string().nullable(),
    /** The overhaul of the last month was offered. */
    overhaulOfferedAt: instant().nullable(),
    createdAt: instant(),
    updatedAt: instant(),
  },
  indexes: [{ properties: ['customerId'] }, { properties: ['serialNo'] }],
})

/** An appliance in the workshop. */
export const WorkshopRepair = defineEntity({
  name: 'WorkshopRepair',
  tableName: 'workshop_repair',
  properties: {
    id: p.integer().primary(),
    visitId: p.integer(),
    caseId: p.integer(),
    conversationId: p.string(),
    state: p
      .string()
      .$type<
        | 'PROPOSED'
        | 'DECLINED'
        | 'CONSENTED'
        | 'IN_TRANSIT'
        | 'IN_WORKSHOP'
        | 'WAITING_PART'
        | 'READY'
        | 'RETURN_SCHEDULED'
        | 'RETURNED'
      >(),
    reason: p.string(),
    promisedReturnAt: instant(),
    /** `CustodyReceipt` of src/service/workshop.ts, from the consent on. */
    receipt: p.json<unknown>().nullable(),
    receiptReclaimedAt: instant().nullable(),
    /** When each state was reached, oldest first: `{ state, at }[]`. */
    stages: p.json<unknown[]>(),
    createdAt: instant(),
    updatedAt: instant(),
  },
  indexes: [{ properties: ['caseId'] }, { properties: ['visitId'] }],
})

/** A loaner at a customer's while theirs is in the workshop. */
export const LoanerLoan = defineEntity({
  name: 'LoanerLoan',
  tableName: 'loaner_loan',
  properties: {
    id: p.integer().primary(),
    loanerId: p.string(),
    workshopRepairId: p.integer(),
    caseId: p.integer(),
    state: p.string().$type<'OFFERED' | 'DECLINED' | 'OUT' | 'RETURNED' | 'OVERDUE'>(),
    outAt: instant().nullable(),
    dueAt: instant().nullable(),
    inAt: instant().nullable(),
    condition: p.text().nullable(),
    createdAt: instant(),
    updatedAt: instant(),
  },
  indexes: [{ properties: ['caseId'] }, { properties: ['loanerId', 'state'] }],
})

/** Outlets, technicians and loaners as they were imported; while there are none, those of flows/outlets.yaml serve. */
export const ImportedOutlet = defineEntity({
  name: 'ImportedOutlet',
  tableName: 'outlet',
  properties: {
    id: p.string().primary(),
    /** As an entry of flows/outlets.yaml is written. */
    body: p.json<unknown>(),
    /** The first serves whatever no other serves. */
    place: p.integer(),
    updatedAt: instant(),
  },
})

export const ImportedTechnician = defineEntity({
  name: 'ImportedTechnician',
  tableName: 'technician',
  properties: {
    id: p.string().primary(),
    /** As an entry of flows/outlets.yaml is written. */
    body: p.json<unknown>(),
    updatedAt: instant(),
  },
})

/** The chat in which a technician works. */
export const TechnicianChat = defineEntity({
  name: 'TechnicianChat',
  tableName: 'technician_chat',
  properties: {
    conversationId: p.string().primary(),
    technicianId: p.string(),
    createdAt: instant(),
  },
  indexes: [{ properties: ['technicianId'] }],
})

/** A code with which a technician registers a chat, once. */
export const TechnicianCode = defineEntity({
  name: 'TechnicianCode',
  tableName: 'technician_code',
  properties: {
    /** SHA-256 of the code, hexadecimal. */
    hash: p.string().primary(),
    technicianId: p.string(),
    expiresAt: instant(),
    usedAt: instant().nullable(),
  },
})
