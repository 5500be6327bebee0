/** Plays a `*.test.yaml` transcript against a whole house and says where it parts from what was written. */
import { z } from 'zod'
import type { Inbound, InboundContent, Outbound } from '../../src/assistant/channel.ts'
import type { DeskCommand } from '../../src/desk/command.ts'
import { readConversations } from '../../src/store/conversations.ts'
import type { Row } from '../../src/store/sql.ts'
import { type Content, type House, MONDAY_MORNING, openHouse } from './house.ts'
import { CHECKLIST } from './journey.ts'
import { staffOf } from './staff.ts'

const step = z.union([
  z.strictObject({ user: z.union([z.string(), z.number()]).transform(String) }),
  z.strictObject({ bot: z.union([z.string(), z.array(z.string())]) }),
  z.strictObject({ tap: z.union([z.string(), z.number()]).transform(String) }),
  z.strictObject({ wait: z.string() }),
  z.strictObject({ desk: z.looseObject({ do: z.string() }) }),
  z.strictObject({ photo: z.number() }),
  z.strictObject({ contact: z.string() }),
  z.strictObject({ location: z.tuple([z.number(), z.number()]) }),
  z.strictObject({ command: z.strictObject({ name: z.string(), payload: z.string().default('') }) }),
  z.strictObject({ redeliver: z.literal('last') }),
  z.strictObject({ edit: z.string() }),
  z.strictObject({ silence: z.literal(true) }),
  z.strictObject({ slots: z.record(z.string(), z.unknown()) }),
  z.strictObject({ case: z.record(z.string(), z.unknown()) }),
  z.strictObject({ task: z.record(z.string(), z.unknown()) }),
  z.strictObject({ visit: z.record(z.string(), z.unknown()) }),
])

export const transcript = z.strictObject({
  script: z.string(),
  language: z.enum(['en', 'zh']),
  given: z.strictObject({ now: z.string() }).optional(),
  talk: z.array(step).min(1),
})
export type Transcript = z.output<typeof transcript>
type Step = z.output<typeof step>

type Play = {
  readonly house: House
  readonly heard: Outbound[]
  readonly lines: string[]
  readonly customer: Customer
  last?: Inbound
}
type Customer = { readonly id: string; readonly language: 'en' | 'zh' }

/** Throws with the conversation so far and the step that does not hold. */
export async function playTranscript(script: Transcript, content: Content): Promise<void> {
  const now = script.given ? Date.parse(script.given.now) : MONDAY_MORNING
  const house = await openHouse({ ...content, now })
  const play: Play = { house, heard: [], lines: [], customer: { id: '1', language: script.language } }
  try {
    for (const [index, next] of script.talk.entries()) {
      try {
        await take(play, next)
      } catch (error) {
        const where = `step ${index + 1}: ${JSON.stringify(next)}`
        throw new Error(`${where}\n${(error as Error).message}\n\n${play.lines.join('\n')}`, { cause: error })
      }
    }
  } finally {
    await house.app.stop()
  }
}

async function take(play: Play, next: Step): Promise<void> {
  const { house } = play
  if ('bot' in next) return hears(play, [next.bot].flat())
  if ('slots' in next) return holds('slots', await slotsOf(play), next.slots)
  if ('case' in next) return holds('case', await newest(play, 'service_case'), next.case)
  if ('task' in next) return holds('task', await newest(play, 'staff_task'), next.task)
  if ('visit' in next) return holds('visit', await newest(play, 'visit'), next.visit)
  if ('silence' in next) return nothingUnheard(play)
  nothingUnheard(play)
  if ('wait' in next) await house.app.time.moveBy(durationMs(next.wait))
  else if ('desk' in next) await deskDoes(play, next.desk)
  else if ('redeliver' in next) {
    if (play.last) await house.redelivers(play.last)
  } else if ('photo' in next) {
    for (let count = 0; count < next.photo; count += 1) await does(play, photo(next.photo, count))
  } else await does(play, contentOf(play, next))
  play.lines.push(`> ${JSON.stringify(next)}`)
  collect(play)
}

async function does(play: Play, content: InboundContent): Promise<void> {
  play.last = await play.house.does(content, play.customer)
}

function photo(of: number, index: number): InboundContent {
  const album = of > 1 ? { album: 'album' } : {}
  return { kind: 'file', file: { kind: 'photo', file: `photo-${index}` }, ...album }
}

function contentOf(play: Play, next: Step): InboundContent {
  if ('user' in next) return { kind: 'text', text: next.user }
  if ('tap' in next) return { kind: 'tap', token: tokenOf(play, next.tap) }
  if ('contact' in next) return { kind: 'contact', phone: next.contact }
  if ('location' in next) return { kind: 'location', latitude: next.location[0], longitude: next.location[1] }
  if ('command' in next) return { kind: 'command', ...next.command }
  if ('edit' in next) return { kind: 'edit', text: next.edit, message: 'm1' }
  throw new Error('there is no such step')
}

