/** Members of staff, for tests that are not about what each of them may do. */
import type { DeskCommand, ReplyContent, Staff } from '../../src/desk/command.ts'

/** Somebody who may do everything. */
export function staffOf(name: string): Staff {
  return { id: name, name, roles: ['agent', 'dispatcher', 'technician', 'manager'] }
}

/** Words for the customer of an escalation, on their way at once. */
export function replyOf(escalation: number, text: string, more: Omit<ReplyContent, 'text'> = {}): DeskCommand {
  return { do: 'reply', escalation, content: { text, ...more }, wait: false }
}
