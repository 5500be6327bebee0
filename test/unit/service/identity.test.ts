import { describe, expect, test } from 'vitest'
import { compareIdentity, type Expected } from '../../../src/service/identity.ts'

const EXPECTED: Expected = {
  names: ['Li Ming', '李明师傅'],
  permitNo: 'A1023',
  code: '4821',
  others: [
    { names: ['Wang Fang', '王芳师傅'], permitNo: 'A1047' },
    { names: ['Li Na', '李娜师傅'], permitNo: 'B4023' },
  ],
}

describe('what is shown at the door (R-047)', () => {
  test.each([
    'A1023',
    'a 1023',
    'A-1023',
    'Ａ１０２３',
    'permit A1023, code 4821',
    '证号A1023，到访码4821',
    '4821',
    '4 8 2 1',
    '1023',
    'Li Ming',
    'li  ming',
    '李明',
    '姓名李明，证号A1023',
    'his name is Li Ming',
    'Ming',
  ])('"%s" is ours', said => {
    expect(compareIdentity(said, EXPECTED)).toBe('match')
  })

  test.each([
    'A1024',
    'B1023',
    '4822',
    '0000',
    'Li Ming, permit A1024',
    'A1023, code 9999',
    'Wang Fang',
    '王芳师傅',
    'his name is Peter',
    '姓名张三',
    '10234',
  ])('"%s" is not', said => {
    expect(compareIdentity(said, EXPECTED)).toBe('mismatch')
  })

  test.each(['', 'a man in blue', '李师傅', 'Mr Li', '023', '一个穿蓝衣服的人'])('"%s" says too little', said => {
    expect(compareIdentity(said, EXPECTED)).toBe('unclear')
  })
})
