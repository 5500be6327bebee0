import { describe, expect, it } from 'vitest'
import type { Slot } from '../../../src/flow/flow.ts'
import { asking, NOTHING_ASKED, understand } from './catalogue.ts'

describe('signals', () => {
  it.each([
    ['cancel', 'cancel'],
    ['please cancel', 'cancel'],
    ['I want to cancel', 'cancel'],
    ['Cancle', 'cancel'],
    ['取消', 'cancel'],
    ['帮我取消吧', 'cancel'],
    ['back', 'back'],
    ['go back please', 'back'],
    ['上一步', 'back'],
    ['start over', 'restart'],
    ['重新开始', 'restart'],
    ['yes please', 'yes'],
    ['对的', 'yes'],
    ['nope', 'no'],
    ['都没有', 'no'],
    ["I don't know", 'unknown'],
    ['不知道', 'unknown'],
    ['Thank you!', 'thanks'],
    ['谢谢', 'thanks'],
    ['human', 'human'],
    ['人工', 'human'],
    ['转人工', 'human'],
    ['我想转人工客服', 'human'],
    ['can I talk to a person please', 'human'],
    ['agent', 'human'],
    ['get me an agent now', 'human'],
  ])('%s: %s', (text, signal) => {
    expect(understand(text, NOTHING_ASKED).signal).toBe(signal)
  })

  it.each([
    'cancel my visit',
    '取消明天的上门',
    '人工费多少钱',
    'I do not want an agent',
    'the agent was rude',
    'call me Anna',
    'back wall of the fridge is icy',
    'my washer leaks',
    'yes but the washer leaks now',
    '不要人工',
  ])('%s: none', text => {
    expect(understand(text, NOTHING_ASKED).signal).toBeUndefined()
  })

  it('leaves a signal alone: nothing is classified', () => {
    expect(understand('取消', NOTHING_ASKED)).toMatchObject({ intents: [], zone: 'none' })
  })

  it('hears "I don\'t know" at the head of a short answer', () => {
    const open = asking('choice', [['On', '开']])
    expect(understand("I don't know where that is", open).signal).toBe('unknown')
    expect(understand('我不知道在哪', open).signal).toBe('unknown')
    expect(understand('我不知道在哪', NOTHING_ASKED).signal).toBeUndefined()
  })
})

describe('corrections (R-003)', () => {
  const phone: Slot = {
    name: 'phone',
    type: 'phone',
    keep: 'customer',
    called: { en: ['phone', 'number'], zh: ['电话', '手机'] },
  }
  const address: Slot = {
    name: 'address',
    type: 'address',
    keep: 'customer',
    called: { en: ['address'], zh: ['地址'] },
  }
  const context = { ...NOTHING_ASKED, known: [phone, address] }

  it.each([
    ['no, the address is 12 Long Road', 'address', '12 Long Road'],
    ['Sorry, my address should be 12 Long Road.', 'address', '12 Long Road'],
    ['my phone number is actually 139 1234 5678', 'phone', '139 1234 5678'],
    ['change my phone number to 13912345678', 'phone', '13912345678'],
    ['the address is wrong', 'address', ''],
    ['不对,地址是长江路12号', 'address', '长江路12号'],
    ['改一下电话 13912345678', 'phone', '13912345678'],
    ['把电话改成13912345678', 'phone', '13912345678'],
    ['地址写错了,应该是长江路12号', 'address', '长江路12号'],
    ['電話號碼錯了', 'phone', ''],
  ])('%s corrects %s to "%s"', (text, slot, rest) => {
    expect(understand(text, context).correction).toEqual({ slot, text: rest })
  })

  it('passes on what follows words of correction that name nothing', () => {
    expect(understand('I meant 12 Long Road', context).correction).toEqual({ text: '12 Long Road' })
    expect(understand('说错了,是长江路12号', context).correction).toEqual({ text: '长江路12号' })
  })

  it.each(['my washer does not drain', 'no', 'what is your address', '你们的电话是多少'])(
    '%s corrects nothing',
    text => {
      expect(understand(text, context).correction?.slot).toBeUndefined()
    },
  )

  it('leaves the slot that is being asked alone', () => {
    const open = { ...asking('phone', [], { slot: 'phone' }), known: [phone, address] }
    expect(understand('my phone number is 13912345678', open).correction).toBeUndefined()
    expect(understand('my phone number is 13912345678', open).entities.phone).toBe('+8613912345678')
  })
})
