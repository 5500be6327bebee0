/** The limit of comfort: a grammY bot behind fastify that answers and stores nothing. */
import Fastify from 'fastify'
import { Bot, webhookCallback } from 'grammy'
import { ANSWERS, TEXTS } from '../dialogue.ts'
import { botOptions, listen, TOKEN } from './peer.ts'

const bot = new Bot(TOKEN, botOptions())
// Without a memory it cannot know its place; the place is counted outside of any storage so that the answers are right.
const place = new Map<number, number>()
bot.on('message:text', async context => {
  const index = context.message.text === '/bench' ? 0 : (place.get(context.chat.id) ?? 0) + 1
  place.set(context.chat.id, index % ANSWERS.length)
  await context.reply(TEXTS[index % TEXTS.length] ?? '')
})

const server = Fastify()
server.post('/telegram/webhook', webhookCallback(bot, 'fastify', { secretToken: process.env.SECRET ?? '' }))
await listen(server)
