/** Asks Slack who is staff, and remembers it for a while. */
import type { WebClient } from '@slack/web-api'
import type { Logger } from 'pino'
import type { Known } from '../identity.ts'
import { pause } from '../pause.ts'
import { whyOf } from '../web-client.ts'
import type { Rooms } from './rooms.ts'
import { type Directory, groupsIn, type Membership, type RoleSettings, rolesOf } from './staff.ts'

export type StaffDirectory = {
  /**
   * What somebody is in one of the staff's channels: members of the head office's are staff in each. Without a channel: in
   * any. Bots and we ourselves are strangers. Slack has a moment to tell; what comes later is known next time. Never rejects.
   */
  staffOf(user: string, channel?: string): Promise<Membership>
  /** Somebody joined, left, or changed groups: what was remembered is asked for again. */
  forget(): void
  /** Asks for the members and groups, so that the first who acts need not wait. Never rejects. */
  warm(): Promise<void>
}

export type StaffDirectoryParts = {
  readonly web: WebClient
  readonly settings: RoleSettings
  readonly rooms: Pick<Rooms, 'all' | 'headOffice'>
  readonly log: Logger
  readonly clock: () => number
  identity(): Known
}

/** How long an answer of Slack holds (ms), by a clock that may be moved either way; members who come and go are told to us at once. */
const HOLDS_MS = 5 * 60_000
/** So long somebody waits (ms): whoever pressed a button must be answered in 3 s. */
const PATIENCE_MS = 1_500
/** Users whose names are kept. */
const MOST_USERS = 2_000
/** Channels whose members are kept. */
const MOST_CHANNELS = 500
/** Members on a page; Slack gives fewer than 1,000. */
const PAGE = 200
/** Slackbot is in no list and says of itself that it is no bot. */
const SLACKBOT = 'USLACKBOT'

type Home = Pick<Known, 'teamId' | 'enterpriseId'>
type Person = { readonly name: string; readonly isPerson: boolean; readonly home: Home }

const NOBODY: ReadonlySet<string> = new Set()

export function createStaffDirectory(parts: StaffDirectoryParts): StaffDirectory {
  const { web, settings, rooms, log, clock } = parts
  const groups = remembering(clock, 1, () => askGroups(web, settings))
  const members = remembering(clock, MOST_CHANNELS, channel => askMembers(web, channel))
  const people = remembering(clock, MOST_USERS, user => askPerson(web, user))

  /** Of a channel that Slack tells nothing about, those of the head office are known all the same. */
  async function membersOf(user: string, channel: string | undefined): Promise<ReadonlySet<string>> {
    const ofHeadOffice = await members.read(rooms.headOffice)
    if (ofHeadOffice.has(user)) return ofHeadOffice
    const others = (channel === undefined ? rooms.all() : [channel]).filter(one => one !== rooms.headOffice)
    const found = await Promise.all(others.map(members.read))
    return found.find(there => there.has(user)) ?? NOBODY
  }

  return {
    async staffOf(user, channel) {
      if (user === parts.identity().botUserId || user === SLACKBOT) return { kind: 'stranger' }
      try {
        const asked = Promise.all([groups.read(''), membersOf(user, channel), people.read(user)])
        const [inGroups, known, { name, isPerson, home }] = await inTime(asked)
        // Members of a shared channel who belong to another company are guests: staff only if a role names them.
        const members = isOurs(home, parts.identity()) ? known : NOBODY
        const roles = isPerson ? rolesOf(user, settings, { groups: inGroups, members }) : undefined
        return roles ? { kind: 'staff', staff: { id: `slack:${user}`, name, roles } } : { kind: 'stranger' }
      } catch (error) {
        log.warn({ why: whyOf(error), user }, 'slack: cannot tell who is staff')
        return { kind: 'unsure' }
      }
    },
    forget: () => {
      groups.forget()
      members.forget()
    },
    warm: async () => {
      const asked = Promise.all([groups.read(''), ...rooms.all().map(members.read)])
      await asked.catch(error => log.warn({ why: whyOf(error) }, 'slack: the staff are not known yet'))
    },
  }
}

/** Answers by what was asked, each for a while; an error is not remembered. */
function remembering<T>(clock: () => number, most: number, ask: (key: string) => Promise<T>) {
  const known = new Map<string, { readonly at: number; readonly asked: Promise<T> }>()
  return {
    read(key: string): Promise<T> {
      const last = known.get(key)
      if (last && Math.abs(clock() - last.at) < HOLDS_MS) return last.asked
      if (known.size >= most) known.clear()
      const entry = { at: clock(), asked: ask(key) }
      known.set(key, entry)
      entry.asked.catch(() => {
        if (known.get(key) === entry) known.delete(key)
      })
      return entry.asked
    },
    forget: () => known.clear(),
  }
}

async function inTime<T>(asked: Promise<T>): Promise<T> {
  const answered = new AbortController()
  const tired = pause(PATIENCE_MS, answered.signal).then((): never => {
    throw new Error('Slack takes too long')
  })
  return Promise.race([asked, tired]).finally(() => {
    tired.catch(() => {})
    answered.abort()
  })
}

async function askGroups(web: WebClient, settings: RoleSettings): Promise<Directory['groups']> {
  const groups = groupsIn(settings)
  const users = await Promise.all(groups.map(usergroup => web.usergroups.users.list({ usergroup })))
  return new Map(groups.map((group, index) => [group, new Set(users[index]?.users ?? [])]))
}

async function askMembers(web: WebClient, channel: string): Promise<ReadonlySet<string>> {
  const members = new Set<string>()
  let cursor: string | undefined
  do {
    const page = await web.conversations.members({ channel, limit: PAGE, ...(cursor ? { cursor } : {}) })
    for (const user of page.members ?? []) members.add(user)
    cursor = page.response_metadata?.next_cursor
  } while (cursor)
  return members
}

async function askPerson(web: WebClient, user: string): Promise<Person> {
  const { user: found } = await web.users.info({ user })
  const name = found?.profile?.display_name || found?.real_name || found?.profile?.real_name || found?.name || user
  const { team_id: team, enterprise_user: organisation } = found ?? {}
  const home = {
    ...(team && { teamId: team }),
    ...(organisation?.enterprise_id && { enterpriseId: organisation.enterprise_id }),
  }
  return { name, isPerson: found?.is_bot !== true && found?.deleted !== true, home }
}

/** Of our workspace, or of another one of our organisation. */
function isOurs(home: Home, ours: Home): boolean {
  if (home.teamId === undefined || ours.teamId === undefined || home.teamId === ours.teamId) return true
  return home.enterpriseId !== undefined && home.enterpriseId === ours.enterpriseId
}
