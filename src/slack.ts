/** Slack, composed: its settings from the environment, paces and roles from the policy, its desk on the rows of the house. */
import { randomUUID } from 'node:crypto'
import type { BuiltChannel, ChannelParts } from './app.ts'
import { systemClock } from './assistant/clock.ts'
import { readHome, type SymptomWords } from './assistant/home.ts'
import type { SlackDeskOptions } from './channels/slack/ports.ts'
import { createSlack } from './channels/slack/slack.ts'
import type { SlackConfig } from './config.ts'
import { createBoard } from './desk/read-board.ts'
import { type DeskWords, readDeskWords, symptomIn } from './desk/words.ts'
import type { Policy } from './service/policy.ts'
import { createLease } from './store/leases.ts'
import type { Sql } from './store/sql.ts'

/** So long a process has the socket after it last said so (ms). */
const LEASE_MS = 30_000

export function slackChannel({ staff, ...connection }: SlackConfig): (parts: ChannelParts) => BuiltChannel {
  return parts => {
    const { door, log, clock, service, content, database, readFile } = parts
    const { policy } = service
    const words = readDeskWords(content, policy.region.zone)
    const symptom: SymptomWords = (code, said) => symptomIn(words, code, said)
    const slack = createSlack({
      ...connection,
      pace: paceOf(policy.channels.slack),
      receive: door.receive,
      log,
      clock: clock.now,
      isKnown: conversation => database.read(sql => hasSpoken(sql, conversation)),
      readFile,
      home: conversation => database.read(sql => readHome(sql, service, symptom, conversation, clock.now())),
      // By the world's clock: the shop's may be moved, and then every lease would have run out.
      socketLease: createLease({
        database,
        key: 'slack.socket',
        owner: randomUUID(),
        lastsMs: LEASE_MS,
        now: systemClock.now,
      }),
      ...(staff && { desk: deskOf(staff, words, parts) }),
    })
    const { channel, routes, changed, desk } = slack
    return { channel, changed, ...(routes && { routes }), ...(desk && { desk }) }
  }
}

function deskOf(
  staff: NonNullable<SlackConfig['staff']>,
  words: DeskWords,
  { database, service, clock, submitDesk }: ChannelParts,
): SlackDeskOptions {
  const { desk, region, channels } = service.policy
  return {
    ...staff,
    language: desk.language,
    zone: region.zone,
    roles: desk.roles,
    relay: desk.relay,
    outletChannels: () => service.outlets.outlets.flatMap(({ slackChannel }) => slackChannel ?? []),
    technicians: () => service.outlets.technicians,
    board: createBoard({ database, service, words, now: clock.now }),
    pace: paceOf(channels.desk),
    submit: submitDesk,
  }
}

/** By the inbox: a conversation has no row of its own before its first turn. */
async function hasSpoken(sql: Sql, conversation: string): Promise<boolean> {
  const rows = await sql.all('select 1 from inbox where conversation_id = ? limit 1', [conversation])
  return rows.length > 0
}

function paceOf(pace: Policy['channels']['slack']): SlackDeskOptions['pace'] {
  return {
    perSecond: pace.perSecond,
    sameConversationMs: pace.sameConversation,
    burst: pace.burst,
    parallel: pace.parallel,
  }
}
