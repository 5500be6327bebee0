/** Many customers of one house, who all book a visit for a washing machine, in both languages. */
import { onTestFinished } from 'vitest'
import type { InboundContent } from '../../src/assistant/channel.ts'
import type { DeskCommand, DeskOutcome } from '../../src/desk/command.ts'
import type { Language } from '../../src/flow/flow.ts'
import type { Service } from '../../src/service/service.ts'
import type { Row } from '../../src/store/sql.ts'
import { inboundOf, rows, textsTo, words } from './arrivals.ts'
import { type Content, type House, MONDAY_MORNING, openHouse } from './house.ts'
import { LINES, type Lines, MODEL } from './journey.ts'
import { staffOf } from './staff.ts'

export type Caller = { readonly id: string; readonly language: Language; readonly lines: Lines }

export type Town = {
  readonly house: House
  /** So many people, who take turns in the two languages unless one is named. */
  people(count: number, language?: Language): readonly Caller[]
  /** All of them do something in the same moment; resolves when everything it led to is delivered. */
  all(callers: readonly Caller[], act: (caller: Caller) => InboundContent): Promise<void>
  says(caller: Caller, ...texts: readonly string[]): Promise<void>
  taps(caller: Caller, label: string | RegExp): Promise<void>
  /** The tap on the newest button with this label. */
  tap(caller: Caller, label: string | RegExp): InboundContent
  /** What somebody has heard since the last time it was asked, as one text. */
  heard(caller: Caller): string
  /** Labels of the times in the newest message that has buttons. */
  times(caller: Caller): readonly string[]
  /** Everything up to the question for the time. */
  reachTimes(callers: readonly Caller[], wish?: (caller: Caller) => string, address?: string): Promise<void>
  desk(caller: Caller, command: DeskCommand): Promise<DeskOutcome>
  rows(sql: string): Promise<readonly Row[]>
}

/** `service`: the sample service with changes. */
export async function openTown(content: Content, service: Service, now = MONDAY_MORNING): Promise<Town> {
  const house = await openHouse({ ...content, loaded: { ...content.loaded, service }, now })
  onTestFinished(() => house.app.stop())
  const read = new Map<string, number>()
  let last = 0
  const all: Town['all'] = async (callers, act) => {
    await house.app.door.receive(
      callers.map(caller => ({ ...inboundOf(house, caller.id, act(caller)), from: { language: caller.language } })),
    )
    await house.app.worker.drain()
  }
  const buttons = ({ id }: Caller) => {
    const messages = house.recorder.sent.flatMap(({ conversation, content }) =>
      conversation === `test:${id}` && content.kind === 'text' && content.buttons?.length ? [content.buttons] : [],
    )
    return messages.at(-1) ?? []
  }
  const tap: Town['tap'] = (caller, label) => {
    const button = buttons(caller).find(one =>
      typeof label === 'string' ? one.label === label : label.test(one.label),
    )
    if (!button) throw new Error(`There is no button ${label}; heard last: ${textsTo(house, caller.id).at(-1)}`)
    return { kind: 'tap', token: button.token }
  }
  const says: Town['says'] = async (caller, ...texts) => {
    for (const text of texts) await all([caller], () => words(text))
  }
  return {
    house,
    all,
    tap,
    says,
    people: (count, language) =>
      Array.from({ length: count }, () => {
        last += 1
        const spoken = language ?? (last % 2 === 0 ? 'zh' : 'en')
        return { id: String(last), language: spoken, lines: LINES[spoken] }
      }),
    taps: (caller, label) => all([caller], () => tap(caller, label)),
    heard(caller) {
      const texts = textsTo(house, caller.id)
      const news = texts.slice(read.get(caller.id) ?? 0)
      read.set(caller.id, texts.length)
      return news.join('\n\n')
    },
    times: caller => buttons(caller).flatMap(({ label }) => (TIME.test(label) ? [label] : [])),
    async reachTimes(callers, wish = ({ lines }) => lines.noWish, address) {
      const said = ({ lines }: Caller) => [
        ...[lines.opening, lines.safe, lines.hoseFine, lines.filterClean, lines.name, '13812345678'],
        ...[address ?? lines.home, MODEL, lines.bought],
      ]
      const steps = callers[0] ? said(callers[0]).length : 0
      for (let step = 0; step < steps; step++) await all(callers, caller => words(said(caller)[step] ?? ''))
      await all(callers, caller => words(wish(caller)))
    },
    async desk({ id }, command) {
      const outcome = await house.app.runDesk({ conversation: `test:${id}`, staff: staffOf('Wei'), command })
      await house.app.worker.drain()
      return outcome
    },
    rows: sql => rows(house, sql),
  }
}

const TIME = /\d\d:\d\d–\d\d:\d\d/
