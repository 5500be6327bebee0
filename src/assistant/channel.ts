/**
 * The port every channel implements: what customers' platforms give us and what they take. Plain data only; the worker
 * stores both sides as JSON.
 */
import type { Language } from '../flow/flow.ts'

/** A file as the platform names it; the bytes are fetched later with `Channel.fetchFile`. */
export type InboundFile = {
  readonly kind: 'photo' | 'video' | 'voice' | 'audio' | 'file' | 'sticker'
  /** The platform's handle of the file. */
  readonly file: string
  readonly name?: string
  readonly mime?: string
  /** Bytes. */
  readonly size?: number
}

export type InboundContent =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'tap'; readonly token: string }
  | { readonly kind: 'command'; readonly name: string; readonly payload: string }
  /** One photo, voice message or file; the items of an album share `album` and arrive one by one. */
  | { readonly kind: 'file'; readonly file: InboundFile; readonly caption?: string; readonly album?: string }
  | { readonly kind: 'contact'; readonly phone: string; readonly name?: string }
  | { readonly kind: 'location'; readonly latitude: number; readonly longitude: number }
  | { readonly kind: 'edit'; readonly text: string; readonly message: string }
  /** The customer took a message back. */
  | { readonly kind: 'deleted'; readonly message: string }
  /** The customer blocked (or unblocked) us. */
  | { readonly kind: 'reachable'; readonly reachable: boolean }
  | { readonly kind: 'unsupported'; readonly what: string }

/** One thing a customer did, as it is stored in the inbox. */
export type Inbound = {
  readonly channel: string
  /** Unique within the channel: a redelivery carries the same (peers I1). */
  readonly updateId: string
  /** `channel:native id of the chat`; with a `/` and its place behind it where others can read along. */
  readonly conversation: string
  /** Epoch milliseconds, by the platform's clock. */
  readonly at: number
  /** The platform's id of the message, for edits. */
  readonly message?: string
  readonly from: { readonly name?: string; readonly language?: Language }
  readonly content: InboundContent
}

/** A file we keep; `readFile` gives its bytes. */
export type OutboundFile = {
  /** Id of the media row. */
  readonly media: number
  readonly kind: InboundFile['kind']
  readonly name?: string
  readonly mime?: string
}

export type OutboundButton = { readonly label: string; readonly token: string }

/** What a channel is asked to do in one conversation. */
export type OutboundContent =
  | {
      readonly kind: 'text'
      /** Text ids the message is made of; never shown. */
      readonly names: readonly string[]
      readonly text: string
      readonly buttons?: readonly OutboundButton[]
      readonly request?: { readonly kind: 'contact' | 'location'; readonly label: string }
      /** Id of the question, if the message is one. */
      readonly ask?: string
      /** It is going to be edited: nothing may be done to it that forbids that. */
      readonly living?: true
    }
  /** Replace the buttons of a sent question by the answer. `message` is the platform's id, `text` what was sent. */
  | { readonly kind: 'settle'; readonly message: string; readonly text: string; readonly label: string }
  /** Files of an agent, together; `text` is their caption, empty for none. */
  | { readonly kind: 'files'; readonly text: string; readonly files: readonly OutboundFile[] }
  | { readonly kind: 'location'; readonly latitude: number; readonly longitude: number }
  /** An agent changed what was sent as `message` … */
  | { readonly kind: 'edit'; readonly message: string; readonly text: string }
  /** … or took it back. */
  | { readonly kind: 'delete'; readonly message: string }

export type Outbound = {
  readonly id: number
  readonly conversation: string
  readonly language: Language
  /** Who speaks: the assistant, the assistant on behalf of staff, or an agent. */
  readonly author: 'bot' | 'notice' | 'agent'
  readonly content: OutboundContent
}

/** What became of a kept file: its bytes, or that they are still on their way, or that they never came. */
export type KeptFile =
  | { readonly kind: 'kept'; readonly bytes: Uint8Array }
  | { readonly kind: 'coming' }
  | { readonly kind: 'lost' }

/** Reads a kept file by the id of its media row. */
export type ReadFile = (media: number) => Promise<KeptFile>

/**
 * What became of a delivery. `message` is the platform's id of what was sent, opaque to everybody but the channel; of
 * something sent in several parts it names them all. Expected refusals are values.
 */
export type Delivery =
  /** `free`: there was nothing to call the platform for, so it counts for no pace. */
  | { readonly kind: 'sent'; readonly message?: string; readonly free?: true }
  /** The platform asks us to wait; the whole channel pauses if `everyone`. */
  | { readonly kind: 'later'; readonly afterMs: number; readonly everyone: boolean }
  /** The customer cannot be reached: blocked the bot, deleted the account (peers 4a). */
  | { readonly kind: 'unreachable'; readonly why: string }
  /** The platform will never take this message. */
  | { readonly kind: 'refused'; readonly why: string }
  /** Nobody knows whether it arrived: network or server trouble. */
  | { readonly kind: 'unknown'; readonly why: string }

/** How fast a platform may be spoken to. */
export type Pace = {
  /** Messages a second over all conversations. */
  readonly perSecond: number
  /** Milliseconds between two messages to the same conversation, on average … */
  readonly sameConversationMs: number
  /** … of which so many may go out at once. */
  readonly burst: number
  /** Sends under way at the same time. */
  readonly parallel: number
}

export type Channel = {
  readonly name: string
  readonly pace: Pace
  send(outbound: Outbound): Promise<Delivery>
  /** Rejects with the `code` `gone` or `too-big` when trying again cannot help. */
  fetchFile?(file: string): Promise<Uint8Array>
  /** Begins to receive (polling, webhook registration, command menus). */
  start?(): Promise<void>
  stop?(): Promise<void>
}

/**
 * Hands something a customer did to the assistant. Resolves when it is on disk; only then may the platform be told so.
 * A redelivery resolves too and changes nothing.
 */
export type Receive = (inbounds: readonly Inbound[]) => Promise<void>
