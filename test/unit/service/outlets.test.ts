import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseDuration } from '../../../src/flow/duration.ts'
import { placeOf, straightKm } from '../../../src/service/distance.ts'
import { distanceTo, findLoaner, findOutlet } from '../../../src/service/outlets.ts'
import { readOutlets } from '../../../src/service/outlets-file.ts'
import { createService } from '../../../src/service/service.ts'
import { sampleService, sampleSources } from '../../support/sample-service.ts'

const { outlets } = sampleService()
const file = sampleSources().outlets as { outlets: object[]; technicians: object[]; loaners: object[] }

function faults(changes: object): string[] {
  const { problems } = readOutlets({ ...file, ...changes }, { appliances: ['refrigerator'], parseDuration })
  return problems.map(({ path, what }) => `${path.replace('outlets.yaml: ', '')}: ${what}`)
}

describe('distances', () => {
  test('from Shanghai to Beijing it is 1068 kilometres as the crow flies', () => {
    const [shanghai, beijing] = [placeOf('geo:31.2304,121.4737'), placeOf('geo:39.9042,116.4074')]
    expect(shanghai && beijing && straightKm(shanghai, beijing)).toBe(1068)
  })

  test('they are whole, never below the way as it is, the same both ways, and none to the place itself', () => {
    const place = fc.record({
      latitude: fc.double({ min: -90, max: 90, noNaN: true }),
      longitude: fc.double({ min: -180, max: 180, noNaN: true }),
    })
    fc.assert(
      fc.property(place, place, (one, other) => {
        const km = straightKm(one, other)
        expect(Number.isInteger(km) && km >= 0 && km <= 20_016).toBe(true)
        expect(straightKm(other, one)).toBe(km)
        expect(straightKm(one, one)).toBe(0)
      }),
    )
  })

  test.each(['geo:91,0', 'geo:1', 'geo:a,b', '12 Long Road', undefined])('%s is no place', address => {
    expect(placeOf(address)).toBeUndefined()
  })

  test('the longest word of the address says how far it is; words without a distance say nothing', () => {
    const shanghai = findOutlet(outlets, 'shanghai')
    expect(distanceTo(shanghai, '上海市闵行区')).toBeUndefined()
    expect(distanceTo(shanghai, '上海市崇明区')).toBe(75)
    expect(distanceTo(findOutlet(outlets, 'jiading-machinery'), 'Yangzhou Road 3, Wuxi')).toBe(250)
  })
})

describe('R-062: a loaner', () => {
  test('is one of the outlet, for the appliance, and not out', () => {
    const wanted = { outlet: 'shanghai', appliance: 'refrigerator' }
    expect(findLoaner(outlets, { ...wanted, out: [] })?.id).toBe('fridge-1')
    expect(findLoaner(outlets, { ...wanted, out: ['fridge-1'] })?.id).toBe('fridge-2')
    expect(findLoaner(outlets, { ...wanted, out: ['fridge-1', 'fridge-2'] })).toBeUndefined()
    expect(findLoaner(outlets, { ...wanted, outlet: 'hangzhou', appliance: 'loader', out: [] })).toBeUndefined()
  })
})

describe('faults of outlets.yaml', () => {
  test('in several entries are told at once, also beside words that nobody knows', () => {
    const [first, second] = file.outlets
    const [technician] = file.technicians
    const found = faults({
      outlets: [
        { ...first, products: ['toaster'] },
        { ...second, products: undefined, location: { latitude: 91, longitude: 0 }, radius: 3 },
      ],
      technicians: [
        { ...technician, outlet: 'mars', skills: ['refrigerator'] },
        { ...technician, id: 'other', absences: [{ from: '2026-12-24', to: '2026-12-23' }], skills: ['refrigerator'] },
        { ...technician, id: 'third', absences: [{ from: '2026-02-30', to: '2026-03-01' }], skills: ['refrigerator'] },
      ],
      loaners: [{ id: 'a', outlet: 'venus', appliance: 'refrigerator', name: { en: 'a', zh: 'a' } }],
    })
    expect(found.map(fault => fault.split(': ')[0]).toSorted()).toEqual([
      'loaners.0.outlet',
      'outlets.0.products',
      'outlets.1',
      'outlets.1.location.latitude',
      'technicians.0.outlet',
      'technicians.1.absences.0',
      'technicians.2.absences.0.from',
    ])
  })

  test('tiers must reach ever farther', () => {
    const tiers = [
      { upToKm: 200, within: '6h' },
      { upToKm: 30, within: '2h' },
    ]
    expect(faults({ outlets: [{ ...file.outlets[0], products: undefined, tiers }] })[0]).toBe(
      'outlets.0.tiers: The tiers are not in order',
    )
  })
})

test('K-04: an appliance whose profile the policy does not have is a fault', () => {
  const sources = sampleSources()
  const catalogue = sources.catalogue as { appliances: object[] }
  const appliances = catalogue.appliances.map(appliance => ({ ...appliance, profile: 'gold' }))
  const { service, problems } = createService({ ...sources, catalogue: { ...catalogue, appliances } }, parseDuration)
  expect(service).toBeUndefined()
  expect(problems[0]).toEqual({
    path: 'catalogue.yaml: appliances.0.profile',
    what: 'There is no profile "gold" in policy.yaml, and the refrigerator needs it',
    mend: 'Use one of household, machinery, contract-critical, or add it to "profiles" of policy.yaml.',
  })
})
