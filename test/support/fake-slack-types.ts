/** What tests see of the fake Slack: its switches, its users and what it remembers. `startFakeSlack` is in fake-slack.ts. */

export type Json = Record<string, unknown>

export type FakeSlackOptions = {
  readonly botToken?: string
  readonly signingSecret?: string
  readonly appToken?: string
  /** Scopes of the bot token; default: all the fake knows of. */
  readonly scopes?: readonly string[]
  /** Events the app has subscribed to, by the names of a manifest (`message.im`); default: DEFAULT_EVENTS. */
  readonly events?: readonly string[]
  /** One message a second and channel, after so many at once (`true`: 1); else 429. Off by default. */
  readonly strictRate?: boolean | { readonly burst: number }
  /** Slack waits so long (ms) for an acknowledgement: 3000. */
  readonly ackWithin?: number
  /** Pauses before each redelivery of an event (ms): three, at once. */
  readonly retryDelays?: readonly number[]
  /** Epoch milliseconds, for ts, signatures, trigger ids and response urls; default: the real time. */
  readonly clock?: () => number
  readonly port?: number
  /** Members of a channel on one page of conversations.members: 100. A smaller `limit` counts. */
  readonly pageSize?: number
}

export type FakeSlackFile = {
  readonly id: string
  readonly name: string
  readonly mimetype: string
  readonly bytes: Uint8Array
  readonly size: number
  readonly user: string
  title: string
  readonly subtype?: string
  deleted: boolean
}

export type FakeSlackMessage = {
  readonly ts: string
  readonly channel: string
  readonly user: string
  readonly fromApp: boolean
  /** As it goes over the wire: `&`, `<`, `>` of a user's text are entities. */
  text: string
  blocks: readonly Json[]
  /** Set on replies only. */
  readonly threadTs: string | undefined
  edited: boolean
  deleted: boolean
  /** Emoji name → users. */
  readonly reactions: Map<string, Set<string>>
  files: readonly FakeSlackFile[]
  metadata: Json | undefined
  /** Only this user sees it. */
  readonly ephemeralFor: string | undefined
}

export type FakeSlackChannel = {
  readonly id: string
  readonly name: string
  readonly kind: 'public' | 'private' | 'im'
  /** User ids; the app is one like any other. */
  readonly members: Set<string>
  archived: boolean
  /** In order of ts, deleted and ephemeral ones too. */
  readonly messages: FakeSlackMessage[]
  /** Posts that begin a thread or could, not deleted, not ephemeral. */
  posts(): readonly FakeSlackMessage[]
  /** Replies to a post, not deleted. */
  replies(ts: string): readonly FakeSlackMessage[]
}

export type FakeSlackView = {
  readonly id: string
  readonly type: 'modal' | 'home'
  readonly user: string
  /** Newest drawing, block ids and action ids filled in. */
  blocks: readonly Json[]
  title: string
  callbackId: string
  privateMetadata: string
  /** The whole drawing as the app sent it. */
  drawing: Json
  hash: string
  /** What the last submission was refused for: block id → message. */
  errors: Readonly<Record<string, string>>
  /** block id → action id → value, as Slack sends it. */
  readonly values: Record<string, Record<string, Json>>
  readonly rootId: string
  readonly previousId: string | undefined
}

/** What the app said to one request. Nothing is sent again but events. */
export type Acknowledgement = {
  readonly acknowledged: boolean
  /** HTTP status; 200 for an acknowledgement through the socket; 0: no answer. */
  readonly status: number
  readonly body: Json | string | undefined
}

export type Submission = Acknowledgement & {
  /** `closed`: the form is gone; the others are Slack's response actions. */
  readonly action: 'closed' | 'errors' | 'update' | 'push' | 'clear' | 'refused'
  readonly errors: Readonly<Record<string, string>>
}

export type Command = Acknowledgement & {
  /** Text of the immediate answer, if there was one. */
  readonly text: string | undefined
  /** What came through the response_url, now and later. */
  readonly later: readonly Json[]
}

