/** Who serves where, as it is now: `flows/outlets.yaml`, until outlets or technicians were imported. */
import type { Logger } from 'pino'
import { parseDuration } from './flow/duration.ts'
import { type Imported, mergeImported, type OutletsYaml } from './service/imported.ts'
import { type Outlets, readOutlets } from './service/outlets-file.ts'
import type { Service, ServiceSources } from './service/service.ts'
import { type Database, DatabaseError } from './store/database.ts'
import { directoryRevision, readImported } from './store/directory.ts'

export type Directory = {
  /** The service; its `outlets` follow every import. */
  readonly service: Service
  /** Reads again if there was an import since. */
  refresh(): Promise<void>
  /** Looks every few seconds from now on: imports come from another process. */
  start(): void
  stop(): Promise<void>
}

const LOOK_EVERY_MS = 3000

/** Throws `DatabaseError` when what was imported cannot be used. */
export async function openDirectory(options: {
  readonly database: Database
  readonly service: Service
  /** `outlets.yaml` as YAML gives it. */
  readonly file: ServiceSources['outlets']
  readonly log: Logger
}): Promise<Directory> {
  const { database, service, log } = options
  const file = options.file as OutletsYaml
  let revision = 0
  let outlets = service.outlets
  let looking: Promise<void> = Promise.resolve()
  let timer: ReturnType<typeof setInterval> | undefined

  async function read(): Promise<void> {
    const { imported, revision: read } = await database.read(readImported)
    revision = read
    if (imported.outlets.length + imported.technicians.length + imported.loaners.length === 0) return
    outlets = importedOutlets(file, imported)
  }

  async function refresh(): Promise<void> {
    if ((await database.read(directoryRevision)) !== revision) await read()
  }

  function look(): void {
    looking = looking
      .then(refresh)
      .catch((error: unknown) => log.error({ err: error }, 'what was imported cannot be read; what was known stays'))
  }

  await read()
  return {
    service: {
      ...service,
      get outlets() {
        return outlets
      },
    },
    refresh,
    start() {
      timer = setInterval(look, LOOK_EVERY_MS)
      timer.unref()
    },
    async stop() {
      clearInterval(timer)
      await looking
    },
  }
}

function importedOutlets(file: OutletsYaml, imported: Imported): Outlets {
  // A skill that the catalogue has no longer is of no use, and does no harm.
  const { outlets, problems } = readOutlets(mergeImported(file, imported), { appliances: undefined, parseDuration })
  if (outlets) return outlets
  const faults = problems.map(({ path, what }) => `${path.replace('outlets.yaml: ', '')}: ${what}`)
  throw new DatabaseError(`The imported outlets and technicians cannot be used: ${faults.join('; ')}`)
}
