/** Writing a migration: what is to be done to the database after the tables in `tables.ts` were changed. */
import { MikroORM } from '@mikro-orm/sqlite'
import { ormOptions } from './orm.ts'

/** Writes a migration file into `src/store/migrations` and gives its name; undefined when the tables have not changed. */
export async function writeMigration(): Promise<string | undefined> {
  const orm = await MikroORM.init(ormOptions('sqlite::memory:', { snapshot: true }))
  try {
    if (!(await orm.migrator.checkMigrationNeeded())) return undefined
    return (await orm.migrator.createMigration()).fileName
  } finally {
    await orm.close()
  }
}
