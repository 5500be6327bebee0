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

describe('asking for a person', () => {
  it.each([
    'I want a human',
    'a person please',
    'I need to speak to the manager',
    'get me your supervisor',
    'can I have an agent',
    'Hi, can you connect me to a representative please',
    'is there a human here?',
    'is there a real person I can talk to?',
    'just give me a person',
    'human human human',
    'my fridge still leaks, agent please',
    'my fridge leaks and I want to talk to a person',
    'I would prefer talking to a person',
    'please call me',
    'can somebody call me back today?',
    'could you give me a call tomorrow',
    'I want someone to call me',
    'no bot, I want a real person',
    "I don't want a bot, get me an operator",
    'customer service please',
    'I have been explaining this to you for ten minutes already and you keep asking the same. Let me talk to a human.',
    '真人',
    '我要找真人客服',
    '有没有人工啊',
    '有人工吗',
    '帮我转一下人工客服吧',
    '洗衣机还是漏水,转人工',
    '能不能让你们经理来处理',
    '我要跟你们主管说话',
    '叫你们经理出来',
    '请客服回复一下',
    '给我打电话吧',
    '让客服明天下午给我打电话',
    '怎么没有人工',
    '不想跟机器人说,找个客服',
    '麻烦安排个专员',
    '麻烦回个电话',
    '还是换人工吧',
    '你好,人工服务',
    '需要人工帮忙',
    '直接转接人工客服',
  ])('%s: calls one', text => {
    expect(understand(text, NOTHING_ASKED).signal).toBe('human')
  })

  it.each([
    'a person came yesterday and did not fix it',
    'the manager of the building has the key',
    'manager of the building wants a report',
    'the agent was rude',
    'a person in blue knocked at my door',
    'my manager bought this fridge',
    'the technician called me yesterday',
    'nobody called me back',
    'he said he would call me',
    'please call me before you come',
    'call me Anna',
    'I do not want an agent',
    "I don't want to talk to a person",
    'are you human',
    'are you a real person?',
    'are you a human or a robot',
    'am I talking to a human?',
    'is this a person or a bot',
    'I was talking to a person yesterday',
    'customer service is terrible',
    'one person lives here',
    'the representative promised a new part',
    'is the operator manual online',
    '昨天有个真人来过但没修好',
    '你是真人吗',
    '你是人工吗',
    '是真人还是机器人',
    '人工费多少钱',
    '人工智能冰箱怎么用',
    '你们客服态度太差了',
    '客服昨天说今天会来',
    '上次的客服说免费',
    '大楼经理有钥匙',
    '经理说可以退钱',
    '我不要人工',
    '不用转人工',
    '师傅昨天给我打电话了',
    '上门前给我打电话',
    '来之前打电话给我',
    '客服电话打不通',
    '没有人给我打电话',
    '专员已经来过了',
    '我是公司的主管',
    '物业主管不在家',
  ])('%s: calls nobody', text => {
    expect(understand(text, NOTHING_ASKED).signal).toBeUndefined()
  })

  it.each(['are you human', 'are you a real person?', 'am I talking to a human?', '你是真人吗', '你是人工吗'])(
    '%s: asks who is speaking',
    text => {
      const { intents, zone } = understand(text, NOTHING_ASKED)
      expect(intents[0]?.flow).toBe('about-assistant')
      expect(zone).toBe('act')
    },
  )
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

  it('wins over a word of a choice if it names a slot and what it is, but not over the very words of a choice', () => {
    const open = {
      ...asking('choice', [
        ['Long Road', '长江路'],
        ['change the address to home', '地址改成家里'],
        ['Address', '地址'],
      ]),
      known: [phone, address],
    }
    const said = (text: string) => understand(text, open)
    expect(said('no, the address is 12 Long Road').correction).toEqual({ slot: 'address', text: '12 Long Road' })
    expect(said('不对,地址是长江路12号').correction).toEqual({ slot: 'address', text: '长江路12号' })
    expect(said('change the address to home')).toMatchObject({ choice: 1, intents: [] })
    expect(said('change the address to home').correction).toBeUndefined()
    expect(said('the address is wrong')).toMatchObject({ choice: 2 })
    expect(said('the address is wrong').correction).toBeUndefined()
  })

  it('leaves the slot that is being asked alone', () => {
    const open = { ...asking('phone', [], { slot: 'phone' }), known: [phone, address] }
    expect(understand('my phone number is 13912345678', open).correction).toBeUndefined()
    expect(understand('my phone number is 13912345678', open).entities.phone).toBe('+8613912345678')
  })
})