export type Place = {
  /** Channel id; default: the direct messages with the app. */
  readonly channel?: string
  readonly threadTs?: string
}

export type FakeUpload = {
  readonly name: string
  readonly mime: string
  readonly bytes: Uint8Array
  /** What Slack tells; default: the truth. */
  readonly size?: number
  /** `slack_audio` for a voice clip, `slack_video`. */
  readonly subtype?: string
  /** The event has the id alone, the rest must be asked of files.info. */
  readonly bare?: boolean
}

export type Where = { readonly in?: FakeSlackMessage | 'home' | 'modal' }

/** A date, a text, an option's label or value, several of them, a user or channel id; null takes a value away. */
export type InputValue = string | number | readonly string[] | null

/** A customer or one of the staff. Everything resolves when the app has acknowledged it or Slack has given up. */
export type FakeSlackUser = {
  readonly id: string
  readonly name: string
  readonly isBot: boolean
  /** The assistant's name for the direct messages. */
  readonly conversation: string
  /** The direct messages with the app; empty before the first. */
  readonly messages: readonly FakeSlackMessage[]
  /** Channel id of the direct messages with the app, opened by asking. */
  readonly dm: string
  /** Types a text: Slack turns `&`, `<`, `>` into entities unless `raw`. `mention` puts the app's name before it. */
  says(
    text: string,
    options?: Place & { readonly mention?: boolean; readonly raw?: boolean },
  ): Promise<FakeSlackMessage>
  edits(ts: string, text: string, place?: Place): Promise<void>
  deletes(ts: string, place?: Place): Promise<void>
  uploads(
    files: readonly FakeUpload[],
    options?: Place & { readonly text?: string; readonly mention?: boolean },
  ): Promise<FakeSlackMessage>
  /** Presses a button by its label or action id: of the open form, else of the newest message with it, else of the home. */
  presses(label: string, where?: Where): Promise<Acknowledgement>
  /** Presses a button of the newest message with it, seen or not by `hears`. */
  taps(label: string, place?: Place): Promise<Acknowledgement>
  /** Chooses in a select, overflow menu, radio group, checkboxes or date picker, by placeholder, label, block or action id. */
  selects(what: string, value: InputValue, where?: Where): Promise<Acknowledgement>
  /** Fills in the open form, by block id, action id or label, and submits it. */
  submits(values?: Readonly<Record<string, InputValue>>): Promise<Submission>
  /** Closes the open form by its Cancel. */
  closes(): Promise<Acknowledgement>
  reacts(emoji: string, ts: string, place?: Place): Promise<void>
  unreacts(emoji: string, ts: string, place?: Place): Promise<void>
  opensHome(tab?: 'home' | 'messages'): Promise<void>
  commands(line: string, place?: { readonly channel?: string }): Promise<Command>
  /** A global shortcut, or a shortcut of a message. */
  shortcut(callbackId: string, where?: { readonly message?: FakeSlackMessage }): Promise<Acknowledgement>
  joins(channel: string): Promise<void>
  leaves(channel: string): Promise<void>
  /**
   * The first message of the app in the place whose text or blocks match and that was not heard before; what came before
   * it counts as heard. Ephemeral ones for this user count. Without `threadTs` in a channel: any message there.
   * Rejects with the transcript after `within` (ms).
   */
  hears(pattern: RegExp, options?: Place & { readonly within?: number }): Promise<FakeSlackMessage>
  /** A message of the app that was edited and now matches, old or new. */
  sees(pattern: RegExp, options?: Place & { readonly within?: number }): Promise<FakeSlackMessage>
  /** Resolves when a form is open whose title or blocks match, with the newest drawing. */
  seesModal(pattern?: RegExp, within?: number): Promise<FakeSlackView>
  /** Resolves when the home was drawn and matches. */
  seesHome(pattern: RegExp, within?: number): Promise<FakeSlackView>
  /** What only this user sees, in any channel, oldest first. */
  readonly ephemerals: readonly FakeSlackMessage[]
  /** The form on top, if one is open. */
  readonly modal: FakeSlackView | undefined
  readonly home: FakeSlackView | undefined
  transcript(place?: Place): string
}

