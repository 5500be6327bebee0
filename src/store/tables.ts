/**
 * Every table in one place. Instants are epoch milliseconds in integer columns; flexible parts are JSON. The hot rows
 * (inbox, conversation, outbox, timer, booking) are read and written with set-based SQL (`sql.ts`), the others too where
 * a turn writes them; entities serve migrations, the desk's lists and reports.
 */
import { Conversation, FlowRevision, Inbox, Outbox, Setting, Timer } from './message-tables.ts'
import {
  AuditEvent,
  Booking,
  Customer,
  Escalation,
  JoinCode,
  Media,
  Rating,
  Relay,
  ServiceCase,
  StaffTask,
  Visit,
} from './service-tables.ts'
import {
  Asset,
  ImportedOutlet,
  ImportedTechnician,
  LoanerLoan,
  PartRequest,
  Quote,
  ReplacedPart,
  TechnicianChat,
  TechnicianCode,
  WorkshopRepair,
} from './visit-tables.ts'

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
  Relay,
  JoinCode,
  StaffTask,
  Media,
  AuditEvent,
  Quote,
  PartRequest,
  ReplacedPart,
  Asset,
  WorkshopRepair,
  LoanerLoan,
  ImportedOutlet,
  ImportedTechnician,
  TechnicianChat,
  TechnicianCode,
  Setting,
]
