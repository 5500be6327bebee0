/** Who among the staff may do what: one table, asked before every command. Pure. */
import { TIMER_HAND } from '../service/timer-hand.ts'
import type { DeskCommand, DeskOutcome, Role, Staff, VisitMove } from './command.ts'

/** Gives the commands of the timers, and is nobody else: whoever is called so by a desk is another. */
export const TIMER: Staff = TIMER_HAND

const ANSWERING: readonly Role[] = ['agent', 'dispatcher', 'manager']
const DISPATCHING: readonly Role[] = ['dispatcher', 'manager']
const VISITING: readonly Role[] = ['technician', 'dispatcher', 'manager']
const DECIDING: readonly Role[] = ['manager']
const NOBODY: readonly Role[] = []

/** Roles that may give a command (rulebook section C). */
const MAY: Readonly<Record<Exclude<DeskCommand['do'], 'move-visit'>, readonly Role[]>> = {
  claim: ANSWERING,
  reply: ANSWERING,
  'edit-reply': ANSWERING,
  'delete-reply': ANSWERING,
  'undo-reply': ANSWERING,
  'retry-reply': ANSWERING,
  'hand-back': ANSWERING,
  resolve: ANSWERING,
  assign: DISPATCHING,
  prioritise: ANSWERING,
  'finish-task': ANSWERING,
  'move-workshop': VISITING,
  'move-part': VISITING,
  'announce-delivery': DISPATCHING,
  'decide-task': DECIDING,
  'visit-due': NOBODY,
  'workshop-due': NOBODY,
  'restore-due': NOBODY,
  'send-reply': NOBODY,
  'raise-level': NOBODY,
}

/** Roles that may make a move of a visit. */
export const MAY_MOVE: Readonly<Record<VisitMove, readonly Role[]>> = {
  assign: DISPATCHING,
  confirm: ANSWERING,
  propose: VISITING,
  'withdraw-proposal': DISPATCHING,
  'on-the-way': VISITING,
  late: VISITING,
  arrived: VISITING,
  'no-answer': VISITING,
  answered: VISITING,
  'left-note': VISITING,
  'owner-absent': VISITING,
  postpone: VISITING,
  begin: VISITING,
  quote: VISITING,
  part: VISITING,
  'propose-workshop': VISITING,
  block: VISITING,
  resume: VISITING,
  complete: VISITING,
  // Instead of the customer's own word: a technician with the signed sheet, or a manager (K-24).
  accept: VISITING,
  'leave-site': VISITING,
  'add-finding': VISITING,
  sos: VISITING,
  cancel: DISPATCHING,
}

/** The roles of which one is needed; none for what only a timer does. */
function rolesFor(command: DeskCommand): readonly Role[] {
  return command.do === 'move-visit' ? MAY_MOVE[command.move] : MAY[command.do]
}

/**
 * Whether somebody may give the command. An agent may assign to themselves only, whoever had it before: a colleague who has
 * gone home must not leave a customer without an answer, and the audit says who took it.
 */
export function mayCommand(staff: Staff, command: DeskCommand): boolean {
  if (isTimers(command)) return staff === TIMER
  if (command.do === 'assign' && command.to.id === staff.id && has(staff, ANSWERING)) return true
  return has(staff, rolesFor(command))
}

/** `not-allowed` with the roles that may, or undefined for who may. */
export function notAllowed(staff: Staff, command: DeskCommand): DeskOutcome | undefined {
  if (mayCommand(staff, command)) return undefined
  return { ok: false, why: 'not-allowed', values: { roles: rolesFor(command) } }
}

function isTimers(command: DeskCommand): boolean {
  return ['raise-level', 'send-reply', 'visit-due', 'workshop-due', 'restore-due'].includes(command.do)
}

function has({ roles }: Staff, needed: readonly Role[]): boolean {
  return roles.some(role => needed.includes(role))
}
