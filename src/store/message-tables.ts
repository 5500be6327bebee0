/**
 * Tables of the conversation itself: what came in, where it stands, what goes out, what falls due. Hot rows: a turn reads and
 * writes them with set-based SQL.
 */
import { defineEntity, p } from '@mikro-orm/core'
import { instant } from './columns.ts'

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
  indexes: [{ properties: ['owner'] }, { properties: ['updatedAt'] }, { properties: ['customerId'] }],
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
    /** What later rows refer to: a question, `relay:7` for an agent's message, `card` or `line:…` for a post of the desk. */
    ask: p.string().nullable(),
    /** What a notice is about, `visit:12`, and the revision it tells of: void in the transaction that changes it. */
    subject: p.string().nullable(),
    revision: p.integer().nullable(),
    dueAt: instant(),
    state: p.string().$type<'pending' | 'sent' | 'void' | 'failed'>().default('pending'),
    attempts: p.integer().default(0),
    error: p.text().nullable(),
    /** The platform's id of the sent message. */
    message: p.string().nullable(),
    createdAt: instant(),
    sentAt: instant().nullable(),
  },
  indexes: [
    { properties: ['state', 'dueAt'] },
    { properties: ['conversationId', 'id'] },
    // Whose card a post of the desk is; the messages of customers are not in it.
    {
      name: 'outbox_living',
      expression: "create index `outbox_living` on `outbox` (`conversation_id`, `ask`) where `ask` like 'visit:%'",
    },
    { name: 'outbox_card', expression: "create index `outbox_card` on `outbox` (`message`) where `ask` = 'card'" },
  ],
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

/** Odds and ends that must survive a restart, such as how far the playground's clock was moved. */
export const Setting = defineEntity({
  name: 'Setting',
  tableName: 'setting',
  properties: { key: p.string().primary(), value: p.json<unknown>() },
})
