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
  z.strictObject({ file: z.string() }),
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
  /** What was said and no step has named yet, in order. */
  readonly heard: Outbound[]
  /** Names of files that came and no step has named yet. */
  readonly files: string[]
  readonly lines: string[]
  readonly customer: Customer
  /** How much of what was sent is among the heard. */
  collected: number
  last?: Inbound
}
type Customer = { readonly id: string; readonly language: 'en' | 'zh' }

/** Throws with the conversation so far and the step that does not hold. */
export async function playTranscript(script: Transcript, content: Content): Promise<void> {
  const now = script.given ? Date.parse(script.given.now) : MONDAY_MORNING
  const house = await openHouse({ ...content, now })
  const play: Play = {
    house,
    heard: [],
    files: [],
    lines: [],
    collected: 0,
    customer: { id: '1', language: script.language },
  }
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
  if ('file' in next) return receives(play, next.file)
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

/** Moves what was sent since the last step to the heard lines; what is only changed in place is not heard. */
function collect(play: Play): void {
  const { sent } = play.house.recorder
  for (const outbound of sent.slice(play.collected)) {
    const { content } = outbound
    if (content.kind === 'text') {
      play.heard.push(outbound)
      const buttons = content.buttons?.map(button => `[${button.label}]`).join(' ') ?? ''
      play.lines.push(`< ${content.names.join(' + ')}: ${content.text.replaceAll('\n', ' / ')} ${buttons}`)
    } else if (content.kind === 'files') {
      const names = content.files.map(({ name }) => name ?? '')
      play.files.push(...names)
      play.lines.push(`< (${names.join(', ')}) ${content.text}`)
    }
  }
  play.collected = sent.length
}

/** What a message is made of; an agent's is made of nothing. */
function namesOf({ content }: Outbound): readonly string[] {
  return content.kind === 'text' ? content.names : []
}

/** The card of a visit stands beside the talk: it is heard only by who names it. */
function isCard(outbound: Outbound): boolean {
  return namesOf(outbound).some(ofCard)
}

function ofCard(name: string): boolean {
  return name.startsWith('visit-card.')
}

function hears(play: Play, ids: readonly string[]): void {
  while (play.heard[0] && isCard(play.heard[0]) && !ids.some(ofCard)) play.heard.shift()
  const next = play.heard.shift()
  if (!next) throw new Error(`expected ${ids.join(' + ')}, heard nothing`)
  const names = namesOf(next)
  for (const id of ids) {
    if (!names.includes(id)) throw new Error(`expected ${id}, heard ${names.join(' + ') || 'an agent'}`)
  }
}

/** Files that nobody names are passed over like cards, also those before the one that is named. */
function receives(play: Play, name: string): void {
  const at = play.files.indexOf(name)
  if (at < 0) throw new Error(`expected the file ${name}, got ${play.files.join(', ') || 'none'}`)
  play.files.splice(0, at + 1)
}

function nothingUnheard(play: Play): void {
  const left = play.heard.filter(outbound => !isCard(outbound))
  if (left[0]) throw new Error(`nobody expected ${namesOf(left[0]).join(' + ') || 'an agent'}`)
  play.heard.length = 0
  play.files.length = 0
}

/** As far as named, at every depth. */
function holds(what: string, actual: unknown, expected: unknown): void {
  if (typeof expected === 'object' && expected && !Array.isArray(expected)) {
    const known = (actual ?? {}) as Readonly<Record<string, unknown>>
    for (const [key, value] of Object.entries(expected)) holds(`${what}.${key}`, known[key], value)
  } else if (JSON.stringify(actual ?? null) !== JSON.stringify(expected)) {
    throw new Error(`${what} is ${JSON.stringify(actual)}, not ${JSON.stringify(expected)}`)
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
  const said = Object.entries({ ...ticked, ...details, ...(form as object) })
  return { do: verb, move, details: Object.fromEntries(said.map(([name, value]) => [name, instantOr(value)])) }
}

/** `2026-03-06T10:00+08:00` as forms send it (epoch milliseconds), anything else as it is. */
function instantOr(value: unknown): unknown {
  return typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d[+-]/.test(value) ? Date.parse(value) : value
}

function durationMs(text: string): number {
  const [, count, unit] = /^(\d+)([smhd])$/.exec(text) ?? []
  const ms = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }[unit ?? '']
  if (!ms) throw new Error(`"${text}" is not a duration`)
  return Number(count) * ms
}
