import { describe, expect, test } from 'vitest'
import { maskAddress, maskPhone, maskText } from '../../../src/desk/mask.ts'

describe('least data before claim (R-098)', () => {
  test.each([
    ['+8613812345678', '138****5678'],
    ['13812345678', '138****5678'],
    ['138 1234 5678', '138****5678'],
    ['+447911123456', '+44****3456'],
    ['10086', '****86'],
  ])('the phone number %s is shown as %s', (phone, masked) => {
    expect(maskPhone(phone)).toBe(masked)
  })

  test.each([
    ['杭州市滨江区江南大道88号', '杭州市滨江区'],
    ['浙江省杭州市滨江区阳光小区3栋501', '浙江省杭州市滨江区'],
    ['义乌市稠江街道文华路5号', '义乌市'],
    ['桐庐县城南路9号', '桐庐县'],
    ['阳光小区3栋501', '…'],
    ['朝阳路12号', '…'],
    ['12 Long Road, Binjiang, Hangzhou', 'Binjiang, Hangzhou'],
    ['Flat 5, 12 Long Road, Binjiang District', 'Binjiang District'],
    ['Long Road, Sunny Street, Binjiang', 'Binjiang'],
    ['12 Long Road', '…'],
    ['', '…'],
  ])('the address %j is shown as %j', (address, masked) => {
    expect(maskAddress(address)).toBe(masked)
  })

  test('what was said loses phone numbers and the address, and keeps dates and times', () => {
    const said = '我电话138-1234-5678,住杭州市滨江区江南大道88号,2024-05-01 买的,型号 XQB80'
    expect(maskText(said, ['杭州市滨江区江南大道88号'])).toBe(
      '我电话138****5678,住杭州市滨江区,2024-05-01 买的,型号 XQB80',
    )
    expect(maskText('电话１３８１２３４５６７８', [])).toBe('电话138****5678')
    expect(maskText('31.5, 121.45678', [])).toBe('31.5, 121.45')
    expect(maskText('https://www.openstreetmap.org/?mlat=31.23456&mlon=-121.45678#map=17', [])).toBe(
      'https://www.openstreetmap.org/?mlat=31.23&mlon=-121.45#map=17',
    )
    expect(maskText('https://maps.example/!3d31.234567!4d121.456789', [])).toBe(
      'https://maps.example/!3d31.23!4d121.45',
    )
    expect(maskText('It is 21.35 kg, 3.5 bar, version 1.2.3456', [])).toBe('It is 21.35 kg, 3.5 bar, version 1.2.3456')
    expect(maskText('Call +44 7911 123456 at 16:00', [])).toBe('Call +44****3456 at 16:00')
  })
})
