/** The staff's desk in Slack, in the head office's channel and those of outlets: cards and threads out, buttons, forms, posts and reactions in. */
import type { types } from '@slack/bolt'
import type { Sender } from '../../../assistant/deliver.ts'
import type { SlackMessageEvent } from '../inbound.ts'
import { listenToButtons } from './actions.ts'
import { createStaffDirectory } from './directory.ts'
import { listenToForms } from './forms.ts'
import type { Look } from './look.ts'
import { createOrders } from './orders.ts'
import type { DeskParts } from './parts.ts'
import { takeReaction } from './reactions.ts'
import { createRooms } from './rooms.ts'
import { createDeskSender } from './sender.ts'
import { listenToShortcut } from './shortcut.ts'
import { listenToSlash } from './slash.ts'
import { takePost } from './thread.ts'

export type SlackDesk = {
  /** Whether a channel is one of the staff's, now. */
  isStaffs(channel: string): boolean
  /** Draws a row of `desk:SUBJECT`. Rejects only when the board cannot be read. */
  readonly send: Sender['send']
  /**
   * Takes an event of a channel of the staff: `message`, `reaction_added`, `member_joined_channel`, `member_left_channel`;
   * and `subteam_members_changed`, `subteam_updated` of any group. `eventId` is Slack's, the same on a redelivery.
   * Resolves when everything that must be kept is on disk; rejects when it could not be, and then Slack is not answered.
   */
  heard(event: types.SlackEvent, eventId: string): Promise<void>
  /** Looks once who is staff. Never rejects: what cannot be asked now is asked again when it is needed. */
  start(): Promise<void>
}

/** Registers everything people press and fill in; events are handed in. */
export function createSlackDesk(parts: DeskParts): SlackDesk {
  const { app, web, options, log, clock, readFile, identity } = parts
  const botUser = () => identity().botUserId
  const { board, language, zone, technicians } = options
  const look: Look = {
    language,
    zone,
    // As they are when something is drawn: an import replaces them while the house runs.
    get technicians() {
      return technicians?.() ?? []
    },
  }
  const rooms = createRooms({ options, board })
  const directory = createStaffDirectory({ web, settings: options, rooms, log, clock, identity })
  const orders = createOrders({ web, options, look, directory, log })
  listenToButtons({ app, web, board, orders, rooms, look, log })
  listenToForms({ app, board, orders, rooms, directory, look })
  listenToShortcut({ app, board, orders, rooms, look, log })
  listenToSlash({ app, board, look, directory })
  return {
    isStaffs: rooms.has,
    send: createDeskSender({ web, options, rooms, board, readFile, look, log }),
    async heard(event, eventId) {
      switch (event.type) {
        case 'message':
          return takePost(event as SlackMessageEvent, { board, relay: options.relay, orders, rooms, botUser })
        case 'reaction_added':
          return takeReaction(event, { board, orders, rooms, botUser })
        case 'member_joined_channel':
        case 'member_left_channel':
        case 'subteam_members_changed':
        case 'subteam_updated':
          return directory.forget()
        default:
          log.debug({ event: event.type, eventId }, 'slack: nothing of the staff to do for an event')
      }
    },
    start: directory.warm,
  }
}
