/** Marks of what was sent, when nobody else commits any more. */
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { createMarks } from '../../../src/assistant/marks.ts'
import { openDatabase } from '../../../src/store/database.ts'

test('at the end of a process a database that fails holds nobody up, and brings nothing down', async () => {
  const database = await openDatabase('sqlite::memory:')
  const lines: string[] = []
  const log = pino({ level: 'error' }, { write: line => lines.push(line) })
  const desk = { receipts: async () => [] }
  const marks = createMarks({ database, desk, now: () => 1, log, wakeSoon: () => {} })
  await marks.commitAlone()
  await database.close()
  await marks.add({ id: 1, message: '7', author: 'bot' })
  expect(lines).toEqual([expect.stringContaining('could not be marked')])
})
