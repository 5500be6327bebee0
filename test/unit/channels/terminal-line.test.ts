import { describe, expect, test } from 'vitest'
import { readLine } from '../../../src/channels/terminal/line.ts'

const choices = [
  { label: 'Today 16:00', token: 'a:1' },
  { label: 'Tomorrow 8:00', token: 'a:2' },
]

describe('a line typed into the terminal', () => {
  test.each([
    ['1', 'a:1'],
    ['2.', 'a:2'],
    ['2', 'a:2'],
    [' Tomorrow 8:00 ', 'a:2'],
  ])('%j taps the choice', (text, token) => {
    expect(readLine(text, choices)).toMatchObject({ kind: 'content', content: { kind: 'tap', token } })
  })

  test.each(['3', '0', 'the first one', '13800138000'])('%j is said, because no choice has it', text => {
    expect(readLine(text, choices)).toEqual({ kind: 'content', content: { kind: 'text', text } })
  })

  test('a number is said when nothing is offered', () => {
    expect(readLine('1', [])).toEqual({ kind: 'content', content: { kind: 'text', text: '1' } })
  })

  test('a command of the assistant passes through with its payload', () => {
    expect(readLine('/Start XQB80_SN1 ', choices)).toEqual({
      kind: 'content',
      content: { kind: 'command', name: 'start', payload: 'XQB80_SN1' },
    })
  })

  test.each([
    [':wait 90s', 90_000],
    [':wait 30m', 1_800_000],
    [':WAIT 24 h', 86_400_000],
    [':wait 7d', 604_800_000],
  ])('%j moves the clock on', (text, ms) => {
    expect(readLine(text, [])).toEqual({ kind: 'wait', ms })
  })

  test.each([':wait', ':wait soon', ':wait -1h', ':contact', ':location here', ':location 91,0', ':photo', ':dance'])(
    '%j is not known',
    text => {
      expect(readLine(text, [])).toEqual({ kind: 'unknown', word: text })
    },
  )

  test('shares a phone number, a place and a photo', () => {
    expect(readLine(':contact +86 138 0013 8000', [])).toMatchObject({
      content: { kind: 'contact', phone: '+86 138 0013 8000' },
    })
    expect(readLine(':location 30.27, 120.15', [])).toMatchObject({
      content: { kind: 'location', latitude: 30.27, longitude: 120.15 },
    })
    expect(readLine(':photo ./leak one.jpg', [])).toMatchObject({
      content: { kind: 'file', file: { kind: 'photo', file: './leak one.jpg' } },
    })
  })

  test('an empty line is nothing', () => {
    expect(readLine('   ', choices)).toEqual({ kind: 'nothing' })
  })
})
