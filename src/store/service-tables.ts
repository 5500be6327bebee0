/** Tables of the after-sales service: customers, cases, visits, bookings, ratings, and what a person must do. */
import { defineEntity, p } from '@mikro-orm/core'
import { instant } from './columns.ts'

export const Customer = defineEntity({
  name: 'Customer',
  tableName: 'customer',
  properties: {
    id: p.integer().primary(),
    name: p.string().nullable(),
    phone: p.string().nullable(),
    address: p.text().nullable(),
    language: p.string(),
    /** `imported` for one that a list of customers brought; nobody reads it in a chat before its owner is known. */
    source: p.string().$type<'chat' | 'imported'>().default('chat'),
    createdAt: instant(),
    updatedAt: instant(),
  },
  indexes: [{ properties: ['phone'] }],
})

/** One case from the first word to the rating. Its number is shown as `C` + (1000 + id). */
export const ServiceCase = defineEntity({
  name: 'ServiceCase',
  tableName: 'service_case',
  properties: {
    id: p.integer().primary(),
    conversationId: p.string(),
    customerId: p.integer().nullable(),
    type: p.string().default('REPAIR'),
    state: p.string(),
    appliance: p.string().nullable(),
    modelNo: p.string().nullable(),
    serialNo: p.string().nullable(),
    purchasedOn: p.string().nullable(),
    symptomCode: p.string().nullable(),
    /** The customer's own words. */
    freeText: p.text().nullable(),
    wish: p.text().nullable(),
    /** USE, FIX, OBS, VISIT, STOP. */
    outcome: p.string().nullable(),
    priority: p.string(),
    priorityReason: p.string(),
    infoPending: p.json<string[]>(),
    flags: p.json<string[]>(),
    /** household, machinery …: the profile of policy.yaml it was opened with (A2). */
    profile: p.string().default('household'),
    /** FREE, PAID, CONTRACT, INTERNAL; fixed at dispatch. */
    billingClass: p.string().nullable(),
    /** Somebody of ours has seen the proof of purchase: `WarrantyProof` of src/service/warranty.ts. */
    warrantyProof: p.json<unknown>().nullable(),
    /** Of a machine: how far it stands from the outlet. */
    distanceKm: p.integer().nullable(),
    /** By when somebody is to be there, and by when it is to work again, where the profile promises it. */
    arrivalDueAt: instant().nullable(),
    restoreDueAt: instant().nullable(),
    /** DELIVERY: the day the goods are in stock, `YYYY-MM-DD`. */
    readyOn: p.string().nullable(),
    openedAt: instant(),
    updatedAt: instant(),
    resolvedAt: instant().nullable(),
    closedAt: instant().nullable(),
  },
  indexes: [
    { properties: ['conversationId', 'state'] },
    { properties: ['state'] },
    { properties: ['modelNo', 'symptomCode'] },
  ],
})

export const Visit = defineEntity({
  name: 'Visit',
  tableName: 'visit',
  properties: {
    id: p.integer().primary(),
    caseId: p.integer(),
    conversationId: p.string(),
    technicianId: p.string().nullable(),
    outletId: p.string(),
    state: p.string(),
    startsAt: instant(),
    endsAt: instant(),
    /** The customer and the technician tell it each other at the door. */
    code: p.string(),
    /** Goes up when time or technician change; a notice of an older revision is void (peers I31, I32). */
    revision: p.integer().default(1),
    /** SEQUENCE of its calendar event. */
    sequence: p.integer().default(0),
    round: p.integer().default(1),
    name: p.string(),
    phone: p.string(),
    address: p.text(),
    distanceKm: p.integer().nullable(),
    outOfAreaBy: p.string().nullable(),
    checklist: p.json<string[]>().nullable(),
    proposal: p.json<unknown>().nullable(),
    delay: p.json<unknown>().nullable(),
    block: p.json<unknown>().nullable(),
    assignedAt: instant().nullable(),
    enRouteAt: instant().nullable(),
    etaAt: instant().nullable(),
    arrivedAt: instant().nullable(),
    noAnswerAt: instant().nullable(),
    entryAllowedAt: instant().nullable(),
    workingAt: instant().nullable(),
    completedAt: instant().nullable(),
    leftAt: instant().nullable(),
    cancelledAt: instant().nullable(),
    completion: p.json<unknown>().nullable(),
    acceptance: p.json<unknown>().nullable(),
    createdAt: instant(),
    updatedAt: instant(),
  },
  indexes: [
    { properties: ['conversationId'] },
    { properties: ['caseId'] },
    { properties: ['startsAt'] },
    { properties: ['technicianId', 'state'] },
  ],
})

/** A technician's window, taken. The unique constraint is what makes double booking impossible (R-034, peers I21-I25). */
export const Booking = defineEntity({
  name: 'Booking',
  tableName: 'booking',
  properties: {
    id: p.integer().primary(),
    technicianId: p.string(),
    startsAt: instant(),
    endsAt: instant(),
    conversationId: p.string(),
    visitId: p.integer().nullable(),
    state: p.string().$type<'held' | 'booked'>(),
    /** After this instant somebody else may take a held window; null once booked. */
    heldUntil: instant().nullable(),
  },
  uniques: [{ properties: ['technicianId', 'startsAt'] }],
  indexes: [
    { properties: ['conversationId'] },
    { properties: ['visitId'] },
    // All that tells whether a window is booked through a whole crew.
    { properties: ['startsAt', 'technicianId', 'state', 'visitId'] },
  ],
})

