/** What a line typed into the terminal means. Pure. */
import type { InboundContent, OutboundButton } from '../../assistant/channel.ts'

export type Line =
  /** Something for the assistant. `label` is the button that a number picked. */
  | { readonly kind: 'content'; readonly content: InboundContent; readonly label?: string }
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'next' }
  | { readonly kind: 'who' }
  | { readonly kind: 'help' }
  | { readonly kind: 'quit' }
  /** A colon command nobody knows, or one with an argument that cannot be read. */
  | { readonly kind: 'unknown'; readonly word: string }
  | { readonly kind: 'nothing' }

/**
 * Reads one line. `choices` are the buttons on the screen: their number or their label picks them, anything else is text.
 * `/name payload` is a command of the assistant, `:name argument` one of the terminal.
 */
export function readLine(line: string, choices: readonly OutboundButton[]): Line {
  const text = line.trim()
  if (text === '') return { kind: 'nothing' }
  if (text.startsWith(':')) return readTerminalCommand(text)
  const picked = pick(text, choices)
  if (picked) return { kind: 'content', content: { kind: 'tap', token: picked.token }, label: picked.label }
  const command = /^\/([a-z_]+)(?:\s+(.*))?$/is.exec(text)
  if (command) {
    const [, name = '', payload = ''] = command
    return { kind: 'content', content: { kind: 'command', name: name.toLowerCase(), payload: payload.trim() } }
  }
  return { kind: 'content', content: { kind: 'text', text } }
}

/** Full-width digits, as Chinese keyboards type them, count too. */
function pick(text: string, choices: readonly OutboundButton[]): OutboundButton | undefined {
  const plain = text.normalize('NFKC')
  const number = /^(\d{1,3})[.)、]?$/.exec(plain)
  if (number) return choices[Number(number[1]) - 1]
  return choices.find(choice => choice.label === text)
}

function readTerminalCommand(text: string): Line {
  const [word = '', ...rest] = text.split(/\s+/)
  const argument = rest.join(' ')
  switch (word.toLowerCase()) {
    case ':wait': {
      const ms = readDuration(argument)
      return ms === undefined ? { kind: 'unknown', word: text } : { kind: 'wait', ms }
    }
    case ':contact':
      return argument === ''
        ? { kind: 'unknown', word: text }
        : { kind: 'content', content: { kind: 'contact', phone: argument } }
    case ':location':
      return readLocation(argument) ?? { kind: 'unknown', word: text }
    case ':photo':
      return argument === ''
        ? { kind: 'unknown', word: text }
        : { kind: 'content', content: { kind: 'file', file: { kind: 'photo', file: argument, name: argument } } }
    case ':next':
      return { kind: 'next' }
    case ':who':
      return { kind: 'who' }
    case ':help':
      return { kind: 'help' }
    case ':quit':
    case ':q':
      return { kind: 'quit' }
    default:
      return { kind: 'unknown', word: text }
  }
}

const UNIT_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** `90s`, `30m`, `24h`, `7d` as in the policy, in milliseconds. */
function readDuration(text: string): number | undefined {
  const match = /^(\d{1,6})\s*([smhd])$/i.exec(text.trim())
  const unit = UNIT_MS[match?.[2]?.toLowerCase() ?? '']
  return match && unit !== undefined ? Number(match[1]) * unit : undefined
}

function readLocation(text: string): Line | undefined {
  const match = /^(-?\d+(?:\.\d+)?)\s*[, ]\s*(-?\d+(?:\.\d+)?)$/.exec(text.trim())
  if (!match) return undefined
  const [latitude, longitude] = [Number(match[1]), Number(match[2])]
  if (Math.abs(latitude) > 90 || Math.abs(longitude) > 180) return undefined
  return { kind: 'content', content: { kind: 'location', latitude, longitude } }
}
