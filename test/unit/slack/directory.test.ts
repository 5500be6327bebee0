import { WebClient } from '@slack/web-api'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { createStaffDirectory } from '../../../src/channels/slack/desk/directory.ts'
import type { Known } from '../../../src/channels/slack/identity.ts'

const MINUTE = 60_000
const OURS: Known = { teamId: 'T1', enterpriseId: 'E1' }

/** Slack, where everybody stands in the staff's channel; `world.asked` counts how often the members were asked for. */
function directoryOf(user: object, { identity = OURS, agents = [] as readonly string[] } = {}) {
  const world = { now: 0, asked: 0 }
  const web = new WebClient('xoxb-none')
  Object.assign(web, {
    conversations: {
      members: async () => {
        world.asked += 1
        return { ok: true, members: ['U1'] }
      },
    },
    users: { info: async () => ({ ok: true, user: { name: 'Ann', ...user } }) },
  })
  const rooms = { headOffice: 'C1', all: () => ['C1'] }
  const settings = { roles: { agent: agents, dispatcher: [], technician: [], manager: [] } }
  const parts = {
    web,
    settings,
    rooms,
    log: pino({ level: 'silent' }),
    clock: () => world.now,
    identity: () => identity,
  }
  return { world, directory: createStaffDirectory(parts) }
}

test.each<[string, object, Known, string]>([
  ['of our workspace', { team_id: 'T1' }, OURS, 'staff'],
  ['of another company, in a shared channel', { team_id: 'T2' }, OURS, 'stranger'],
  ['of another workspace of ours', { team_id: 'T2', enterprise_user: { enterprise_id: 'E1' } }, OURS, 'staff'],
  ['of another organisation', { team_id: 'T2', enterprise_user: { enterprise_id: 'E2' } }, OURS, 'stranger'],
  ['while nobody knows where we are', { team_id: 'T2' }, {}, 'staff'],
])('a member of the channel %s', async (_who, user, identity, kind) => {
  expect(await directoryOf(user, { identity }).directory.staffOf('U1')).toMatchObject({ kind })
})

test('somebody of another company whom a role names has that role and no other', async () => {
  const { directory } = directoryOf({ team_id: 'T2' }, { agents: ['U1'] })
  expect(await directory.staffOf('U1')).toMatchObject({ kind: 'staff', staff: { roles: ['agent'] } })
})

test.each([10 * MINUTE, -10 * MINUTE])('who is staff is asked anew after a clock was moved by %s ms', async moved => {
  const { world, directory } = directoryOf({})
  await directory.staffOf('U1')
  world.now = MINUTE
  await directory.staffOf('U1')
  expect(world.asked).toBe(1)
  world.now = moved
  await directory.staffOf('U1')
  expect(world.asked).toBe(2)
})
