import { MikroORM } from '@mikro-orm/sqlite'
import { afterEach, describe, expect, test } from 'vitest'
import { type Database, openDatabase } from '../../../src/store/database.ts'
import { ormOptions } from '../../../src/store/orm.ts'

describe('the database', () => {
  let database: Database | undefined
  afterEach(async () => {
    await database?.close()
    database = undefined
  })

  test('rolls back everything when a transaction throws', async () => {
    const opened = await openDatabase('sqlite::memory:')
    database = opened
    await expect(
      opened.transaction(1, async tx => {
        await tx.run('insert into setting (key, value) values (?, ?)', ['a', '1'])
        throw new Error('broken')
      }),
    ).rejects.toThrow('broken')
    expect(await opened.read(sql => sql.all('select * from setting'))).toEqual([])
  })

  test('queues transactions that start at once and loses none', async () => {
    const opened = await openDatabase('sqlite::memory:')
    database = opened
    const keys = Array.from({ length: 50 }, (_, index) => `k${index}`)
    await Promise.all(
      keys.map(key =>
        opened.transaction(1, tx => tx.run('insert into setting (key, value) values (?, ?)', [key, '1'])),
      ),
    )
    expect(await opened.read(sql => sql.all('select count(*) as n from setting'))).toEqual([{ n: 50 }])
  })

  test('says what cannot be opened', async () => {
    await expect(openDatabase('sqlite:/dev/null/nowhere.sqlite')).rejects.toThrow(/sqlite:\/dev\/null\/nowhere.sqlite/)
  })

  test('has migrations that match the tables', async () => {
    const orm = await MikroORM.init(ormOptions('sqlite::memory:'))
    await orm.migrator.up()
    expect(await orm.migrator.checkMigrationNeeded()).toBe(false)
    await orm.close()
  })
})
