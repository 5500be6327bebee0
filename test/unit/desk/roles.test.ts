import { describe, expect, test } from 'vitest'
import type { DeskCommand, Role, Staff } from '../../../src/desk/command.ts'
import { mayCommand, notAllowed, TIMER } from '../../../src/desk/roles.ts'

const ROLES: readonly Role[] = ['agent', 'dispatcher', 'technician', 'manager']
const LI = { id: 'slack:U1', name: 'Li' }
const WANG = { id: 'slack:U2', name: 'Wang' }

function li(...roles: Role[]): Staff {
  return { ...LI, roles }
}

const move = (what: 'assign' | 'on-the-way' | 'arrived' | 'complete' | 'cancel'): DeskCommand => ({
  do: 'move-visit',
  visit: 1,
  move: what,
  revision: 1,
})

/** Every command, and the roles that may give it (A agent, D dispatcher, T technician, M manager). */
const TABLE: readonly (readonly [string, DeskCommand, string])[] = [
  ['claim', { do: 'claim', escalation: 1 }, 'A D - M'],
  ['reply', { do: 'reply', escalation: 1, content: { text: 'Hi' }, wait: true }, 'A D - M'],
  ['edit-reply', { do: 'edit-reply', post: 'p', text: 'Hello' }, 'A D - M'],
  ['delete-reply', { do: 'delete-reply', post: 'p' }, 'A D - M'],
  ['undo-reply', { do: 'undo-reply', relay: 1 }, 'A D - M'],
  ['retry-reply', { do: 'retry-reply', relay: 1 }, 'A D - M'],
  ['hand-back', { do: 'hand-back', escalation: 1 }, 'A D - M'],
  ['resolve', { do: 'resolve', escalation: 1 }, 'A D - M'],
  ['assign to a colleague', { do: 'assign', escalation: 1, to: WANG }, '- D - M'],
  ['assign to oneself', { do: 'assign', escalation: 1, to: LI }, 'A D - M'],
  ['prioritise', { do: 'prioritise', escalation: 1, priority: 'HIGH' }, 'A D - M'],
  ['assign a visit', move('assign'), '- D - M'],
  ['cancel a visit', move('cancel'), '- D - M'],
  ['on the way', move('on-the-way'), '- D T M'],
  ['arrived', move('arrived'), '- D T M'],
  ['complete', move('complete'), '- D T M'],
  ['finish-task', { do: 'finish-task', task: 1 }, 'A D - M'],
  ['raise-level', { do: 'raise-level', escalation: 1 }, '- - - -'],
  ['send-reply', { do: 'send-reply', relay: 1 }, '- - - -'],
]

describe('who may give which command', () => {
  test.each(TABLE)('%s', (_, command, allowed) => {
    const may = ROLES.map(role => (mayCommand(li(role), command) ? role.charAt(0).toUpperCase() : '-'))
    expect(may.join(' ')).toBe(allowed)
  })

  test.each(TABLE)('%s is for nobody without a role', (_, command) => {
    expect(mayCommand(li(), command)).toBe(false)
  })

  test('who has several roles may what any of them may', () => {
    expect(mayCommand(li('technician', 'agent'), { do: 'claim', escalation: 1 })).toBe(true)
    expect(mayCommand(li('technician', 'agent'), move('cancel'))).toBe(false)
  })
})

describe('the timers', () => {
  test.each([
    { do: 'raise-level', escalation: 1 },
    { do: 'send-reply', relay: 1 },
  ] as const)('alone $do', command => {
    expect(mayCommand(TIMER, command)).toBe(true)
    expect(notAllowed(li(...ROLES), command)).toEqual({ ok: false, why: 'not-allowed', values: { roles: [] } })
  })

  test('do nothing else', () => {
    expect(mayCommand(TIMER, { do: 'claim', escalation: 1 })).toBe(false)
  })
})

test('a refusal names the roles that may', () => {
  expect(notAllowed(li('technician'), { do: 'claim', escalation: 1 })).toEqual({
    ok: false,
    why: 'not-allowed',
    values: { roles: ['agent', 'dispatcher', 'manager'] },
  })
  expect(notAllowed(li('agent'), { do: 'claim', escalation: 1 })).toBeUndefined()
})

test('a member of staff who is called as the timers are may not do what falls due', () => {
  const command: DeskCommand = { do: 'raise-level', escalation: 1 }
  expect(mayCommand(TIMER, command)).toBe(true)
  expect(mayCommand({ ...TIMER, roles: [...ROLES] }, command)).toBe(false)
})
