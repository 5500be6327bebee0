/** A promise whose instant has moved on since its timer was set. */
import { expect, onTestFinished, test } from 'vitest'
import { TIMER } from '../../../src/desk/roles.ts'
import { duesOf } from '../../../src/service/visit-promises.ts'
import { addBookedVisit, addCustomer, openDesk, service } from './desk-world.ts'

test('what is owed later now is armed for then, because its timer is spent', async () => {
  const world = await openDesk()
  onTestFinished(() => world.close())
  await addCustomer(world)
  const visit = await addBookedVisit(world)
  const at = duesOf(visit, service.policy).get('no-show')
  const outcome = await world.run(TIMER, { do: 'visit-due', visit: visit.id, due: 'no-show' })
  expect(outcome).toMatchObject({ ok: false, why: 'not-possible-now' })
  expect(world.armed).toContainEqual(expect.objectContaining({ key: `visit:${visit.id}:no-show`, at }))
})