export type ApiCall = {
  readonly method: string
  readonly args: Json
  /** Place in the order of all calls, from 0. */
  readonly order: number
  /** Epoch milliseconds of the fake's clock. */
  readonly at: number
  /** What was answered; `ok` is false for a fault. */
  answer: Json | undefined
}

export type Fault = {
  /** HTTP status without a proper body. */
  readonly status?: number
  /** `{ ok: false, error }`. */
  readonly error?: string
  /** 429 with this Retry-After (s). */
  readonly rateLimited?: number
  /** The connection dies unanswered; the call is not done. */
  readonly drop?: true
  readonly times?: number
}

/** `wrong` secret; `stale`: six minutes old, signed well; `none`: no headers; `good`. Default body: a stranger's message. */
export type Forgery = {
  readonly signature: 'wrong' | 'stale' | 'none' | 'good'
  readonly body?: string
  readonly contentType?: string
}

export type SentEvent = {
  readonly eventId: string
  readonly event: Json
  /** How often it was sent, retries included. */
  attempts: number
  acknowledged: boolean
  /** Slack has given up. */
  lost: boolean
}

type Members = readonly (string | FakeSlackUser)[]
export type FakeSlackGroup = { readonly id: string; readonly handle?: string; readonly members: Members }
export type FakeSlackPerson = {
  readonly id: string
  readonly name: string
  readonly isBot?: boolean
  readonly locale?: string
}

export type FakeSlack = {
  /** Ends with `/api/`. */
  readonly apiUrl: string
  readonly botToken: string
  readonly signingSecret: string
  readonly appToken: string
  /** User id of the app. */
  readonly botUser: string
  readonly botId: string
  readonly appId: string
  readonly teamId: string
  /** Everything no correct program does, each as `method: what`. */
  readonly violations: string[]
  user(options: FakeSlackPerson): FakeSlackUser
  /** The app is a member unless `withoutApp`. */
  channel(options: {
    readonly id: string
    readonly name: string
    readonly members: Members
    readonly isPrivate?: boolean
    readonly withoutApp?: boolean
  }): FakeSlackChannel
  /** Any channel there is, direct messages too; undefined if there is none. */
  find(channel: string): FakeSlackChannel | undefined
  group(options: FakeSlackGroup): void
  /** HTTP: where everything goes, or undefined to have no door (Socket Mode then, if a client connects). */
  deliverTo(url: string | undefined): void
  /** Sends url_verification; resolves to whether the challenge came back. */
  verifyUrl(): Promise<boolean>
  calls(method?: string): readonly ApiCall[]
  /** Resolves to the newest call when a method was called so often in all and answered; rejects after `within` (ms). */
  called(method: string, times?: number, within?: number): Promise<ApiCall>
  /** The next calls of the method fail; several faults stand in line. */
  failNext(method: string, fault: Fault): void
  /** The next call of the method takes effect and is never answered; `reached` resolves when it has come. */
  hangNext(method: string): { readonly reached: Promise<void> }
  /** Everything sent was acknowledged or given up and nothing is queued. */
  idle(within?: number): Promise<void>
  /** HTTP statuses the door answered with, and how often; 0: no answer. */
  readonly statuses: ReadonlyMap<number, number>
  /** Events, oldest first. */
  readonly events: readonly SentEvent[]
  /** Sends any event as it stands, for what no user here can do. */
  emit(event: Json): Promise<SentEvent>
  /** The same event again, as a retry or under a new event id. */
  redeliver(which?: string | 'last', options?: { readonly newEventId?: boolean }): Promise<Acknowledgement>
  forge(forgery: Forgery): Promise<Acknowledgement>
  readonly sockets: number
  /** Slack recycles its sockets: the message, then the end. */
  disconnectSockets(reason?: 'refresh_requested' | 'warning' | 'link_disabled'): void
  breakSockets(): void
  /** Resolves when so many sockets are open. */
  connected(count?: number, within?: number): Promise<void>
  close(): Promise<void>
}
