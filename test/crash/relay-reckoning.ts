/** What kills during relays cost: from what customers and staff have in front of them, held against the books at the end. */
import { shown } from '../support/fake-slack.ts'
import type { FakeSlackMessage } from '../support/fake-slack-types.ts'
import type { RelayCampaign } from './relay-campaign.ts'
import { type Case, type Reply, type Round, type Said, TOLD } from './relay-cases.ts'
import { type Heard, heardInSlack, isOurs } from './relay-people.ts'

export type RelayFigures = {
  readonly kills: number
  readonly rounds: number
  /** Of customers: messages and changes of them that were acknowledged. */
  readonly saidByCustomers: number
  /** Acknowledged, and not in the thread of their case: whole, changed ones as they are now, photos with their bytes. */
  readonly saidLost: number
  readonly saidOutOfOrder: number
  /** Of agents: messages for customers and changes of them that were acknowledged. */
  readonly writtenByAgents: number
  /** Taken back in time. */
  readonly undone: number
  /** Neither taken back nor with the customer: whole, changed ones as they are now. */
  readonly writtenLost: number
  readonly writtenOutOfOrder: number
  /** One message, two orders. */
  readonly writtenTwice: number
  /** Taken back, and with the customer. */
  readonly undoneAndSent: number
  /** In the thread or the chat of somebody else, or in a thread without a card. */
  readonly astray: number
  /** Words among the staff that a customer has. */
  readonly leaked: number
  /** Answers that the agent is not told the truth about, at the end. */
  readonly receiptsWrong: number
  /** Cards that do not show who has it, or that it was handed back. */
  readonly cardsWrong: number
  /** Events that nobody acknowledged, commands and messages that nobody took. */
  readonly eventsLost: number
  /** Messages and posts that nobody but the platform knows of. */
  readonly repeated: number
  /** The same by the moment of the death that made it necessary. */
  readonly repeatedAfter: string
  readonly deaths: string
  readonly errorsLogged: number
}

type Sent = { conversation: string; message: string; ask: string | null }
type Relay = { id: number; state: string; text: string; post: string | null }
type Escalation = { id: number; state: string; owner: string | null }
type Books = { readonly sent: readonly Sent[]; readonly relays: readonly Relay[]; readonly escalations: Escalation[] }

export async function reckonRelays(campaign: RelayCampaign): Promise<RelayFigures> {
  const { cases, desk, slack, deaths } = campaign
  const { books, left } = await campaign.read(async file => ({
    books: {
      sent: (
        await file.all<Sent>(
          `select conversation_id as conversation, message, ask from outbox
           where state = 'sent' and message is not null order by id`,
        )
      ).map(row => ({ ...row, message: ownName(row, desk.id) })),
      relays: await file.all<Relay>(`select id, state, content ->> 'text' as text, post from relay order by id`),
      escalations: await file.all<Escalation>('select id, state, claimed_name as owner from escalation'),
    },
    left: await file.all(
      "select id from inbox where state <> 'done' union all select id from outbox where state = 'failed'",
    ),
  }))
  const posts = desk.messages.filter(isOurs)
  const rounds = cases.flatMap(one => one.rounds)
  const said = rounds.flatMap(round => round.said)
  const replies = cases.flatMap(one => repliesOf(one))
  const sum = <T>(all: readonly T[], count: (one: T) => number) => all.reduce((total, one) => total + count(one), 0)
  const threadOf = ({ thread }: Round) => posts.filter(({ threadTs }) => threadTs === thread)
  const fates = new Map(replies.map(reply => [reply.tag, fateOf(reply, books)]))
  const wasSent = ({ tag }: Reply) => fates.get(tag)?.state === 'sent'
  const wasUndone = ({ tag }: Reply) => fates.get(tag)?.state === 'undone'
  const repeats = repeatsOf(campaign, posts, books)

  return {
    kills: deaths.length,
    rounds: rounds.length,
    saidByCustomers: said.length + said.filter(({ changed }) => changed).length,
    saidLost: sum(rounds, round => {
      const thread = threadOf(round)
      return round.said.filter(one => !stands(one, thread)).length
    }),
    saidOutOfOrder: sum(rounds, round => disorder(round.said, threadOf(round).map(shown))),
    writtenByAgents: replies.length + replies.filter(({ changed }) => changed).length,
    undone: replies.filter(wasUndone).length,
    writtenLost:
      replies.filter(reply => !wasUndone(reply) && !wasSent(reply)).length +
      sum(cases, one => notHeard(one, repliesOf(one).filter(wasSent))),
    writtenOutOfOrder: sum(cases, one => disorder(repliesOf(one).filter(wasSent), textsOf(one))),
    writtenTwice: replies.filter(({ tag }) => (fates.get(tag)?.orders ?? 0) > 1).length,
    undoneAndSent: sum(
      cases,
      one => repliesOf(one).filter(reply => wasUndone(reply) && has(textsOf(one), reply)).length,
    ),
    astray:
      sum(
        cases,
        one => textsOf(one).filter(text => tagsOf(text).some(tag => numberOf(tag) !== one.person.number)).length,
      ) + posts.filter(post => isAstray(post, cases)).length,
    leaked: sum(cases, one => textsOf(one).filter(text => /«i/.test(text)).length),
    receiptsWrong: replies.filter(reply => !isTold(reply, fates.get(reply.tag), posts, desk.messages, books)).length,
    cardsWrong: rounds.filter(round => !isDrawn(round, posts, books)).length,
    eventsLost: left.length + slack.events.filter(({ acknowledged }) => !acknowledged).length,
    repeated: repeats.length,
    repeatedAfter: tally(repeats.map(one => deathAfter(one, campaign))),
    deaths: tally(deaths.map(({ moment }) => moment)),
    errorsLogged: campaign.errors.length,
  }
}

