import { expect, test } from 'vitest'
import { addressIn } from '../../../src/service/address.ts'

const AREAS = ['Binjiang', '滨江', '闵行']

test.each([
  ["No, it's at my mother's, 88 Jiangnan Ave, Binjiang", '88 Jiangnan Ave, Binjiang'],
  ['please come to 12 Long Road, Minhang.', '12 Long Road, Minhang'],
  ['不对,机器在我妈家,滨江区江南大道88号', '滨江区江南大道88号'],
  ['机器在我妈家滨江区江南大道88号3幢', '滨江区江南大道88号3幢'],
  ['地址改到人民路12号', '人民路12号'],
  ['the address is wrong', undefined],
  ['地址不对', undefined],
  ['it is 5 years old', undefined],
])('%s', (said, address) => {
  expect(addressIn(said, AREAS)).toBe(address)
})
