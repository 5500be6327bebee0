/** A second connection to the program's database file, as an operator with the `sqlite3` shell has one. */
import sqlite3 from 'sqlite3'
import type { Cell, Row } from '../../src/store/sql.ts'

export type SqliteFile = {
  all<R = Row>(sql: string, parameters?: readonly Cell[]): Promise<R[]>
  close(): Promise<void>
}

/** Longest wait for the one writer of the file (ms). */
const BUSY_MS = 30_000

export async function openSqliteFile(path: string): Promise<SqliteFile> {
  const connection = await new Promise<sqlite3.Database>((resolve, reject) => {
    const opened = new sqlite3.Database(path, error => (error ? reject(error) : resolve(opened)))
  })
  connection.configure('busyTimeout', BUSY_MS)
  return {
    all: <R>(sql: string, parameters: readonly Cell[] = []) =>
      new Promise<R[]>((resolve, reject) => {
        connection.all<R>(sql, parameters, (error, rows) => (error ? reject(error) : resolve(rows)))
      }),
    close: () => new Promise((resolve, reject) => connection.close(error => (error ? reject(error) : resolve()))),
  }
}

/** Opens, does and closes. */
export async function withSqliteFile<T>(path: string, work: (file: SqliteFile) => Promise<T>): Promise<T> {
  const file = await openSqliteFile(path)
  try {
    return await work(file)
  } finally {
    await file.close()
  }
}
