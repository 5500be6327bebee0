/** How MikroORM is set up: the tables, the driver, the migrations. Used by the program and by `mikro-orm.config.ts`. */
import { mkdirSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { Migrator, TSMigrationGenerator } from '@mikro-orm/migrations'
import { defineConfig, type Options } from '@mikro-orm/sqlite'
import { MIGRATIONS } from './migrations/list.ts'
import { TABLES } from './tables.ts'

/**
 * Options for a `sqlite:PATH` URL (`sqlite::memory:` for tests). WAL with `synchronous=FULL`: what was committed survives
 * a power cut. One connection, because SQLite has one writer and a second would only find it busy. `snapshot` is for
 * writing migrations, which begin at `schema.json`; no other run may touch that file.
 */
export function ormOptions(databaseUrl: string, { snapshot = false } = {}): Options {
  const path = sqlitePath(databaseUrl)
  if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true })
  return defineConfig({
    dbName: path,
    entities: TABLES,
    extensions: [Migrator],
    migrations: {
      path: 'src/store/migrations',
      snapshot,
      snapshotName: 'schema',
      emit: 'ts',
      silent: true,
      generator: TSMigrationGenerator,
      migrationsList: MIGRATIONS,
      disableForeignKeys: false,
    },
    pool: {
      min: 1,
      max: 1,
      afterCreate: (connection: { exec(sql: string, done: (error: unknown) => void): void }, done: Done) =>
        connection.exec(PRAGMAS, error => done(error, connection)),
    },
  })
}

type Done = (error: unknown, connection: unknown) => void

const PRAGMAS = 'PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=5000; PRAGMA cache_size=-32000;'

function sqlitePath(databaseUrl: string): string {
  const path = databaseUrl.slice('sqlite:'.length)
  return path === ':memory:' ? path : resolve(path)
}
