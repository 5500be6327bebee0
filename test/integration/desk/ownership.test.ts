import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { DeskCommand, Staff } from '../../../src/desk/command.ts'
import { TIMER } from '../../../src/desk/roles.ts'
import { replyOf } from '../../support/staff.ts'
import { ANNA, type DeskWorld, openDesk } from './desk-world.ts'

const STAFF: readonly Staff[] = [
  { id: 'slack:U1', name: 'Li', roles: ['agent'] },
  { id: 'slack:U2', name: 'Wang', roles: ['agent'] },
  { id: 'slack:U3', name: 'Zhao', roles: ['dispatcher', 'manager'] },
  { id: 'slack:U4', name: 'Chen', roles: ['technician'] },
]

type Step = { readonly by: Staff } & (
  | { readonly what: 'raise' | 'claim' | 'hand-back' | 'resolve' | 'reply' | 'wait' | 'send' | 'undo' }
  | { readonly what: 'assign'; readonly to: Staff }
)

const staff = fc.constantFrom(...STAFF)
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    by: staff,
    what: fc.constantFrom('raise', 'claim', 'hand-back', 'resolve', 'reply', 'wait', 'send', 'undo'),
  }),
  fc.record({ by: staff, what: fc.constant('assign' as const), to: staff }),
)

/** The newest escalation and the newest relay are what everything is about. */
async function commandOf(world: DeskWorld, step: Step): Promise<DeskCommand> {
  const [ids] = await world.rows('select (select max(id) from escalation) as e, (select max(id) from relay) as r')
  const escalation = Number(ids?.e ?? 1)
  const relay = Number(ids?.r ?? 1)
  switch (step.what) {
    case 'assign':
      return { do: 'assign', escalation, to: { id: step.to.id, name: step.to.name } }
    case 'reply':
      return replyOf(escalation, 'Hello')
    case 'wait':
      return { do: 'reply', escalation, content: { text: 'Hello' }, wait: true }
    case 'send':
      return { do: 'send-reply', relay }
    case 'undo':
      return { do: 'undo-reply', relay }
    case 'claim':
    case 'hand-back':
    case 'resolve':
      return { do: step.what, escalation }
    case 'raise':
      throw new Error('Nobody gives this command')
  }
}

/** Who owns the open escalation, as the database has it. */
async function openOf(world: DeskWorld) {
  return world.rows(
    `select state, claimed_by from escalation where conversation_id = '${ANNA}' and state in ('RAISED', 'CLAIMED')`,
  )
}

test('whatever the staff do, one person at most owns a conversation, and only they speak in it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), async steps => {
      const world = await openDesk()
      try {
        await world.raise()
        for (const each of steps) {
          if (each.what === 'raise') await world.raise()
          else await play(world, each)
          const open = await openOf(world)
          expect(open.length).toBeLessThanOrEqual(1)
          const owner = open[0]?.state === 'CLAIMED' ? open[0].claimed_by : null
          const kind = open[0] === undefined ? 'bot' : owner === null ? 'waiting' : 'agent'
          expect(world.owner).toEqual({ owner: kind, agent: owner })
        }
        // Nothing an agent wrote and did not undo is lost when the last one lets go.
        const waiting = await world.rows("select id from relay where state = 'waiting'")
        const sent = await world.rows("select id from relay where state = 'sent'")
        expect(new Set(world.sent.map(({ ask }) => ask))).toEqual(new Set(sent.map(({ id }) => `relay:${id}`)))
        expect(world.sent).toHaveLength(sent.length)
        if ((await openOf(world)).length === 0) expect(waiting).toEqual([])
      } finally {
        await world.close()
      }
    }),
    { numRuns: 60 },
  )
})

async function play(world: DeskWorld, each: Step): Promise<void> {
  const command = await commandOf(world, each)
  const by = each.what === 'send' ? TIMER : each.by
  const [before] = await openOf(world)
  const written = await world.rows('select count(*) as n from relay')
  const outcome = await world.run(by, command)
  const relays = await world.rows('select staff_id from relay order by id')
  if (relays.length === Number(written[0]?.n)) return
  // Who wrote it owned it then, or became its owner by writing.
  expect(outcome.ok).toBe(true)
  expect(relays.at(-1)).toEqual({ staff_id: by.id })
  expect(before?.claimed_by ?? by.id).toBe(by.id)
}
