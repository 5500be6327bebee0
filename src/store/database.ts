/**
 * The database: opened once by the composition root, migrated, and from then on a transaction at a time. SQLite has one
 * writer, so transactions queue for the one connection; nothing but database work may be awaited inside of them.
 */
import { type EntityManager, MikroORM } from '@mikro-orm/sqlite'
import { ormOptions } from './orm.ts'
import type { Cell, Sql, Tx } from './sql.ts'

export type Database = {
  /** Runs `fn` in one transaction: all of it lands or, if it throws, none. `now` is epoch milliseconds. */
  transaction<T>(now: number, fn: (tx: Tx) => Promise<T>): Promise<T>
  /** Reads what is committed. */
  read<T>(fn: (sql: Sql) => Promise<T>): Promise<T>
  /** A fresh entity manager, for what is read and written as entities. */
  entities(): EntityManager
  close(): Promise<void>
}

/** The file could not be opened, or is not a database this version can use. */
export class DatabaseError extends Error {
  readonly code = 'database'
}

/** Opens `sqlite:PATH`, creating and migrating what is missing. Throws `DatabaseError` with a sentence for the operator. */
export async function openDatabase(databaseUrl: string): Promise<Database> {
  try {
    const orm = await MikroORM.init(ormOptions(databaseUrl))
    await orm.migrator.up()
    return databaseOf(orm)
  } catch (cause) {
    throw new DatabaseError(`The database ${databaseUrl} cannot be used: ${(cause as Error).message}`, { cause })
  }
}

function databaseOf(orm: MikroORM): Database {
  const pool = orm.em.getConnection().getKnex().client as ConnectionPool
  const statements = new WeakMap<RawConnection, Map<string, RawStatement>>()

  async function withConnection<T>(fn: (connection: RawConnection, sql: Sql) => Promise<T>): Promise<T> {
    const connection = await pool.acquireConnection()
    let prepared = statements.get(connection)
    if (!prepared) {
      prepared = new Map()
      statements.set(connection, prepared)
    }
    try {
      return await fn(connection, sqlOn(connection, prepared))
    } finally {
      await pool.releaseConnection(connection)
    }
  }

  return {
    transaction: (now, fn) =>
      withConnection(async (connection, sql) => {
        await execute(connection, 'BEGIN IMMEDIATE')
        try {
          const result = await fn({ ...sql, now, visits: [] })
          await execute(connection, 'COMMIT')
          return result
        } catch (error) {
          await execute(connection, 'ROLLBACK').catch(() => undefined)
          throw error
        }
      }),
    read: fn => withConnection((_, sql) => fn(sql)),
    entities: () => orm.em.fork(),
    close: async () => {
      await withConnection(async connection => {
        const prepared = [...(statements.get(connection)?.values() ?? [])]
        statements.delete(connection)
        await Promise.all(prepared.map(finalize))
      })
      await orm.close()
    },
  }
}

/**
 * Statements are prepared once and kept: through the query builder the same statement costs ten times the CPU (see
 * docs/decisions). Rows of a batch go in as one JSON array, so that a text does not differ with the size of the batch; the
 * cache is emptied all the same should it grow.
 */
function sqlOn(connection: RawConnection, prepared: Map<string, RawStatement>): Sql {
  async function statement(text: string): Promise<RawStatement> {
    const known = prepared.get(text)
    if (known) return known
    if (prepared.size >= MOST_STATEMENTS) {
      const old = [...prepared.values()]
      prepared.clear()
      await Promise.all(old.map(finalize))
    }
    const made = await prepare(connection, text)
    prepared.set(text, made)
    return made
  }
  return {
    all: async <T>(text: string, params: readonly Cell[] = []) => {
      const made = await statement(text)
      return new Promise<T[]>((resolve, reject) =>
        made.all(params, (error, rows) => (error ? reject(withText(error, text)) : resolve(rows as T[]))),
      )
    },
    run: async (text, params = []) => {
      const made = await statement(text)
      return new Promise<void>((resolve, reject) =>
        made.run(params, error => (error ? reject(withText(error, text)) : resolve())),
      )
    },
  }
}

const MOST_STATEMENTS = 500

function withText(cause: Error, text: string): Error {
  return new Error(`${cause.message} in: ${text.slice(0, 200)}`, { cause })
}

function prepare(connection: RawConnection, text: string): Promise<RawStatement> {
  return new Promise((resolve, reject) => {
    const made = connection.prepare(text, error => (error ? reject(withText(error, text)) : resolve(made)))
  })
}

function execute(connection: RawConnection, text: string): Promise<void> {
  return new Promise((resolve, reject) => connection.exec(text, error => (error ? reject(error) : resolve())))
}

function finalize(statement: RawStatement): Promise<void> {
  return new Promise(resolve => statement.finalize(() => resolve()))
}

/** The parts of knex's client and of the `sqlite3` driver that are used here. */
type ConnectionPool = {
  acquireConnection(): Promise<RawConnection>
  releaseConnection(connection: RawConnection): Promise<void>
}
type RawConnection = {
  prepare(text: string, done: (error: Error | null) => void): RawStatement
  exec(text: string, done: (error: Error | null) => void): void
}
type RawStatement = {
  all(params: readonly Cell[], done: (error: Error | null, rows: unknown[]) => void): void
  run(params: readonly Cell[], done: (error: Error | null) => void): void
  finalize(done: () => void): void
}
