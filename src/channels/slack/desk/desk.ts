/** The staff's desk in one Slack channel: cards and threads out, buttons, forms, posts and reactions in. */
import type { types } from '@slack/bolt'
import type { Sender } from '../../../assistant/deliver.ts'
import type { DeskParts } from './parts.ts'

export type SlackDesk = {
  /** Draws a row of `desk:SUBJECT`. Never rejects. */
  readonly send: Sender['send']
  /**
   * Takes an event of the staff's channel: `message`, `reaction_added`, `member_joined_channel`, `member_left_channel`;
   * and `subteam_members_changed`, `subteam_updated` of any group. `eventId` is Slack's, the same on a redelivery.
   * Resolves when everything that must be kept is on disk; rejects when it could not be, and then Slack is not answered.
   */
  heard(event: types.SlackEvent, eventId: string): Promise<void>
  /** Looks once who is staff. Never rejects: what cannot be asked now is asked again when it is needed. */
  start(): Promise<void>
}

export function createSlackDesk(_parts: DeskParts): SlackDesk {
  return {
    send: async () => ({ kind: 'unknown', why: 'the desk is not drawn yet' }),
    heard: async () => {},
    start: async () => {},
  }
}
