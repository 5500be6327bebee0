import type { MigrationObject } from '@mikro-orm/core'
import { Migration20261121200614_initial } from './Migration20261121200614_initial.ts'
import { Migration20261121225945_slack } from './Migration20261121225945_slack.ts'
import { Migration20261122021850_visits } from './Migration20261122021850_visits.ts'
import { Migration20261122031928_windows } from './Migration20261122031928_windows.ts'
import { Migration20261122041645_indexes } from './Migration20261122041645_indexes.ts'

/** Every migration in order, named for the table that remembers which have run. */
export const MIGRATIONS: MigrationObject[] = [
  { name: 'Migration20261121200614_initial', class: Migration20261121200614_initial },
  { name: 'Migration20261121225945_slack', class: Migration20261121225945_slack },
  { name: 'Migration20261122021850_visits', class: Migration20261122021850_visits },
  { name: 'Migration20261122031928_windows', class: Migration20261122031928_windows },
  { name: 'Migration20261122041645_indexes', class: Migration20261122041645_indexes },
]
