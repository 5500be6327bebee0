import { describe, expect, test } from 'vitest'
import { distanceTo, findOutlet, isOutOfArea, outletFor } from '../../src/service/outlets.ts'
import { arrivalDue, profileOf } from '../../src/service/profiles.ts'
import { sampleService } from '../support/sample-service.ts'

const service = sampleService()
const { policy, outlets } = service
const HOUR = 3_600_000
const NOW = Date.parse('2026-11-23T09:00:00+08:00')
const depot = findOutlet(outlets, 'jiading-machinery')

function profile(name: string) {
  const found = policy.profiles[name]
  if (!found) throw new Error(`The policy has no profile ${name}`)
  return found
}

describe('R-025 machinery is reached by distance', () => {
  test.each([
    [1, 2],
    [30, 2],
    [31, 6],
    [200, 6],
    [201, 8],
    [250, 8],
    [300, 8],
    [301, 10],
    [400, 10],
  ])('R-025 given %i km, then arrival is promised within %i hours', (km, hours) => {
    expect(arrivalDue(profile('machinery'), {}, km, NOW)).toBe(NOW + hours * HOUR)
  })

  test('R-025 given 401 km, or a distance nobody knows, then nothing is promised', () => {
    expect(arrivalDue(profile('machinery'), {}, 401, NOW)).toBeUndefined()
    expect(arrivalDue(profile('machinery'), {}, undefined, NOW)).toBeUndefined()
    expect(arrivalDue(profile('machinery'), {}, null, NOW)).toBeUndefined()
  })

  test('R-025 given an outlet with tiers of its own, then those hold', () => {
    expect(arrivalDue(profile('machinery'), depot, 50, NOW)).toBe(NOW + 2 * HOUR)
    expect(arrivalDue(profile('machinery'), depot, 51, NOW)).toBe(NOW + 6 * HOUR)
  })

  test.each(['扬州市江都区工业园8号', '8 Industrial Park, Jiangdu, Yangzhou'])(
    'R-025 given a loader at %s, 250 km away, then somebody is there within 8 hours',
    address => {
      const outlet = outletFor(outlets, address, 'loader')
      expect(outlet.id).toBe('jiading-machinery')
      const km = distanceTo(outlet, address)
      expect(km).toBe(250)
      expect(arrivalDue(profile(profileOf(service, 'loader')), outlet, km, NOW)).toBe(NOW + 8 * HOUR)
    },
  )
})

describe('R-103 beyond the radius', () => {
  test('R-103 given a distance beyond the radius, then the visit is out of area; on the radius it is not', () => {
    expect(isOutOfArea({ radiusKm: 60 }, 60)).toBe(false)
    expect(isOutOfArea({ radiusKm: 60 }, 61)).toBe(true)
  })

  test('R-103 given no radius or no known distance, then nobody needs to approve', () => {
    expect(isOutOfArea({}, 5000)).toBe(false)
    expect(isOutOfArea({ radiusKm: 60 }, undefined)).toBe(false)
    expect(isOutOfArea({ radiusKm: 60 }, null)).toBe(false)
  })

  test.each([
    ['refrigerator', '上海市崇明区陈家镇1号', 'shanghai'],
    ['refrigerator', "3 Lake Road, Chun'an, Hangzhou", 'hangzhou'],
    ['loader', '合肥市蜀山区2号', 'jiading-machinery'],
  ])('R-103 given a %s at %s, then its outlet %s must ask', (appliance, address, id) => {
    const outlet = outletFor(outlets, address, appliance)
    expect(outlet.id).toBe(id)
    expect(isOutOfArea(outlet, distanceTo(outlet, address))).toBe(true)
  })
})

describe('R-121 product, region and radius lead to the outlet', () => {
  test.each([
    ['refrigerator', '上海市徐汇区漕溪北路1号', 'shanghai'],
    ['refrigerator', '88 Jiangnan Avenue, binjiang', 'hangzhou'],
    ['loader', '上海市徐汇区漕溪北路1号', 'jiading-machinery'],
    ['loader', '杭州市西湖区文三路', 'jiading-machinery'],
    ['refrigerator', '苏州市姑苏区人民路1号', 'shanghai'],
    ['air-conditioner', 'a village nobody serves', 'shanghai'],
    ['loader', 'a village nobody serves', 'shanghai'],
    ['toaster', '杭州市西湖区文三路', 'shanghai'],
    [undefined, undefined, 'shanghai'],
    [undefined, '杭州市西湖区文三路', 'hangzhou'],
  ])('R-121 given a %s at %s, then %s has it', (appliance, address, id) => {
    expect(outletFor(outlets, address, appliance).id).toBe(id)
  })

  test.each([
    ['refrigerator', 'geo:31.230400,121.473700', 'shanghai'],
    ['refrigerator', 'geo:30.250000,120.170000', 'hangzhou'],
    ['loader', 'geo:32.393000,119.413000', 'jiading-machinery'],
    // Nobody's radius reaches the Pacific.
    ['refrigerator', 'geo:0.000000,-150.000000', 'shanghai'],
    ['loader', 'geo:0.000000,-150.000000', 'shanghai'],
  ])('R-121 given a %s at the shared place %s, then %s has it', (appliance, address, id) => {
    expect(outletFor(outlets, address, appliance).id).toBe(id)
  })

  test('R-121 given an address no outlet covers, then the head office has it and must ask before it sends anybody', () => {
    const address = 'geo:0.000000,-150.000000'
    const outlet = outletFor(outlets, address, 'refrigerator')
    expect(outlet).toBe(outlets.outlets[0])
    expect(isOutOfArea(outlet, distanceTo(outlet, address))).toBe(true)
  })
})

describe('K-04 how an arrival is promised is configuration', () => {
  test('K-04 given a household appliance, then it goes by appointment and no hour is promised', () => {
    expect(profileOf(service, 'refrigerator')).toBe('household')
    expect(arrivalDue(profile('household'), {}, 5, NOW)).toBeUndefined()
  })

  test('K-04 given a critical contract, then somebody is there within 30 minutes wherever it is', () => {
    const name = profileOf(service, 'refrigerator', 'contract-critical')
    expect(arrivalDue(profile(name), depot, undefined, NOW)).toBe(NOW + HOUR / 2)
  })

  test('K-04 given a loader, then distance decides; a contract comes before the appliance, an unknown one does not', () => {
    expect(profileOf(service, 'loader')).toBe('machinery')
    expect(profileOf(service, 'loader', 'household')).toBe('household')
    expect(profileOf(service, 'loader', 'gold')).toBe('machinery')
    expect(profileOf(service, null, null)).toBe('household')
  })
})
