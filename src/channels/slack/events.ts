/** Whom an event of Slack is for: the customers' side or the staff's. */
import type { App } from '@slack/bolt'
import type { Text } from '../../flow/flow.ts'
import type { SlackDesk } from './desk/desk.ts'
import type { SlackMessageEvent } from './inbound.ts'
import type { Customers } from './listeners.ts'
import type { People } from './people.ts'

/** Messages go to the staff or to the customers by where they were said: never to both. */
export function listenToEvents(app: Pick<App, 'event'>, customers: Customers, desk: SlackDesk | undefined): void {
  app.event('message', async ({ event, body }) => {
    if (desk?.isStaffs(event.channel)) return desk.heard(event, body.event_id)
    await customers.said(event as SlackMessageEvent, body.event_id)
  })
  app.event('app_mention', async ({ event, body }) => {
    // A channel of the staff has it as a `message` too.
    if (!desk?.isStaffs(event.channel)) await customers.mentioned(event as SlackMessageEvent, body.event_id)
  })
  if (!desk) return
  app.event('reaction_added', async ({ event, body }) => {
    if ('channel' in event.item && desk.isStaffs(event.item.channel)) await desk.heard(event, body.event_id)
  })
  for (const name of ['member_joined_channel', 'member_left_channel'] as const) {
    app.event(name, async ({ event, body }) => {
      if (desk.isStaffs(event.channel)) await desk.heard(event, body.event_id)
    })
  }
  for (const name of ['subteam_members_changed', 'subteam_updated'] as const) {
    app.event(name, async ({ event, body }) => desk.heard(event, body.event_id))
  }
}

const NO_DESK: Text = {
  en: 'The service desk is not set up here yet. Whoever runs this app can choose a channel for it.',
  zh: '这里还没有设置客服工作台。请联系应用的管理员，指定一个频道即可启用。',
}

/** The app's manifest offers the staff's command and shortcut to everybody, also where no desk was set up. */
export function answerWithoutDesk(app: Pick<App, 'command' | 'shortcut'>, people: People): void {
  const words = async (user: string) => NO_DESK[(await people.of(user)).language ?? 'en']
  app.command('/aftercare', async ({ ack, command }) => ack(await words(command.user_id)))
  app.shortcut({ type: 'message_action', callback_id: 'desk:send' }, async ({ ack, body, respond }) => {
    await ack()
    await respond({ response_type: 'ephemeral', text: await words(body.user.id) })
  })
}
