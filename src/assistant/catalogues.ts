/**
 * The catalogue in force and those that somebody is still in the middle of: a conversation stays on the revision of the
 * flows it began (peers I14, I15), and a deploy never breaks it.
 */
import type { Catalogue } from '../flow/catalogue.ts'

export type Catalogues = {
  /** For conversations with no flow open. */
  readonly current: Catalogue
  /** By revision; the current one when that revision is unknown. */
  of(revision: string): Catalogue
}

export function createCatalogues(current: Catalogue, earlier: readonly Catalogue[]): Catalogues {
  const known = new Map([...earlier, current].map(catalogue => [catalogue.revision, catalogue]))
  return { current, of: revision => known.get(revision) ?? current }
}
