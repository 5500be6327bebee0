/** `aftercare technician-code`, composed: a code with which a technician registers a chat, once. */
import type { Config } from './config.ts'
import { loadService } from './content.ts'
import { mergeImported, type OutletsYaml } from './service/imported.ts'
import { openDatabase } from './store/database.ts'
import { readImported } from './store/directory.ts'
import { storeTechnicianCode } from './store/technicians.ts'

const DIGITS = 8

/** The exit code: 1 when there is no such technician. `random` gives a whole number below its argument. */
export async function giveTechnicianCode(options: {
  readonly technician: string
  readonly config: Pick<Config, 'databaseUrl' | 'flows'>
  readonly now: number
  readonly random: (below: number) => number
  readonly write: (text: string) => void
}): Promise<number> {
  const { technician, config, now, random, write } = options
  const loaded = await loadService(config.flows)
  if (!loaded) {
    write(`The flows have faults; see: aftercare flows check ${config.flows}\n`)
    return 1
  }
  const database = await openDatabase(config.databaseUrl)
  try {
    const { imported } = await database.read(readImported)
    const { technicians } = mergeImported(loaded.sources.outlets as OutletsYaml, imported)
    if (!technicians.some(({ id }) => id === technician)) {
      write(`There is no technician "${technician}". There is: ${technicians.map(({ id }) => id).join(', ')}\n`)
      return 1
    }
    const code = String(random(10 ** DIGITS)).padStart(DIGITS, '0')
    const { code: holds } = loaded.service.policy.dispatch
    await database.transaction(now, tx => storeTechnicianCode(tx, code, technician, now + holds))
    write(`${code}\n`)
    write(`${technician} sends it to the assistant, in Telegram or as a direct message in Slack: /technician ${code}\n`)
    return 0
  } finally {
    await database.close()
  }
}
