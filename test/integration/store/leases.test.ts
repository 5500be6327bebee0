/** A lease that two processes want, each with a connection of its own to one file. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Database, openDatabase } from '../../../src/store/database.ts'
import { createLease } from '../../../src/store/leases.ts'

const LASTS_MS = 30_000
let folder: string
let databases: Database[]
let now: number

const leaseOf = async (owner: string, key = 'slack.socket') => {
  const database = await openDatabase(`sqlite:${join(folder, 'aftercare.sqlite')}`)
  databases.push(database)
  return createLease({ database, key, owner, lastsMs: LASTS_MS, now: () => now })
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aftercare-'))
  databases = []
  now = 1_795_000_000_000
})

afterEach(async () => {
  for (const database of databases) await database.close()
  await rm(folder, { recursive: true, force: true })
})

describe('a lease', () => {
  test('belongs to one of two processes that ask in the same moment', async () => {
    const leases = [await leaseOf('one'), await leaseOf('other')]
    for (let round = 0; round < 50; round += 1) {
      const taken = await Promise.all(leases.map(lease => lease.take()))
      expect(taken.filter(Boolean)).toHaveLength(1)
      now += LASTS_MS
    }
  })

  test('is kept by the one who goes on saying so, and falls to the other when it runs out', async () => {
    const [one, other] = [await leaseOf('one'), await leaseOf('other')]
    expect(await one.take()).toBe(true)
    for (let looks = 0; looks < 5; looks += 1) {
      now += 10_000
      expect([await one.take(), await other.take()]).toEqual([true, false])
    }
    now += LASTS_MS - 1
    expect(await other.take()).toBe(false)
    now += 1
    expect([await other.take(), await one.take()]).toEqual([true, false])
  })

  test('is free at once when it is given back, but nobody gives back what is not theirs', async () => {
    const [one, other] = [await leaseOf('one'), await leaseOf('other')]
    await one.take()
    await other.drop()
    expect(await other.take()).toBe(false)
    await one.drop()
    expect(await other.take()).toBe(true)
  })

  test('of another key is another lease', async () => {
    const [one, other] = [await leaseOf('one'), await leaseOf('other', 'reports')]
    expect([await one.take(), await other.take()]).toEqual([true, true])
  })
})
