import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Directory, openDirectory } from '../../../src/directory.ts'
import { outletFor, trainedTechnicians } from '../../../src/service/outlets.ts'
import { type Database, openDatabase } from '../../../src/store/database.ts'
import { sampleService, sampleSources } from '../../support/sample-service.ts'
import { type ImportWorld, openImportWorld } from './import-world.ts'

const log = pino({ level: 'silent' })
const ids = (things: readonly { readonly id: string }[]) => things.map(({ id }) => id)

let world: ImportWorld
let database: Database

beforeEach(async () => {
  world = await openImportWorld()
  database = await openDatabase(world.databaseUrl)
})
afterEach(async () => {
  await database.close()
  await world.close()
})

function open(): Promise<Directory> {
  return openDirectory({ database, service: sampleService(), file: sampleSources().outlets, log })
}

describe('the outlets of a running house', () => {
  test('are those of outlets.yaml, until others were imported by another process', async () => {
    const { service, refresh } = await open()
    expect(service.outlets).toEqual(sampleService().outlets)
    await world.importsSample('outlets', 'outlets.csv')
    expect(ids(service.outlets.outlets)).toEqual(['shanghai', 'hangzhou', 'jiading-machinery'])
    await refresh()
    expect(ids(service.outlets.outlets)).toEqual(['nanjing', 'suzhou', 'nanjing-machinery'])
    expect(service.outlets.technicians).toEqual([])
    expect(service.outlets.loaners).toEqual([])
    await world.importsSample('technicians', 'technicians.csv')
    await world.importsSample('loaners', 'loaners.csv')
    await refresh()
    expect(ids(trainedTechnicians(service.outlets, 'nanjing', 'refrigerator'))).toEqual(['xu-hao'])
    expect(ids(service.outlets.loaners)).toEqual(['fridge-n1', 'washer-s1'])
    // the head office is the first of the imported.
    expect(outletFor(service.outlets, '上海市闵行区', 'refrigerator').id).toBe('nanjing')
  })

  test('are the imported ones from the start, after a restart', async () => {
    await world.importsSample('outlets', 'outlets.csv')
    await world.importsSample('technicians', 'technicians.csv')
    const { service } = await open()
    expect(ids(service.outlets.outlets)).toEqual(['nanjing', 'suzhou', 'nanjing-machinery'])
    expect(service.outlets.technicians).toHaveLength(4)
  })

  test('keep those of the file when only technicians were imported', async () => {
    const { service, refresh } = await open()
    const header = 'id,outlet,name_en,name_zh,permit_no,skills,mon'
    await world.imports(
      'technicians',
      'a.csv',
      `${header}\nxu-hao,hangzhou,Xu Hao,徐浩师傅,N1,refrigerator,08:00-12:00\n`,
    )
    await refresh()
    expect(ids(service.outlets.outlets)).toEqual(['shanghai', 'hangzhou', 'jiading-machinery'])
    expect(ids(service.outlets.technicians)).toEqual(['xu-hao'])
  })

  test('are read again only when something was imported', async () => {
    const { service, refresh } = await open()
    await world.importsSample('outlets', 'outlets.csv')
    await refresh()
    const known = service.outlets
    await refresh()
    await world.importsSample('outlets', 'outlets.csv')
    await refresh()
    expect(service.outlets).toBe(known)
  })

  test('that cannot be used stop a start with a sentence, and leave a running house as it is', async () => {
    const { service, refresh } = await open()
    const known = service.outlets
    await database.transaction(0, async tx => {
      await tx.run(`insert into technician (id, body, updated_at) values ('x', '{"id":"x","outlet":"mars"}', 0)`)
      await tx.run(`insert into setting (key, value) values ('directory', '{"revision":1}')`)
    })
    await expect(refresh()).rejects.toThrow(/imported outlets and technicians cannot be used: technicians\.0\.name/)
    expect(service.outlets).toBe(known)
    await expect(open()).rejects.toMatchObject({ code: 'database' })
  })
})
