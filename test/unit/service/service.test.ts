import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parseDuration } from '../../../src/flow/duration.ts'
import { outletFor, trainedTechnicians } from '../../../src/service/outlets.ts'
import { applianceOfModel, decodeNameplate, encodeNameplate, urgencyOf } from '../../../src/service/products.ts'
import { createService } from '../../../src/service/service.ts'
import { sampleService, sampleSources } from '../../support/sample-service.ts'

const service = sampleService()

test('the files that come with Aftercare make a service', () => {
  expect(createService(sampleSources(), parseDuration).problems).toEqual([])
  expect(service.policy.booking.hold).toBe(10 * 60_000)
  expect(service.policy.notify.quietHours).toEqual({ from: 22 * 60, to: 32 * 60 })
})

test('every fault of all three files is told at once, with its keys and a mend', () => {
  const sources = sampleSources() as { policy: { booking: object }; catalogue: object; outlets: object }
  const { service: none, problems } = createService(
    {
      policy: { ...sources.policy, booking: { ...sources.policy.booking, hold: 'ten minutes', windows: ['8-10'] } },
      catalogue: { ...sources.catalogue, warranty: { toaster: { set: 1 } } },
      outlets: { ...sources.outlets, technicians: [technician({ outlet: 'mars', skills: ['rockets'] })] },
    },
    parseDuration,
  )
  expect(none).toBeUndefined()
  expect(problems.map(({ path, what }) => `${path}: ${what}`)).toEqual([
    'policy.yaml: booking.hold: "ten minutes" is not a duration',
    'policy.yaml: booking.windows.0: "8-10" is not a time of day from-to',
    'catalogue.yaml: warranty.toaster: There is no appliance "toaster"',
    'outlets.yaml: technicians.0.outlet: There is no outlet "mars"',
  ])
  expect(problems.every(({ mend }) => mend !== '')).toBe(true)
})

test('a technician with a skill that no appliance needs is a fault', () => {
  const sources = sampleSources() as { outlets: object }
  const { problems } = createService(
    {
      ...sampleSources(),
      outlets: { ...sources.outlets, technicians: [technician({ skills: ['rockets'] }), technician({})] },
    },
    parseDuration,
  )
  expect(problems.map(({ what }) => what)).toEqual([
    '"someone" is there twice',
    'There is no appliance "rockets" in catalogue.yaml',
  ])
})

test('windows of the grid that overlap are a fault, so that equal starts are the only way to clash', () => {
  const sources = sampleSources() as { policy: { booking: object } }
  const { problems } = createService(
    {
      ...sampleSources(),
      policy: {
        ...sources.policy,
        booking: { ...sources.policy.booking, windows: ['10:00-12:00', '08:00-10:30'] },
      },
    },
    parseDuration,
  )
  expect(problems.map(({ path }) => path)).toEqual(['policy.yaml: booking.windows'])
})

test.each([
  ['上海市徐汇区漕溪北路1号', 'shanghai'],
  ['88 Jiangnan Avenue, binjiang', 'hangzhou'],
  ['杭州市西湖区文三路', 'hangzhou'],
  ['a village nobody serves', 'shanghai'],
  [undefined, 'shanghai'],
])('R-121: the address %s is served by the outlet %s', (address, outlet) => {
  expect(outletFor(service.outlets, address).id).toBe(outlet)
})

test('R-122: only technicians trained for the appliance are candidates', () => {
  const ids = trainedTechnicians(service.outlets, 'shanghai', 'air-conditioner').map(({ id }) => id)
  expect(ids).toEqual(['wang-fang', 'zhao-lei'])
})

test('a model is found however it is spelled', () => {
  expect(applianceOfModel(service.products, 'kfr 35gw')?.value).toBe('air-conditioner')
  expect(applianceOfModel(service.products, 'X-1')).toBeUndefined()
})

test('R-013: the catalogue says which symptoms are urgent and which are not', () => {
  expect(urgencyOf(service.products, 'washing-machine', 'washer-leak')).toBe('HIGH')
  expect(urgencyOf(service.products, 'refrigerator', 'fridge-noise')).toBe('LOW')
  expect(urgencyOf(service.products, 'refrigerator', 'fridge-frost')).toBeUndefined()
  expect(urgencyOf(service.products, null, 'washer-leak')).toBeUndefined()
})

test('R-013: every symptom that the catalogue rates is one that a diagnosis flow reports', () => {
  const folder = new URL('../../../flows/diagnose/', import.meta.url)
  const flows = readdirSync(folder).map(file => readFileSync(new URL(file, folder), 'utf8'))
  const reported = flows.flatMap(flow => /^ {2}symptom: ([a-z-]+)$/m.exec(flow)?.[1] ?? [])
  const rated = service.products.appliances.flatMap(({ urgency }) => [...urgency.HIGH, ...urgency.LOW])
  expect(rated.filter(symptom => !reported.includes(symptom))).toEqual([])
})

test('a nameplate comes back from its deep link as it was printed', () => {
  const payload = encodeNameplate({ model: 'KFR-35GW/01', serial: 'A0012345678' })
  expect(payload).toMatch(/^[\w-]{1,64}$/)
  expect(decodeNameplate(payload ?? '')).toEqual({ model: 'KFR-35GW/01', serial: 'A0012345678' })
})

test.each([
  '',
  'hello',
  'ref_12345',
  '<script>',
  'MXxY',
  'x'.repeat(65),
  Buffer.from('1|a\nb|c').toString('base64url'),
])('a payload that is no nameplate is told apart: %j', payload => {
  expect(decodeNameplate(payload)).toBeUndefined()
})

test('a nameplate too long for a deep link has none', () => {
  expect(encodeNameplate({ model: 'M'.repeat(30), serial: 'S'.repeat(30) })).toBeUndefined()
})

function technician(changes: object): object {
  const day = ['08:00-12:00']
  const roster = { mon: day, tue: day, wed: day, thu: day, fri: day, sat: [], sun: [] }
  const name = { en: 'Someone', zh: '某师傅' }
  return { id: 'someone', outlet: 'shanghai', name, permitNo: 'A1', skills: ['refrigerator'], roster, ...changes }
}
