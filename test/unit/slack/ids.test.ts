import { describe, expect, test } from 'vitest'
import {
  directConversation,
  fileId,
  instantOf,
  isDirect,
  messageId,
  ownedBlock,
  ownerOf,
  partsOf,
  placeOf,
  threadConversation,
} from '../../../src/channels/slack/ids.ts'

describe('a conversation in Slack', () => {
  test('in the direct messages is named by its user', () => {
    expect(placeOf(directConversation('U123'))).toEqual({ user: 'U123' })
  })

  test('in a channel is named by its user, the channel and the first message of the thread', () => {
    const conversation = threadConversation('W1', 'C9', '1700000000.000100')
    expect(conversation).toBe('slack:W1/C9/1700000000.000100')
    expect(placeOf(conversation)).toEqual({ user: 'W1', channel: 'C9', threadTs: '1700000000.000100' })
  })

  test.each(['telegram:77', 'slack:', 'slack:U1/C1', 'slack:U1/C1/', 'slack:U1/C1/now', 'slack:u1', 'xslack:U1', ''])(
    'is not %j',
    conversation => {
      expect(placeOf(conversation)).toBeUndefined()
    },
  )

  test('is a direct one in channels that begin with a D', () => {
    expect([isDirect('D1'), isDirect('C1'), isDirect('G1')]).toEqual([true, false, false])
  })
})

describe('what was sent', () => {
  test('in several parts is read part by part', () => {
    const message = [messageId('D1', '1.2'), messageId('D1', '3.4'), fileId('F5')].join(',')
    expect(partsOf(message)).toEqual([
      { kind: 'message', channel: 'D1', ts: '1.2' },
      { kind: 'message', channel: 'D1', ts: '3.4' },
      { kind: 'file', file: 'F5' },
    ])
  })

  test.each(['', '17', 'D1', 'D1:now', 'file:'])('has no parts when its name is %j', message => {
    expect(partsOf(message)).toEqual([])
  })

  test('has an instant in milliseconds', () => {
    expect(instantOf('1700000000.123456')).toBe(1_700_000_000_123)
  })
})

test('buttons carry whose they are', () => {
  expect(ownerOf(ownedBlock('U123'))).toBe('U123')
  expect(ownerOf('b17')).toBeUndefined()
})
