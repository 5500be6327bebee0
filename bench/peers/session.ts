/** What most people build: a grammY bot with its session in SQLite. `SYNCHRONOUS` is NORMAL or FULL. */
import Fastify from 'fastify'
import { Bot, type Context, type SessionFlavor, session, webhookCallback } from 'grammy'
import sqlite3 from 'sqlite3'
import { TEXTS } from '../dialogue.ts'
import { botOptions, listen, TOKEN } from './peer.ts'

type Session = { step: number; answers: string[]; asked?: { message: number; text: string } }

const database = new sqlite3.Database(process.env.FILE ?? ':memory:')
await new Promise<void>((resolve, reject) =>
  database.exec(
    `pragma journal_mode=WAL; pragma synchronous=${process.env.SYNCHRONOUS ?? 'FULL'};
     create table if not exists session (key text primary key, value text not null)`,
    error => (error ? reject(error) : resolve()),
  ),
)
const read = database.prepare('select value from session where key = ?')
const write = database.prepare(
  'insert into session values (?, ?) on conflict (key) do update set value = excluded.value',
)
const remove = database.prepare('delete from session where key = ?')

const storage = {
  read: (key: string) =>
    new Promise<Session | undefined>((resolve, reject) =>
      read.get(key, (error: Error | null, row?: { value: string }) =>
        error ? reject(error) : resolve(row && (JSON.parse(row.value) as Session)),
      ),
    ),
  write: (key: string, value: Session) =>
    new Promise<void>((resolve, reject) =>
      write.run(key, JSON.stringify(value), (error: Error | null) => (error ? reject(error) : resolve())),
    ),
  delete: (key: string) =>
    new Promise<void>((resolve, reject) =>
      remove.run(key, (error: Error | null) => (error ? reject(error) : resolve())),
    ),
}

const BUTTONS = {
  inline_keyboard: [
    [
      { text: 'Yes', callback_data: 'yes' },
      { text: 'No', callback_data: 'no' },
    ],
  ],
}

const bot = new Bot<Context & SessionFlavor<Session>>(TOKEN, botOptions())
bot.use(session({ initial: (): Session => ({ step: 0, answers: [] }), storage }))
bot.on('message:text', async context => {
  if (context.message.text === '/bench') context.session = { step: 0, answers: [] }
  const { step, asked } = context.session
  const text = TEXTS[step % TEXTS.length] ?? ''
  context.session.answers.push(context.message.text)
  const sent = await context.reply(text, step < TEXTS.length - 1 ? { reply_markup: BUTTONS } : {})
  context.session = { ...context.session, step: step + 1, asked: { message: sent.message_id, text } }
  // The buttons of an answered question go away, as they do in Aftercare.
  if (asked && step > 0) {
    await context.api.editMessageText(context.chat.id, asked.message, `${asked.text}\n\n✓ ${context.message.text}`)
  }
})

const server = Fastify()
server.post('/telegram/webhook', webhookCallback(bot, 'fastify', { secretToken: process.env.SECRET ?? '' }))
await listen(server)
