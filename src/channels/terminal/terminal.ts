/**
 * The assistant in a terminal: the same turn, outbox and worker as every channel, with numbers for buttons and a clock
 * that can be moved. For one person at one keyboard; nothing is shared between terminals but the database.
 */
import { readFile } from 'node:fs/promises'
import { clearLine, createInterface, cursorTo, type Interface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import type { Channel, Delivery, InboundContent, Outbound, OutboundButton, Receive } from '../../assistant/channel.ts'
import type { Language } from '../../flow/flow.ts'
import { type Line, readLine } from './line.ts'
import { createPaint, drawLook, drawMessage, drawPick, type Look, WORDS } from './screen.ts'

export type TerminalOptions = {
  readonly receive: Receive
  readonly clock: {
    /** Epoch milliseconds. */
    now(): number
    /** Moves the clock on by so many milliseconds. */
    wait(ms: number): Promise<void>
    /** Moves the clock to the next timer; `false` when none is armed. */
    next(): Promise<boolean>
  }
  /** What runs in the conversation, for `:who`. */
  readonly look: (conversation: string) => Promise<Look | undefined>
  /** Resolves when everything received or due has been answered and delivered. */
  readonly idle: () => Promise<void>
  /** Native id of the chat; the conversation is `terminal:CHAT`. */
  readonly chat: string
  /** Unique for each start of the program: part of the ids of updates, which must never repeat. */
  readonly session: string
  readonly input: Readable
  readonly output: Writable
  readonly language: Language
  /** `false` where NO_COLOR is set or the output is not a terminal. */
  readonly colour: boolean
  /** Whether `output` is a screen with a cursor: there, a message that arrives while somebody types does not tear the line. */
  readonly screen: boolean
  /** IANA time zone in which `:wait` and `:next` tell the time. */
  readonly zone: string
  /** A line could not be handed over; the person at the keyboard is told so, the cause goes here. */
  readonly failed: (error: unknown) => void
}

export type Terminal = {
  readonly channel: Channel
  /** Reads lines until `:quit` or the end of the input. */
  run(): Promise<void>
}

/** A message for a chat that is not open here waits for its own terminal. */
const OTHER_TERMINAL_MS = 60_000

/** The message whose buttons are on the screen. */
type Open = { readonly message: string; readonly buttons: readonly OutboundButton[] }

/** A terminal of one conversation. */
export function createTerminal(options: TerminalOptions): Terminal {
  const { output, clock } = options
  const conversation = `terminal:${options.chat}`
  const paint = createPaint(options.colour)
  let language = options.language
  let open: Open | undefined
  let typed = 0
  let lines: Interface | undefined

  function show(text: string): void {
    if (options.screen) {
      cursorTo(output, 0)
      clearLine(output, 0)
    }
    output.write(`${text}\n`)
    prompt()
  }

  function prompt(): void {
    if (options.screen) lines?.prompt(true)
  }

  function send(outbound: Outbound): Promise<Delivery> {
    const { content } = outbound
    if (outbound.conversation !== conversation) {
      return Promise.resolve({ kind: 'later', afterMs: OTHER_TERMINAL_MS, everyone: false })
    }
    language = outbound.language
    const message = String(outbound.id)
    if (content.kind === 'settle') {
      // What was typed stands above already; the platform's way of showing the answer would only repeat it.
      if (open?.message === content.message) open = undefined
      return Promise.resolve({ kind: 'sent', message })
    }
    if (content.kind === 'text') {
      if (content.buttons && content.buttons.length > 0) open = { message, buttons: content.buttons }
      else if (content.ask !== undefined) open = undefined
    }
    show(drawMessage(content, language, paint))
    return Promise.resolve({ kind: 'sent', message })
  }

  async function say(content: InboundContent): Promise<void> {
    typed += 1
    const id = `${options.session}:${typed}`
    const inbound = { channel: 'terminal', updateId: id, conversation, at: clock.now(), message: id }
    await options.receive([{ ...inbound, from: { language: options.language }, content }])
    await options.idle()
  }

  function tellTime(): void {
    const format = new Intl.DateTimeFormat(language, { dateStyle: 'full', timeStyle: 'short', timeZone: options.zone })
    show(paint('dim', WORDS[language].clock.replace('{time}', format.format(clock.now()))))
  }

  async function obey(line: Line): Promise<void> {
    switch (line.kind) {
      case 'content':
        if (line.label !== undefined) show(drawPick(line.label, paint))
        return say(line.content)
      case 'wait':
        await clock.wait(line.ms)
        tellTime()
        return options.idle()
      case 'next':
        if (!(await clock.next())) return show(paint('yellow', WORDS[language].noTimer))
        tellTime()
        return options.idle()
      case 'who':
        return show(drawLook(await options.look(conversation), language, paint))
      case 'help':
        return show(paint('dim', WORDS[language].help))
      case 'unknown':
        return show(paint('yellow', WORDS[language].unknown.replace('{word}', line.word)))
      case 'nothing':
      case 'quit':
        return
    }
  }

  async function run(): Promise<void> {
    lines = createInterface({ input: options.input, output, terminal: options.screen, prompt: paint('green', '› ') })
    show(paint('dim', WORDS[language].welcome))
    try {
      for await (const text of lines) {
        const line = readLine(text, open?.buttons ?? [])
        if (line.kind === 'quit') break
        await obey(line).catch(error => {
          options.failed(error)
          show(paint('yellow', WORDS[language].failed))
        })
        prompt()
      }
    } finally {
      lines.close()
      lines = undefined
    }
    show(paint('dim', WORDS[language].bye))
  }

  return {
    channel: {
      name: 'terminal',
      pace: { perSecond: 1_000, sameConversationMs: 0, burst: 1_000, parallel: 1 },
      send,
      fetchFile: path => readFile(path),
    },
    run,
  }
}
