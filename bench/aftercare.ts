/** Aftercare as a contender: the built program with its shipped flows, a dialogue of the bench, and no pace. */
import { cp, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse, stringify } from 'yaml'
import { openDatabase } from '../src/store/database.ts'
import { type Contender, SECRET } from './contender.ts'

/** `stored`: conversations with a history and a timer that are already there. */
export function aftercare(name: string, stored: number): Contender {
  return {
    name,
    module: 'dist/main.js',
    prepare: async folder => {
      await cp('flows', join(folder, 'flows'), { recursive: true })
      await cp('bench/flows/dialogue.yaml', join(folder, 'flows', 'dialogue.yaml'))
      const path = join(folder, 'flows', 'policy.yaml')
      const policy = parse(await readFile(path, 'utf8')) as { channels: { telegram: Record<string, unknown> } }
      // The platform's pace would be all that is measured.
      Object.assign(policy.channels.telegram, { perSecond: 1_000_000, burst: 1_000_000, parallel: 200 })
      await writeFile(path, stringify(policy))
      if (stored > 0) await fill(join(folder, 'aftercare.sqlite'), stored)
    },
    environment: ({ port, apiRoot, folder }) => ({
      DATABASE_URL: `sqlite:${join(folder, 'aftercare.sqlite')}`,
      PORT: String(port),
      LOG_LEVEL: 'error',
      TELEGRAM_BOT_TOKEN: '1:bench',
      TELEGRAM_WEBHOOK_SECRET: SECRET,
      TELEGRAM_WEBHOOK_URL: `http://127.0.0.1:${port}/telegram/webhook`,
      TELEGRAM_API_ROOT: apiRoot,
      AFTERCARE_FLOWS: join(folder, 'flows'),
    }),
  }
}

/** Conversations as eight turns leave them: state, both halves of the history, a case, a timer in the far future. */
async function fill(path: string, count: number): Promise<void> {
  const database = await openDatabase(`sqlite:${path}`)
  const state = JSON.stringify({
    version: 1,
    language: 'en',
    owner: 'bot',
    revision: '',
    stack: [],
    slots: { name: 'Anna Long', phone: '+8613812345678', address: '12 Long Road, Binjiang' },
    turn: 8,
    heardAt: 1,
  })
  const numbers = `with recursive n(i) as (select 1 union all select i + 1 from n where i < ${count})`
  const fills = [
    `${numbers} insert into conversation (id, channel, state, owner, owner_version, heard_at, created_at, updated_at)
     select 'telegram:' || i, 'telegram', '${state}', 'bot', 0, 1, 1, 1 from n`,
    `${numbers} insert into inbox (channel, update_id, conversation_id, kind, payload, received_at, state, attempts)
     select 'telegram', 's' || i || '-' || e.value, 'telegram:' || i, 'customer', '{"content":{"kind":"text","text":"yes"}}', 1, 'done', 0
     from n, json_each('[1,2,3,4,5,6,7,8]') e`,
    `${numbers} insert into outbox (conversation_id, payload, author, priority, due_at, state, attempts, created_at)
     select 'telegram:' || i, '{"language":"en","kind":"text","names":["dialogue.agreed"],"text":"Shall I book it?"}', 'bot', 0, 1, 'sent', 0, 1
     from n, json_each('[1,2,3,4,5,6,7,8]') e`,
    `${numbers} insert into timer (conversation_id, key, due_at, flow, payload)
     select 'telegram:' || i, 'rating', 9000000000000, 'rate-visit', '{}' from n`,
    `${numbers} insert into service_case (conversation_id, type, state, priority, priority_reason, info_pending, flags, opened_at, updated_at)
     select 'telegram:' || i, 'REPAIR', 'CLOSED', 'MEDIUM', 'default', '[]', '[]', 1, 1 from n`,
  ]
  for (const text of fills) await database.transaction(1, tx => tx.run(text))
  await database.close()
}
