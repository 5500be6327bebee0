import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { ACTIONS } from '../../../src/assistant/actions/actions.ts'
import { encodeNameplate } from '../../../src/service/products.ts'
import { openWorld } from './action-world.ts'

test('the actions are those of docs/actions.md, with the same arguments, outcomes and slots', () => {
  const page = readFileSync(new URL('../../../docs/actions.md', import.meta.url), 'utf8')
  const documented = page
    .split('\n')
    .filter(line => line.startsWith('| `'))
    .map(line => line.split('|').map(named))
    .map(([, name = [], needs, , outcomes, gives]) => [name[0] ?? '', { needs, outcomes, gives }])
  const actual = Object.entries(ACTIONS).map(([name, { needs, outcomes, gives }]) => [name, { needs, outcomes, gives }])
  expect(Object.fromEntries(actual)).toEqual(Object.fromEntries(documented))
})

test('a nameplate tells appliance, model and serial number', async () => {
  const world = await openWorld()
  const payload = encodeNameplate({ model: 'KFR-35GW', serial: 'A0012' }) ?? ''
  expect(await world.run('identify-appliance', { payload })).toEqual({
    outcome: 'ok',
    values: {
      appliance: 'air-conditioner',
      applianceName: { en: 'air conditioner', zh: '空调' },
      model: 'KFR-35GW',
      serial: 'A0012',
    },
  })
})

test('a code that is not ours, or of a model nobody knows, is unknown', async () => {
  const world = await openWorld()
  expect((await world.run('identify-appliance', { payload: 'promo2026' })).outcome).toBe('unknown')
  const payload = encodeNameplate({ model: 'T-1000', serial: 'A0012' }) ?? ''
  expect((await world.run('identify-appliance', { payload })).outcome).toBe('unknown')
})

test('an appliance is called by its name in both languages', async () => {
  const world = await openWorld()
  expect((await world.run('name-appliance', { appliance: 'refrigerator' })).values).toEqual({
    applianceName: { en: 'refrigerator', zh: '冰箱' },
  })
  expect((await world.run('name-appliance', { appliance: 'toaster' })).outcome).toBe('failed')
})

test('R-030: staff are asked to call once, with the case', async () => {
  const world = await openWorld()
  await world.run('open-case')
  const task = { kind: 'recheck', text: 'No answer to two rechecks' }
  await world.run('ask-staff-to-call', task)
  await world.run('ask-staff-to-call', task)
  expect(await world.rows('select conversation_id, case_id, kind, text, state from staff_task')).toEqual([
    { conversation_id: 'web:1', case_id: 1, ...task, state: 'OPEN' },
  ])
})

test('while somebody is there it says so', async () => {
  const world = await openWorld('2026-11-23T09:00')
  expect((await world.run('staff-hours')).values).toMatchObject({ staffed: { open: true } })
})

/** What stands in a cell as code. */
function named(cell: string): string[] {
  return [...cell.matchAll(/`([a-z-]+)`/gi)].map(([, name = '']) => name)
}
