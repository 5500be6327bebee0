import { describe, expect, test } from 'vitest'
import { groupsIn, type RoleSettings, rolesOf } from '../../../src/channels/slack/desk/staff.ts'
import type { Role } from '../../../src/desk/command.ts'

const NOBODY = { agent: [], dispatcher: [], technician: [], manager: [] }
const EVERYTHING: Role[] = ['agent', 'dispatcher', 'technician', 'manager']
const directory = {
  members: new Set(['U1', 'U2', 'U3']),
  groups: new Map([
    ['SAGENTS', new Set(['U1', 'U8'])],
    ['SMANAGERS', new Set(['U2', 'U9'])],
  ]),
}

function settings(roles: Partial<RoleSettings['roles']>, managerGroup?: string): RoleSettings {
  return { roles: { ...NOBODY, ...roles }, ...(managerGroup === undefined ? {} : { managerGroup }) }
}

describe('who is staff', () => {
  test.each<[string, RoleSettings, string, readonly Role[] | undefined]>([
    ['a member, where nothing is said', settings({}), 'U1', EVERYTHING],
    ['somebody else, where nothing is said', settings({}), 'U7', undefined],
    ['a member who is listed', settings({ agent: ['U1'] }), 'U1', EVERYTHING],
    ['a member who is not listed', settings({ agent: ['U1'] }), 'U3', ['dispatcher', 'technician', 'manager']],
    ['a listed user outside the channel', settings({ agent: ['U7'] }), 'U7', ['agent']],
    ['a member in a group', settings({ agent: ['SAGENTS'] }), 'U1', EVERYTHING],
    ['a member outside the group', settings({ agent: ['SAGENTS'] }), 'U3', ['dispatcher', 'technician', 'manager']],
    ['somebody of a group outside the channel', settings({ agent: ['SAGENTS'] }), 'U8', ['agent']],
    ['a member of the managers', settings({}, 'SMANAGERS'), 'U2', EVERYTHING],
    ['a member outside the managers', settings({}, 'SMANAGERS'), 'U1', ['agent', 'dispatcher', 'technician']],
    ['a manager outside the channel', settings({}, 'SMANAGERS'), 'U9', ['manager']],
    ['a manager by list beside the group', settings({ manager: ['U3'] }, 'SMANAGERS'), 'U3', EVERYTHING],
    ['a manager by group beside the list', settings({ manager: ['U3'] }, 'SMANAGERS'), 'U2', EVERYTHING],
    [
      'a member in no list at all',
      settings({ agent: ['U1'], dispatcher: ['U1'], technician: ['U1'], manager: ['U1'] }),
      'U3',
      [],
    ],
    ['somebody of a group that Slack did not tell', settings({ agent: ['SGONE'] }), 'U7', undefined],
  ])('%s', (_who, given, user, roles) => {
    expect(rolesOf(user, given, directory)).toEqual(roles)
  })

  test('needs the groups that are named, each once', () => {
    expect(groupsIn(settings({ agent: ['U1', 'S1'], technician: ['S1', 'S2'] }, 'S3'))).toEqual(['S1', 'S2', 'S3'])
    expect(groupsIn(settings({}))).toEqual([])
  })
})
