/** Who may use the API: each client has a name, roles as staff have them, and a secret of its own. */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { Role, Staff } from '../../desk/command.ts'

export type ApiClient = {
  /** Stands in the audit as `api:NAME`. */
  readonly name: string
  readonly roles: readonly Role[]
  readonly token: string
}

/** The client behind an `Authorization: Bearer …` header, as a member of staff; undefined for anybody else. */
export function staffOfHeader(header: string | undefined, clients: readonly ApiClient[]): Staff | undefined {
  const given = /^Bearer +(\S+)$/i.exec(header ?? '')?.[1]
  if (given === undefined) return undefined
  const digest = digestOf(given)
  // All are compared, so that the time it takes tells nothing.
  const [found] = clients.filter(({ token }) => timingSafeEqual(digestOf(token), digest))
  return found && { id: `api:${found.name}`, name: found.name, roles: found.roles }
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
