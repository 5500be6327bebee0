#!/usr/bin/env node
/** `aftercare`: the commands for people who run the house or write its flows. */
import { randomInt, randomUUID } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Argument, Command } from 'commander'
import { pino } from 'pino'
import { parseConfig } from './config.ts'
import { loadContent } from './content.ts'
import { formatProblems } from './flow/report.ts'
import { flowSchemaFile } from './flow/schema.ts'
import { IMPORT_KINDS, type ImportKind } from './import/import.ts'
import { runImport } from './import-command.ts'
import { encodeNameplate } from './service/products.ts'
import { giveTechnicianCode } from './technician-code.ts'

const program = new Command('aftercare').description('After-sales service over chat.')
const colour = process.stdout.isTTY === true && !process.env.NO_COLOR

program
  .command('start', { isDefault: true })
  .description('run the assistant (settings: see README, "Settings")')
  .action(async () => {
    await import('./main.ts')
  })

const flows = program.command('flows').description('work on the flows')

flows
  .command('check')
  .description('name every fault in a flows folder, with its line and the mend')
  .argument('[folder]', 'the flows folder', process.env.AFTERCARE_FLOWS ?? './flows')
  .action(async (folder: string) => {
    const { files, problems, loaded } = await loadContent(folder)
    if (loaded) {
      process.stdout.write(`${loaded.content.flows.size} flows, no faults.\n`)
      return
    }
    const sources = new Map(files.map(file => [file.file, file.source]))
    process.stdout.write(`${formatProblems(problems, { colour, sources })}\n`)
    process.exitCode = 1
  })

flows
  .command('schema')
  .description('write the JSON Schema with which editors complete and mark flows')
  .argument('[folder]', 'the flows folder', process.env.AFTERCARE_FLOWS ?? './flows')
  .action(async (folder: string) => {
    const path = join(folder, 'flow.schema.json')
    await writeFile(path, flowSchemaFile())
    process.stdout.write(`${path} is written.\n`)
  })

program
  .command('chat')
  .description('talk to the assistant in this terminal')
  .option('--language <en|zh>', 'language of the customer', 'en')
  .option('--chat <name>', 'which conversation', 'me')
  .action(async (options: { language: string; chat: string }) => {
    const parsed = parseConfig(process.env)
    if (!('config' in parsed)) return stop(parsed.problems.join('\n'))
    const { loaded } = await loadContent(parsed.config.flows)
    if (!loaded) return stop(`The flows have faults; see: aftercare flows check ${parsed.config.flows}`)
    const { chat } = await import('./chat.ts')
    await chat({
      config: parsed.config,
      loaded,
      language: options.language === 'zh' ? 'zh' : 'en',
      name: options.chat,
      session: randomUUID(),
      colour,
      log: pino({ level: 'silent' }),
    })
  })

program
  .command('import')
  .description(
    'bring outlets, technicians, loaners or customers from a CSV or YAML file (docs/import.md), all or nothing',
  )
  .addArgument(new Argument('<what>', 'what the file holds').choices(IMPORT_KINDS))
  .argument('<file>', 'a .csv, .yaml or .yml file in UTF-8')
  .option('--dry-run', 'only tell what would happen', false)
  .action(async (kind: ImportKind, file: string, { dryRun: isDryRun }: { dryRun: boolean }) => {
    const parsed = parseConfig(process.env)
    if (!('config' in parsed)) return stop(parsed.problems.join('\n'))
    const write = (text: string) => process.stdout.write(text)
    const { config } = parsed
    process.exitCode = await runImport({ kind, file, isDryRun, config, colour, now: Date.now(), write })
  })

program
  .command('technician-code')
  .description('print a code with which a technician registers a chat as work list, once (docs/technicians.md)')
  .argument('<technician>', 'id of the technician, as in outlets.yaml or the import')
  .action(async (technician: string) => {
    const parsed = parseConfig(process.env)
    if (!('config' in parsed)) return stop(parsed.problems.join('\n'))
    const write = (text: string) => process.stdout.write(text)
    const { config } = parsed
    process.exitCode = await giveTechnicianCode({ technician, config, now: Date.now(), random: randomInt, write })
  })

program
  .command('nameplate')
  .description("print what follows ?start= in the QR code of an appliance's nameplate")
  .argument('<model>')
  .argument('<serial>')
  .action((model: string, serial: string) => {
    const payload = encodeNameplate({ model, serial })
    if (payload === undefined)
      return stop('Telegram takes at most 64 characters there; this model and serial need more.')
    process.stdout.write(`${payload}\n`)
  })

program
  .command('migration')
  .description('write a migration after the tables were changed (for developers)')
  .action(async () => {
    const { writeMigration } = await import('./store/migration.ts')
    const file = await writeMigration()
    process.stdout.write(
      file
        ? `src/store/migrations/${file} is written; list it in migrations/list.ts.\n`
        : 'The tables have not changed.\n',
    )
  })

function stop(message: string): void {
  process.stderr.write(`${message}\n`)
  process.exitCode = 1
}

await program.parseAsync()
