/** Asks Slack who is staff, and remembers it for a while. */
import type { WebClient } from '@slack/web-api'
import type { Logger } from 'pino'
import type { Known } from '../identity.ts'
import { pause } from '../pause.ts'
import { whyOf } from '../web-client.ts'
import { type Directory, groupsIn, type Membership, type RoleSettings, rolesOf } from './staff.ts'

export type StaffDirectory = {
  /** Bots and we ourselves are strangers. Slack has a moment to tell; what comes later is known next time. Never rejects. */
  staffOf(user: string): Promise<Membership>
  /** Somebody joined, left, or changed groups: what was remembered is asked for again. */
  forget(): void
  /** Asks for the members and groups, so that the first who acts need not wait. Never rejects. */
  warm(): Promise<void>
}

export type StaffDirectoryParts = {
  readonly web: WebClient
  readonly settings: RoleSettings & { readonly channel: string }
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
/** Members on a page; Slack gives fewer than 1,000. */
const PAGE = 200
/** Slackbot is in no list and says of itself that it is no bot. */
const SLACKBOT = 'USLACKBOT'

type Home = Pick<Known, 'teamId' | 'enterpriseId'>
type Person = { readonly name: string; readonly isPerson: boolean; readonly home: Home }

const NOBODY: ReadonlySet<string> = new Set()

export function createStaffDirectory(parts: StaffDirectoryParts): StaffDirectory {
  const { web, settings, log, clock } = parts
  let directory: { readonly at: number; readonly asked: Promise<Directory> } | undefined
  const people = new Map<string, { readonly at: number; readonly asked: Promise<Person> }>()

  function readDirectory(): Promise<Directory> {
    if (directory && Math.abs(clock() - directory.at) < HOLDS_MS) return directory.asked
    const asked = askDirectory(web, settings)
    const entry = { at: clock(), asked }
    directory = entry
    asked.catch(() => {
      if (directory === entry) directory = undefined
    })
    return asked
  }

  function readPerson(user: string): Promise<Person> {
    const known = people.get(user)
    if (known && Math.abs(clock() - known.at) < HOLDS_MS) return known.asked
    if (people.size >= MOST_USERS) people.clear()
    const asked = askPerson(web, user)
    const entry = { at: clock(), asked }
    people.set(user, entry)
    asked.catch(() => {
      if (people.get(user) === entry) people.delete(user)
    })
    return asked
  }

  return {
    async staffOf(user) {
      if (user === parts.identity().botUserId || user === SLACKBOT) return { kind: 'stranger' }
      try {
        const asked = Promise.all([readDirectory(), readPerson(user)])
        const [known, { name, isPerson, home }] = await inTime(asked)
        // Members of a shared channel who belong to another company are guests: staff only if a role names them.
        const members = isOurs(home, parts.identity()) ? known.members : NOBODY
        const roles = isPerson ? rolesOf(user, settings, { ...known, members }) : undefined
        return roles ? { kind: 'staff', staff: { id: `slack:${user}`, name, roles } } : { kind: 'stranger' }
      } catch (error) {
        log.warn({ why: whyOf(error), user }, 'slack: cannot tell who is staff')
        return { kind: 'unsure' }
      }
    },
    forget: () => {
      directory = undefined
    },
    warm: async () => {
      await readDirectory().catch(error => log.warn({ why: whyOf(error) }, 'slack: the staff are not known yet'))
    },
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

async function askDirectory(web: WebClient, settings: StaffDirectoryParts['settings']): Promise<Directory> {
  const groups = groupsIn(settings)
  const [members, users] = await Promise.all([
    askMembers(web, settings.channel),
    Promise.all(groups.map(usergroup => web.usergroups.users.list({ usergroup }))),
  ])
  return { members, groups: new Map(groups.map((group, index) => [group, new Set(users[index]?.users ?? [])])) }
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
