/** Who is staff, and what they may be: by Slack's channel members and user groups. */
import type { Role, Staff } from '../../../desk/command.ts'

/** What Slack says about who belongs where. */
export type Directory = {
  /** User ids of the members of the channels whose staff may act. */
  readonly members: ReadonlySet<string>
  /** User ids by id of the user group. */
  readonly groups: ReadonlyMap<string, ReadonlySet<string>>
}

/** The settings that say who has which role. */
export type RoleSettings = {
  /** Slack users (U…, W…) and user groups (S…) by role; an empty list is every member of these channels. */
  readonly roles: Readonly<Record<Role, readonly string[]>>
  /** User group of the managers. */
  readonly managerGroup?: string
}

/** What was found out about a user. `unsure`: Slack could not be asked, and nothing may be concluded. */
export type Membership =
  | { readonly kind: 'staff'; readonly staff: Staff }
  | { readonly kind: 'stranger' }
  | { readonly kind: 'unsure' }

const ROLES: readonly Role[] = ['agent', 'dispatcher', 'technician', 'manager']

/** The user groups that have to be asked for. */
export function groupsIn({ roles, managerGroup }: RoleSettings): readonly string[] {
  const named = Object.values(roles)
    .flat()
    .filter(id => id.startsWith('S'))
  return [...new Set(managerGroup === undefined ? named : [...named, managerGroup])]
}

/**
 * The roles of a user, or undefined for somebody who is not staff. Staff are the members of the channels and whoever a role
 * names. Where a group of managers is set, an empty list of managers means that group and nobody else.
 */
export function rolesOf(user: string, settings: RoleSettings, directory: Directory): readonly Role[] | undefined {
  const isMember = directory.members.has(user)
  const isNamed = (ids: readonly string[]) =>
    ids.some(id => id === user || directory.groups.get(id)?.has(user) === true)
  const roles = ROLES.filter(role => {
    const listed = settings.roles[role]
    const named =
      role === 'manager' && settings.managerGroup !== undefined ? [...listed, settings.managerGroup] : listed
    return named.length === 0 ? isMember : isNamed(named)
  })
  return isMember || roles.length > 0 ? roles : undefined
}