export const Rating = defineEntity({
  name: 'Rating',
  tableName: 'rating',
  properties: {
    id: p.integer().primary(),
    caseId: p.integer(),
    /** `visit:12`, or `case:7` for a case solved without a visit: one rating each, however often it is tapped. */
    subject: p.string(),
    score: p.integer(),
    reasons: p.json<string[]>(),
    comment: p.text().nullable(),
    history: p.json<unknown[]>(),
    createdAt: instant(),
    updatedAt: instant(),
  },
  uniques: [{ properties: ['subject'] }],
})

export const Escalation = defineEntity({
  name: 'Escalation',
  tableName: 'escalation',
  properties: {
    id: p.integer().primary(),
    conversationId: p.string(),
    caseId: p.integer().nullable(),
    reason: p.string(),
    priority: p.string(),
    level: p.integer().default(1),
    state: p.string().$type<'RAISED' | 'CLAIMED' | 'HANDED_BACK' | 'RESOLVED'>().default('RAISED'),
    /** Id of the member of staff, and the name that people read. */
    claimedBy: p.string().nullable(),
    claimedName: p.string().nullable(),
    raisedAt: instant(),
    claimedAt: instant().nullable(),
    endedAt: instant().nullable(),
    /** Flow, step and slots at the moment of the hand-over. */
    summary: p.json<unknown>(),
  },
  indexes: [{ properties: ['state'] }, { properties: ['conversationId'] }],
})

/** A message of an agent to a customer, from the moment it is written: it can be undone, edited, and says what became of it. */
export const Relay = defineEntity({
  name: 'Relay',
  tableName: 'relay',
  properties: {
    id: p.integer().primary(),
    escalationId: p.integer(),
    conversationId: p.string(),
    staffId: p.string(),
    staffName: p.string(),
    /** The desk's own id of the post it was written in; null for one from a form. */
    post: p.string().nullable(),
    /** `StoredReply` of src/store/relays.ts. */
    content: p.json<unknown>(),
    /** waiting → sent (handed to the outbox, whose row tells what became of it) or undone; deleted afterwards. */
    state: p.string().$type<'waiting' | 'sent' | 'undone' | 'deleted'>(),
    edited: p.boolean().default(false),
    /** Until when it can be undone. */
    waitsUntil: instant().nullable(),
    createdAt: instant(),
    updatedAt: instant(),
  },
  uniques: [{ properties: ['post'] }],
  indexes: [{ properties: ['conversationId', 'updatedAt'] }, { properties: ['escalationId'] }],
})

/** A code that one customer shows on another platform: from then on both are one person. Used once. */
export const JoinCode = defineEntity({
  name: 'JoinCode',
  tableName: 'join_code',
  properties: {
    /** SHA-256 of the code, hexadecimal: the code itself stands in the chat only. */
    hash: p.string().primary(),
    conversationId: p.string(),
    expiresAt: instant(),
    usedAt: instant().nullable(),
    usedBy: p.string().nullable(),
  },
  indexes: [{ properties: ['conversationId'] }],
})

/** Something a person must do: call the customer, verify a model number, a message nobody understood. */
export const StaffTask = defineEntity({
  name: 'StaffTask',
  tableName: 'staff_task',
  properties: {
    id: p.integer().primary(),
    conversationId: p.string(),
    caseId: p.integer().nullable(),
    kind: p.string(),
    /** What the customer wrote, or a colleague; empty where `data` says it all. */
    text: p.text(),
    /** What the task is about, for the words of the desk in its language: a visit, a quote, an amount, a date. */
    data: p.json<unknown>().nullable(),
    /** Of an approval: `approved` or `refused`. */
    decision: p.string().nullable(),
    state: p.string().$type<'OPEN' | 'DONE'>().default('OPEN'),
    /** Name of who has done it. */
    takenBy: p.string().nullable(),
    createdAt: instant(),
    doneAt: instant().nullable(),
  },
  indexes: [{ properties: ['state'] }, { properties: ['conversationId'] }, { properties: ['caseId'] }],
})

/** A photo, voice message or file that a customer or an agent sent; the bytes are fetched after the turn. */
export const Media = defineEntity({
  name: 'Media',
  tableName: 'media',
  properties: {
    id: p.integer().primary(),
    conversationId: p.string(),
    caseId: p.integer().nullable(),
    kind: p.string(),
    author: p.string().$type<'customer' | 'agent' | 'bot' | 'technician'>().default('customer'),
    channel: p.string(),
    /** What one of our own documents is drawn from when its bytes are wanted: `Document` of src/service/document.ts. */
    document: p.json<unknown>().nullable(),
    file: p.text(),
    name: p.string().nullable(),
    mime: p.string().nullable(),
    size: p.integer().nullable(),
    caption: p.text().nullable(),
    album: p.string().nullable(),
    /** Path below the data folder, once fetched. */
    path: p.string().nullable(),
    attempts: p.integer().default(0),
    dueAt: instant().nullable(),
    createdAt: instant(),
  },
  indexes: [{ properties: ['caseId'] }, { properties: ['conversationId'] }, { properties: ['dueAt'] }],
})

export const AuditEvent = defineEntity({
  name: 'AuditEvent',
  tableName: 'audit_event',
  properties: {
    id: p.integer().primary(),
    at: instant(),
    /** `customer`, `bot` or the id of a member of staff. */
    actor: p.string(),
    entity: p.string(),
    entityId: p.string(),
    was: p.string().nullable(),
    became: p.string(),
    data: p.json<unknown>().nullable(),
  },
  indexes: [{ properties: ['entity', 'entityId'] }],
})
