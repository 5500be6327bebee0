/** From somebody in Slack to a command that is stored, and back to them what it came to. */
import type { RespondFn } from '@slack/bolt'
import type { KnownBlock, WebClient } from '@slack/web-api'
import type { Logger } from 'pino'
import type { DeskCommand, DeskInbound, DeskOutcome, Staff } from '../../../desk/command.ts'
import { LIMITS, plainSection, splitText } from '../blocks.ts'
import type { SlackDeskOptions } from '../ports.ts'
import { whyOf } from '../web-client.ts'
import type { StaffDirectory } from './directory.ts'
import type { Look } from './look.ts'
import { type OwnNotice, ownNotice } from './notices.ts'
import { type DeskNotice, drawNotice, drawRefusal } from './refusals.ts'

/** Whom to tell, and where. Only the person sees it. */
export type Listener = {
  readonly user: string
  /** Channel whose staff may act here: that of the subject. */
  readonly room: string
  /** Where they are, if that is another one. */
  readonly channel?: string
  /** Root of the thread they are in; absent: in the channel. */
  readonly threadTs?: string
  /** Reaches them even where they are no member: the answer to what they pressed. */
  readonly respond?: RespondFn
}

/** Who asks for it is staff; `updateId` tells a redelivery. */
export type Order = DeskInbound & { readonly updateId: string }

export type Orders = {
  /**
   * The member of staff, or undefined for anybody else, who is told so kindly. When Slack does not say who they are, they
   * hear that, too; with `again` it then rejects, so that the event is not acknowledged and Slack brings it again.
   */
  admit(listener: Listener, options?: { readonly again?: boolean }): Promise<Staff | undefined>
  /** Nothing was asked of us; whoever is not staff is told in the background that this is not their place. */
  refuseStrangers(listener: Listener): void
  /**
   * Resolves when the command is on disk; what it came to is told afterwards, if it was refused. Rejects when it could not
   * be stored: then nothing has happened. `quiet`: nobody waits for an answer.
   */
  give(order: Order, listener: Listener, options?: { readonly quiet?: boolean }): Promise<void>
  /** Told in the background; somebody who cannot be told is not. */
  tell(listener: Listener, notice: DeskNotice | { readonly own: OwnNotice }): void
}

export type OrderParts = {
  readonly web: WebClient
  readonly options: Pick<SlackDeskOptions, 'submit'>
  readonly look: Look
  readonly directory: Pick<StaffDirectory, 'staffOf'>
  readonly log: Logger
}

type Said = { readonly text: string; readonly blocks?: KnownBlock[] }

export function createOrders({ web, options, look, directory, log }: OrderParts): Orders {
  async function say({ user, room, channel = room, threadTs, respond }: Listener, said: Said): Promise<void> {
    try {
      const thread = threadTs === undefined ? {} : { thread_ts: threadTs }
      const posted = web.chat.postEphemeral({ channel, user, ...thread, ...said })
      if (!respond) return void (await posted)
      await posted.catch(error => {
        if (whyOf(error) !== 'user_not_in_channel') throw error
        return respond({ response_type: 'ephemeral', replace_original: false, ...said })
      })
    } catch (error) {
      // Never into the channel itself: an error there would be told there, too (peers I56).
      log.warn({ why: whyOf(error), user }, 'slack: one of the staff was not told what became of it')
    }
  }

  const tell: Orders['tell'] = (listener, notice) => {
    const drawn = typeof notice === 'string' ? drawNotice(notice, look) : { text: ownNotice(notice.own, look.language) }
    void say(listener, drawn)
  }

  async function tellOutcome(outcome: Promise<DeskOutcome>, command: DeskCommand, listener: Listener): Promise<void> {
    try {
      const came = await outcome
      if (came.ok) return
      const isOver = command.do === 'reply' && came.why === 'not-possible-now'
      const drawn = isOver ? drawNotice('over', look) : drawRefusal(came.why, came.values, look)
      await say(listener, { ...drawn, blocks: [...drawn.blocks, ...wordsOfForm(command)] })
    } catch (error) {
      log.warn({ why: whyOf(error), command: command.do }, 'slack: what a command came to is not known')
    }
  }

  return {
    async admit(listener, { again = false } = {}) {
      const membership = await directory.staffOf(listener.user, listener.room)
      if (membership.kind === 'staff') return membership.staff
      if (membership.kind === 'unsure' && again) {
        tell(listener, { own: 'unsure-again' })
        throw new Error('Slack does not say who is staff')
      }
      tell(listener, membership.kind === 'unsure' ? 'unsure' : 'not-staff')
      return undefined
    },
    refuseStrangers(listener) {
      void directory.staffOf(listener.user, listener.room).then(({ kind }) => {
        if (kind === 'stranger') tell(listener, 'not-staff')
      })
    },
    async give({ updateId, ...inbound }, listener, { quiet = false } = {}) {
      const { stored, outcome } = options.submit(inbound, updateId)
      if (quiet) outcome.catch(() => {})
      else void tellOutcome(outcome, inbound.command, listener)
      await stored
    },
    tell,
  }
}

/** What was written in a form is gone with the form: whoever wrote it gets it back. A post is still there. */
function wordsOfForm(command: DeskCommand): KnownBlock[] {
  if (command.do !== 'reply' || command.post !== undefined) return []
  return splitText(command.content.text, LIMITS.section).map(plainSection)
}

/** Whoever waits in front of a window is told at once; the press itself goes unacknowledged. */
export async function storedOrTold(stored: Promise<void>, listener: Listener, orders: Orders): Promise<void> {
  try {
    await stored
  } catch (error) {
    orders.tell(listener, 'not-stored')
    throw error
  }
}
