import { afterEach, beforeEach, expect, test } from 'vitest'
import { type House, openHouse, shippedContent } from '../../support/house.ts'
import { type ImportWorld, openImportWorld } from './import-world.ts'

const content = await shippedContent()
const LISTED = ['phone,language,name,address', '13800138000,zh,Zhuge Kongming,Secret Lane 99'].join('\n')

let world: ImportWorld
let house: House

beforeEach(async () => {
  world = await openImportWorld()
  house = await openHouse({ ...content, databaseUrl: world.databaseUrl })
})
afterEach(async () => {
  await house.app.stop()
  await world.close()
})

test('whoever types the phone number of an imported customer is told neither name nor address', async () => {
  expect((await world.imports('customers', 'a.csv', LISTED)).code).toBe(0)
  for (const text of [
    "my washer won't drain, my number is 13800138000",
    'send an engineer to me',
    '13800138000',
    'what is my name and address?',
    'what do you know about me',
    'yes',
  ]) {
    await house.does({ kind: 'text', text }, { id: '1', language: 'en' })
  }
  const said = JSON.stringify(house.recorder.sent)
  expect(house.recorder.sent.length).toBeGreaterThan(0)
  expect(said).not.toMatch(/Zhuge|Kongming|Secret Lane/)
  const customers = await house.app.database.read(sql =>
    sql.all('select source, name, address, phone from customer order by id'),
  )
  // The one who writes is somebody else than the one on the list.
  expect(customers).toEqual([
    { source: 'imported', name: 'Zhuge Kongming', address: 'Secret Lane 99', phone: '+8613800138000' },
    { source: 'chat', name: null, address: null, phone: '+8613800138000' },
  ])
})

test('a list changes nothing of what a customer told of themselves in a chat', async () => {
  await house.does({ kind: 'text', text: 'my number is 13800138000' }, { id: '1', language: 'en' })
  const { text } = await world.imports('customers', 'a.csv', LISTED)
  expect(text).toBe('customers: added 1, changed 0, unchanged 0.\n')
  expect(await world.rows("select name, address, phone from customer where source = 'chat'")).toEqual([
    { name: null, address: null, phone: '+8613800138000' },
  ])
})

test('a running house offers the engineers of an import without a restart', async () => {
  const { service, directory } = house.app
  await world.importsSample('outlets', 'outlets.csv')
  await world.importsSample('technicians', 'technicians.csv')
  await directory.refresh()
  expect(service.outlets.technicians.map(({ id }) => id)).toContain('xu-hao')
})
