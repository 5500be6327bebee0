/** The program: read the configuration, start the house, listen, and stop when asked. */
import { pino } from 'pino'
import { apiOf } from './api.ts'
import { createApp } from './app.ts'
import { channelsOf } from './channels.ts'
import { parseConfig } from './config.ts'
import { catalogueOf, loadContent } from './content.ts'
import { formatProblems } from './flow/report.ts'
import { DatabaseError } from './store/database.ts'
import { printWelcome } from './welcome.ts'

const parsed = parseConfig(process.env)
if (parsed.problems.length > 0 || !('config' in parsed)) fail('The configuration is not right:', parsed.problems)
const { config } = parsed

const log = pino({ level: config.logLevel, base: null, redact: ['req.headers', 'token', 'secret'] })
const { loaded, problems, files } = await loadContent(config.flows)
if (!loaded) {
  const sources = new Map(files.map(file => [file.file, file.source]))
  fail(`The flows in ${config.flows} are not right:`, [formatProblems(problems, { colour: colour(), sources })])
}

const app = await createApp({
  config,
  loaded,
  catalogue: catalogueOf(loaded.content, loaded.service),
  log,
  channels: await channelsOf(config),
  api: apiOf(config.apiClients),
}).catch((error: unknown) => {
  if (error instanceof DatabaseError) fail('The assistant cannot start:', [error.message])
  throw error
})

let stopping = false
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => {
    if (stopping) return
    stopping = true
    log.info({ signal }, 'stopping: what is in hand is finished first')
    app.stop().then(
      () => process.exit(0),
      error => {
        log.fatal({ err: error }, 'stopping failed')
        process.exit(1)
      },
    )
  })
}

try {
  // First the port: a process started by mistake beside another must not say what the other is saying.
  const url = await app.server.listen({ host: config.host, port: config.port })
  await app.start()
  printWelcome({ config, url, colour: colour(), loaded, write: text => process.stderr.write(text) })
} catch (error) {
  fail('The assistant cannot start:', [(error as Error).message])
}

function colour(): boolean {
  return process.stderr.isTTY === true && !process.env.NO_COLOR
}

function fail(title: string, lines: readonly string[]): never {
  process.stderr.write(`\n${title}\n\n${lines.map(line => `  ${line}`).join('\n')}\n\n`)
  process.exit(1)
}
