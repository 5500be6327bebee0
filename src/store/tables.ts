/**
 * Every table in one place. Instants are epoch milliseconds in integer columns; flexible parts are JSON. The hot rows
 * (inbox, conversation, outbox, timer, booking) are read and written with set-based SQL (`sql.ts`), the others too where
 * a turn writes them; entities serve migrations, the desk's lists and reports.
 */
import { defineEntity, p } from '@mikro-orm/core'

/** Epoch milliseconds: too large for PostgreSQL's 32-bit integer. */
const instant = () => p.bigint('number')

/** Everything that came in, once per (channel, update). Kept: it is the customer's half of the history. */
export const Inbox = defineEntity({
  name: 'Inbox',
  tableName: 'inbox',
  properties: {
    id: p.integer().primary(),
    channel: p.string(),
    updateId: p.string(),
    conversationId: p.string(),
    /** customer: an `Inbound` · desk: a `DeskInbound`. */
    kind: p.string().$type<'customer' | 'desk'>(),
    payload: p.json<unknown>(),
    receivedAt: instant(),
    /** new → done, or aside after repeated failure. */
    state: p.string().$type<'new' | 'done' | 'aside'>().default('new'),
    attempts: p.integer().default(0),
    error: p.text().nullable(),
    /** What a desk command came to, for the person who waits for it. */
    result: p.json<unknown>().nullable(),
  },
  uniques: [{ properties: ['channel', 'updateId'] }],
  indexes: [{ properties: ['state', 'id'] }, { properties: ['conversationId', 'id'] }],
})

export const Conversation = defineEntity({
  name: 'Conversation',
  tableName: 'conversation',
  properties: {
    /** `channel:native id`. */
    id: p.string().primary(),
    channel: p.string(),
    customerId: p.integer().nullable(),
    /** Name the platform shows. */
    displayName: p.string().nullable(),
    /** `Conversation` of src/flow/conversation.ts. */
    state: p.json<unknown>(),
    /** Revision of the flows that are open; null when none is. */
    revision: p.string().nullable(),
    owner: p.string().$type<'bot' | 'waiting' | 'agent'>().default('bot'),
    /** Goes up with every change of owner; late output of an earlier owner is void. */
    ownerVersion: p.integer().default(0),
    agent: p.string().nullable(),
    caseId: p.integer().nullable(),
    heardAt: instant(),
    unreachableAt: instant().nullable(),
    createdAt: instant(),
    updatedAt: instant(),
  },
  indexes: [{ properties: ['owner'] }, { properties: ['updatedAt'] }],
})

/** Everything that goes out, in order per conversation. Kept: it is our half of the history. */
export const Outbox = defineEntity({
  name: 'Outbox',
  tableName: 'outbox',
  properties: {
    id: p.integer().primary(),
    conversationId: p.string(),
    /** `OutboundContent`, without what delivery looks up (the platform's id of a settled message). */
    payload: p.json<unknown>(),
    author: p.string().$type<'bot' | 'notice' | 'agent'>(),
    /** Interactive replies 0, notices 1, reminders 2, surveys 3: lower goes first. */
    priority: p.integer(),
    ask: p.string().nullable(),
    dueAt: instant(),
    state: p.string().$type<'pending' | 'sent' | 'void' | 'failed'>().default('pending'),
    attempts: p.integer().default(0),
    error: p.text().nullable(),
    /** The platform's id of the sent message. */
    message: p.string().nullable(),
    createdAt: instant(),
    sentAt: instant().nullable(),
  },
  indexes: [{ properties: ['state', 'dueAt'] }, { properties: ['conversationId', 'id'] }],
})

export const Timer = defineEntity({
  name: 'Timer',
  tableName: 'timer',
  properties: {
    id: p.integer().primary(),
    conversationId: p.string(),
    key: p.string(),
    dueAt: instant(),
    /** Flow to start, `silent` for a question nobody answered, or `desk` for a promise of the staff. */
    flow: p.string(),
    payload: p.json<unknown>(),
  },
  uniques: [{ properties: ['conversationId', 'key'] }],
  indexes: [{ properties: ['dueAt', 'id'] }],
})

/** The flows as files, by revision: a conversation goes on with the words it began with. */
export const FlowRevision = defineEntity({
  name: 'FlowRevision',
  tableName: 'flow_revision',
  properties: { id: p.string().primary(), files: p.json<unknown>(), createdAt: instant() },
})

export const Customer = defineEntity({
  name: 'Customer',
  tableName: 'customer',
  properties: {
    id: p.integer().primary(),
    name: p.string().nullable(),
    phone: p.string().nullable(),
    address: p.text().nullable(),
    language: p.string(),
    createdAt: instant(),
    updatedAt: instant(),
  },
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
    openedAt: instant(),
    updatedAt: instant(),
    resolvedAt: instant().nullable(),
    closedAt: instant().nullable(),
  },
  indexes: [{ properties: ['conversationId', 'state'] }, { properties: ['state'] }],
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
    name: p.string(),
    phone: p.string(),
    address: p.text(),
    assignedAt: instant().nullable(),
    enRouteAt: instant().nullable(),
    arrivedAt: instant().nullable(),
    completedAt: instant().nullable(),
    cancelledAt: instant().nullable(),
    completion: p.json<unknown>().nullable(),
    createdAt: instant(),
    updatedAt: instant(),
  },
  indexes: [{ properties: ['conversationId'] }, { properties: ['caseId'] }, { properties: ['startsAt'] }],
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
  indexes: [{ properties: ['conversationId'] }, { properties: ['startsAt'] }],
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
    claimedBy: p.string().nullable(),
    raisedAt: instant(),
    claimedAt: instant().nullable(),
    endedAt: instant().nullable(),
    /** Flow, step and slots at the moment of the hand-over. */
    summary: p.json<unknown>(),
  },
  indexes: [{ properties: ['state'] }, { properties: ['conversationId'] }],
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
    text: p.text(),
    state: p.string().$type<'OPEN' | 'DONE'>().default('OPEN'),
    takenBy: p.string().nullable(),
    createdAt: instant(),
    doneAt: instant().nullable(),
  },
  indexes: [{ properties: ['state'] }],
})

/** A photo, voice message or file of a customer; the bytes are fetched after the turn. */
export const Media = defineEntity({
  name: 'Media',
  tableName: 'media',
  properties: {
    id: p.integer().primary(),
    conversationId: p.string(),
    caseId: p.integer().nullable(),
    kind: p.string(),
    channel: p.string(),
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
    /** `customer`, `bot` or a staff member's name. */
    actor: p.string(),
    entity: p.string(),
    entityId: p.string(),
    was: p.string().nullable(),
    became: p.string(),
    data: p.json<unknown>().nullable(),
  },
  indexes: [{ properties: ['entity', 'entityId'] }],
})

/** Odds and ends that must survive a restart, such as how far the playground's clock was moved. */
export const Setting = defineEntity({
  name: 'Setting',
  tableName: 'setting',
  properties: { key: p.string().primary(), value: p.json<unknown>() },
})

export const TABLES = [
  Inbox,
  Conversation,
  Outbox,
  Timer,
  FlowRevision,
  Customer,
  ServiceCase,
  Visit,
  Booking,
  Rating,
  Escalation,
  StaffTask,
  Media,
  AuditEvent,
  Setting,
]