function tokenOf(play: Play, label: string): string {
  for (const { content } of [...play.house.recorder.sent].reverse()) {
    const button = content.kind === 'text' ? content.buttons?.find(other => other.label === label) : undefined
    if (button) return button.token
  }
  throw new Error(`there is no button "${label}"; the newest are ${JSON.stringify(newestButtons(play))}`)
}

function newestButtons(play: Play): string[] {
  const last = [...play.house.recorder.sent].reverse().find(({ content }) => content.kind === 'text' && content.buttons)
  return last?.content.kind === 'text' ? (last.content.buttons ?? []).map(button => button.label) : []
}

/** Moves what was sent since the last step to the heard lines. */
function collect(play: Play): void {
  const seen = play.lines.filter(line => line.startsWith('< ')).length
  const texts = play.house.recorder.sent.filter(({ content }) => content.kind === 'text')
  for (const outbound of texts.slice(seen)) {
    if (outbound.content.kind !== 'text') continue
    play.heard.push(outbound)
    const buttons = outbound.content.buttons?.map(button => `[${button.label}]`).join(' ') ?? ''
    const text = outbound.content.text.replaceAll('\n', ' / ')
    play.lines.push(`< ${outbound.content.names.join(' + ')}: ${text} ${buttons}`)
  }
}

function hears(play: Play, ids: readonly string[]): void {
  const next = play.heard.shift()
  const names = next?.content.kind === 'text' ? next.content.names : undefined
  if (!names) throw new Error(`expected ${ids.join(' + ')}, heard nothing`)
  for (const id of ids) {
    if (!names.includes(id)) throw new Error(`expected ${id}, heard ${names.join(' + ') || 'an agent'}`)
  }
}

function nothingUnheard(play: Play): void {
  const left = play.heard[0]
  if (left?.content.kind === 'text') throw new Error(`nobody expected ${left.content.names.join(' + ')}`)
}

function holds(what: string, actual: Readonly<Record<string, unknown>>, expected: Readonly<Record<string, unknown>>) {
  for (const [key, value] of Object.entries(expected)) {
    if (JSON.stringify(actual[key] ?? null) !== JSON.stringify(value)) {
      throw new Error(`${what}.${key} is ${JSON.stringify(actual[key])}, not ${JSON.stringify(value)}`)
    }
  }
}

async function slotsOf(play: Play): Promise<Readonly<Record<string, unknown>>> {
  const id = `test:${play.customer.id}`
  const rows = await play.house.app.database.read(sql => readConversations(sql, [id]))
  return rows.get(id)?.state.slots ?? {}
}

async function newest(play: Play, table: 'service_case' | 'visit' | 'escalation' | 'staff_task'): Promise<Row> {
  const rows = await play.house.app.database.read(sql =>
    sql.all<Row>(`select * from ${table} order by id desc limit 1`),
  )
  if (!rows[0]) throw new Error(`there is no ${table}`)
  return Object.fromEntries(Object.entries(rows[0]).map(([key, value]) => [camel(key), value]))
}

function camel(name: string): string {
  return name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase())
}

/** A desk step names what the staff do; the newest escalation, visit or task is meant. */
async function deskDoes(play: Play, order: { readonly do: string; readonly [key: string]: unknown }): Promise<void> {
  const { house } = play
  const subject = await subjectOf(play, order.do)
  const { expect, staff = 'Wei', text, ...rest } = order
  const said = order.do === 'reply' ? { content: { text }, wait: false } : {}
  const whole = order.do === 'move-visit' ? moveOf(rest) : rest
  const command = { ...subject, ...whole, ...said } as unknown as DeskCommand
  const outcome = await house.app.runDesk({
    conversation: `test:${play.customer.id}`,
    staff: staffOf(String(staff)),
    command,
  })
  await house.app.worker.drain()
  const wanted = expect ?? 'ok'
  const came = outcome.ok ? 'ok' : outcome.why
  if (came !== wanted) throw new Error(`the desk answered ${came}, not ${String(wanted)}`)
}

async function subjectOf(play: Play, verb: string): Promise<Readonly<Record<string, unknown>>> {
  if (verb === 'finish-task') return { task: (await newest(play, 'staff_task')).id }
  if (verb !== 'move-visit') return { escalation: (await newest(play, 'escalation')).id }
  const visit = await newest(play, 'visit')
  return { visit: visit.id, revision: visit.revision }
}

/** The move and its details; everything is ticked before anybody sets out, unless the script says otherwise. */
function moveOf({ do: verb, move, form, ...details }: Readonly<Record<string, unknown>>) {
  const ticked = move === 'on-the-way' ? { checklist: CHECKLIST } : {}
  return { do: verb, move, details: { ...ticked, ...details, ...(form as object) } }
}

function durationMs(text: string): number {
  const [, count, unit] = /^(\d+)([smhd])$/.exec(text) ?? []
  const ms = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }[unit ?? '']
  if (!ms) throw new Error(`"${text}" is not a duration`)
  return Number(count) * ms
}