const repliesOf = ({ rounds }: Case) => rounds.flatMap(round => round.replies)
const textsOf = ({ person }: Case) => person.heard().map(({ text }) => text)
const tagsOf = (text: string) => [...new Set(text.match(/«[cai]\d+\.\d+»/g))]
const numberOf = (tag: string) => Number(/\d+/.exec(tag)?.[0])
const has = (texts: readonly string[], { tag }: { readonly tag: string }) => texts.some(text => text.includes(tag))

/** In the thread, in its latest words; a photo is a file there. */
function stands({ tag, photo, changed }: Said, thread: readonly FakeSlackMessage[]): boolean {
  return thread.some(post => {
    const text = shown(post)
    return text.includes(tag) && (!photo || post.files.length > 0) && (!changed || text.includes('(changed)'))
  })
}

/** Sent ones that the customer has not, or not in their latest words; and files that are missing beside them. */
function notHeard(one: Case, sent: readonly Reply[]): number {
  const texts = textsOf(one)
  const missing = sent.filter(
    ({ tag, changed }) => !texts.some(text => text.includes(tag) && (!changed || text.includes('(changed)'))),
  )
  const files = one.person.heard().filter(heard => heard.files > 0)
  const wanted = sent.filter(({ file }) => file).length
  return missing.length + Math.max(0, wanted - files.length)
}

/** How many do not come right after the one that was written before; the same again at once is a repeat. */
function disorder(written: readonly { readonly tag: string }[], texts: readonly string[]): number {
  const places = texts.flatMap(text => tagsOf(text).map(tag => written.findIndex(one => one.tag === tag)))
  const known = places.filter(place => place >= 0)
  return known.filter((place, index) => index > 0 && place < (known[index - 1] ?? 0)).length
}

/** What the books say became of a message: its state, and how many orders there are for it. */
function fateOf({ tag }: Reply, { relays }: Books): { state: string; orders: number; relay: Relay } | undefined {
  const found = relays.filter(({ text }) => text.includes(tag))
  const [relay] = found
  return relay && { state: relay.state, orders: found.length, relay }
}

function isAstray(post: FakeSlackMessage, cases: readonly Case[]): boolean {
  if (post.threadTs === undefined) return false
  const owner = cases.find(({ rounds }) => rounds.some(({ thread }) => thread === post.threadTs))
  return owner === undefined || tagsOf(shown(post)).some(tag => numberOf(tag) !== owner.person.number)
}

/** A post of the staff's channel by its ts; what a customer has, as it is called there. */
function ownName({ conversation, message }: Sent, desk: string): string {
  return conversation.startsWith('desk:') ? message.replace(`${desk}:`, '') : message
}

/** The receipt that the books know of says what became of it, and the agent's own post is marked. */
function isTold(
  { post }: Reply,
  fate: ReturnType<typeof fateOf>,
  posts: readonly FakeSlackMessage[],
  everything: readonly FakeSlackMessage[],
  { sent }: Books,
): boolean {
  const row = sent.findLast(
    ({ ask, conversation }) => ask === `relay:${fate?.relay.id}` && conversation.startsWith('desk:'),
  )
  const receipt = posts.find(({ ts }) => ts === row?.message)
  if (!receipt || !fate) return false
  const told = fate.state === 'undone' ? TOLD.undone : TOLD.delivered
  const marked = everything.find(({ ts }) => ts === post)?.reactions.has('incoming_envelope')
  return shown(receipt).includes(told) && (post === undefined || marked === (fate.state === 'sent'))
}

function isDrawn(round: Round, posts: readonly FakeSlackMessage[], { escalations, sent }: Books): boolean {
  const { subject, thread, owner, handedBack } = round
  const escalation = escalations.find(({ id }) => subject === `escalation:${id}`)
  const card = posts.find(({ ts }) => ts === thread)
  const isKnown = sent.some(({ conversation, message }) => conversation === `desk:${subject}` && message === thread)
  if (!escalation || !card || !isKnown || escalation.owner !== owner) return false
  const told = handedBack ? TOLD.handedBack(owner) : TOLD.claimed(owner)
  return escalation.state === (handedBack ? 'HANDED_BACK' : 'CLAIMED') && shown(card).includes(told)
}

/** Everything in front of customers and staff that the books do not know: a second copy of what they know. */
function repeatsOf({ cases, desk }: RelayCampaign, posts: readonly FakeSlackMessage[], { sent }: Books): Heard[] {
  // Telegram's ids have a letter that says what kind of message it is.
  const known = new Set(sent.flatMap(({ message }) => message.split(',').map(part => part.replace(/^[cfp](?=\d)/, ''))))
  const heard = cases.flatMap(({ person }) => person.heard())
  const shownToStaff = posts.filter(({ channel }) => channel === desk.id).map(post => heardInSlack(post, post.ts))
  return [...heard, ...shownToStaff].filter(({ names }) => !names.every(name => known.has(name)))
}

function deathAfter({ platform, order }: Heard, { deaths }: RelayCampaign): string {
  return deaths.find(({ heard }) => heard[platform] >= order)?.moment ?? 'no death'
}

function tally(names: readonly string[]): string {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return [...counts].map(([name, count]) => `${name} ${count}`).join(', ')
}
