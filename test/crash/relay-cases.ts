/**
 * Cases: a customer asks for a person, one of two agents takes it, both write in numbered messages, and the agent hands it
 * back; again and again. Every message says whose it is: `«c7.12»` is the twelfth of customer 7, `«a7.3»` an answer to them
 * and `«i7.2»` a word among the staff.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { actionId } from '../../src/channels/slack/desk/button.ts'
import { FIELDS } from '../../src/channels/slack/desk/form-parts.ts'
import { say } from '../../src/channels/slack/desk/words.ts'
import { shown } from '../support/fake-slack.ts'
import type { FakeSlackChannel, FakeSlackMessage, Json } from '../support/fake-slack-types.ts'
import { type Agent, insist, isOurs, lookFor, type Person, PHOTO } from './relay-people.ts'

/** What a customer wrote, and was accepted. */
export type Said = { readonly tag: string; readonly photo: boolean; changed: boolean }

/** What an agent wrote for the customer, and was accepted. */
export type Reply = {
  readonly tag: string
  readonly file: boolean
  /** ts of the post; a form has none. */
  readonly post: string | undefined
  changed: boolean
}

/** From one wish for a person to the handing back. */
export type Round = {
  /** `escalation:12`. */
  readonly subject: string
  /** ts of the card. */
  readonly thread: string
  /** Name of the agent, as the card says it. */
  readonly owner: string
  readonly said: Said[]
  readonly replies: Reply[]
  handedBack: boolean
}

export type Case = {
  readonly person: Person
  /** Who may take it. */
  readonly agents: readonly Agent[]
  readonly rounds: Round[]
  /** Undo was pressed and acknowledged: ids of the relays. */
  readonly undone: number[]
  /** Numbers given so far. */
  last: number
}

export type Scene = {
  readonly desk: FakeSlackChannel
  readonly random: () => number
  /** Something of a customer was accepted. */
  onAccepted(): void
  /** Something for a customer was accepted. */
  onReplied(): void
  stopped(): boolean
}

export function newCase(person: Person, agents: readonly Agent[]): Case {
  return { person, agents, rounds: [], undone: [], last: 0 }
}

/** What cards and receipts say, or how it begins. */
export const TOLD = {
  claimed: (name: string) => say('en', 'claimedBy', { name }),
  handedBack: (name: string) => say('en', 'handedBackBy', { name, time: '' }).trim(),
  delivered: say('en', 'relayDeliveredNow'),
  undone: say('en', 'relayUndone'),
}
const WISH = { en: 'I want to talk to a person', zh: '转人工' }
const WORDS = { en: 'the drum is still wet', zh: '滚筒里还有水' }
const CHANGED = '(changed)'
/**
 * Longest pauses between two messages of a customer and of an agent (ms). Whatever is being sent when the program dies is sent
 * again: people write at a pace at which that is seldom more than one message.
 */
const THINK_MS = { customer: 4_000, agent: 5_000 }
/** So long an agent looks for the button that takes the answer back (ms). */
const REGRET_MS = 1_500
/** Pause before a form is submitted again that nobody took (ms). */
const SUBMIT_AGAIN_MS = 150

/** Goes round until the scene has stopped. The odd ones are then left with their agent. */
export async function live(one: Case, scene: Scene): Promise<void> {
  for (;;) {
    const { round, agent } = await begin(one, scene)
    one.rounds.push(round)
    await Promise.all([write(one, round, scene), answer(one, round, agent, scene)])
    if (scene.stopped() && one.person.number % 2 === 1) return
    await handBack(round, agent, scene)
    if (scene.stopped()) return
  }
}

async function begin(one: Case, scene: Scene): Promise<{ round: Round; agent: Agent }> {
  const { person } = one
  await person.says(WISH[person.language])
  scene.onAccepted()
  const first = await note(one, scene)
  const agents = scene.random() < 0.5 ? one.agents : one.agents.toReversed()
  const withEyes = scene.random() < 0.3
  const claim = async () => {
    const card = scene.desk.posts().findLast(post => buttonOf(post, 'claim', person.conversation))
    if (!card) return false
    // Two who want it at the same moment; who has it stands on the card.
    const wishes = agents.map(({ user }, index) =>
      withEyes && index === 0
        ? user.reacts('eyes', card.ts, { channel: scene.desk.id }).then(() => true)
        : user.presses(actionId({ do: 'claim' }), { in: card }).then(({ acknowledged }) => acknowledged),
    )
    return (await Promise.all(wishes)).some(Boolean)
  }
  const card = await insist(`${person.conversation} claimed, with ${first.tag} below`, claim, () =>
    scene.desk.posts().findLast(post => {
      const isClaimed = buttonOf(post, 'hand-back', person.conversation) !== undefined
      return isClaimed && scene.desk.replies(post.ts).some(reply => isOurs(reply) && shown(reply).includes(first.tag))
    }),
  )
  const agent = one.agents.find(({ user }) => shown(card).includes(TOLD.claimed(user.name)))
  if (!agent) throw new Error(`Somebody else has the case of ${person.conversation}`)
  const subject = buttonOf(card, 'hand-back', person.conversation)?.subject ?? ''
  return {
    agent,
    round: { subject, thread: card.ts, owner: agent.user.name, said: [first], replies: [], handedBack: false },
  }
}

function nextTag(one: Case, kind: 'c' | 'a' | 'i'): string {
  one.last += 1
  return `«${kind}${one.person.number}.${one.last}»`
}

async function note(one: Case, scene: Scene): Promise<Said & { readonly message: string }> {
  const tag = nextTag(one, 'c')
  const message = await one.person.says(`${tag} ${WORDS[one.person.language]}`)
  scene.onAccepted()
  return { tag, photo: false, changed: false, message }
}

async function write(one: Case, round: Round, scene: Scene): Promise<void> {
  const { person } = one
  const { random } = scene
  let latest: (Said & { readonly message: string }) | undefined
  for (let left = 3 + Math.floor(random() * 4); left > 0; left -= 1) {
    await pause(random() * THINK_MS.customer)
    const whim = random()
    if (whim < 0.2 && latest && !latest.changed) {
      await person.edits(latest.message, `${latest.tag} ${WORDS[person.language]} ${CHANGED}`)
      latest.changed = true
      scene.onAccepted()
    } else if (whim < 0.45) {
      const tag = nextTag(one, 'c')
      await person.sendsPhoto(tag)
      round.said.push({ tag, photo: true, changed: false })
      scene.onAccepted()
    } else {
      latest = await note(one, scene)
      round.said.push(latest)
    }
  }
}

async function answer(one: Case, round: Round, agent: Agent, scene: Scene): Promise<void> {
  const { random, desk } = scene
  const place = { channel: desk.id, threadTs: round.thread }
  for (let left = 2 + Math.floor(random() * 3); left > 0; left -= 1) {
    await pause(random() * THINK_MS.agent)
    const whim = random()
    if (whim < 0.15) {
      await agent.user.says(`${nextTag(one, 'i')} has anybody seen this before?`, place)
      continue
    }
    const tag = nextTag(one, 'a')
    if (whim < 0.4) {
      await replyByForm(`${tag} I am looking at it`, round, one, agent, scene)
      round.replies.push({ tag, file: false, post: undefined, changed: false })
    } else {
      const file = whim < 0.55
      const { ts } = file
        ? await agent.user.uploads([PHOTO], { ...place, text: `> ${tag}` })
        : await agent.user.says(`> ${tag} I am looking at it`, place)
      const reply = { tag, file, post: ts, changed: false }
      round.replies.push(reply)
      if (!file && random() < 0.25) {
        await pause(random() * REGRET_MS)
        await agent.user.edits(ts, `> ${tag} I am looking at it ${CHANGED}`, place)
        reply.changed = true
      }
    }
    scene.onReplied()
    if (random() < 0.4) await undo(one, round, agent, scene)
  }
}

async function replyByForm(text: string, round: Round, one: Case, agent: Agent, { desk }: Scene): Promise<void> {
  const card = () => desk.posts().find(({ ts }) => ts === round.thread)
  const form = () => {
    const { modal } = agent.user
    return modal && readButton(modal.privateMetadata)?.subject === round.subject ? modal : undefined
  }
  await agent.alone(async () => {
    const open = async () => {
      // One for another case, which came too late.
      if (agent.user.modal) await agent.user.closes()
      const found = card()
      return found !== undefined && (await agent.user.presses(actionId({ do: 'reply' }), { in: found })).acknowledged
    }
    await insist(`a form for ${one.person.conversation}`, open, form)
    while ((await agent.user.submits({ [FIELDS.text]: text })).action !== 'closed') await pause(SUBMIT_AGAIN_MS)
  })
}

/** Takes the newest answer back that can still be taken back, if the window is found open. */
async function undo(one: Case, round: Round, agent: Agent, { desk }: Scene): Promise<void> {
  const open = () =>
    desk.replies(round.thread).findLast(reply => isOurs(reply) && buttonOf(reply, 'undo', one.person.conversation))
  const found = await lookFor(open, REGRET_MS)
  const relay = found && buttonOf(found, 'undo', one.person.conversation)?.relay
  if (!found || relay === undefined) return
  const { acknowledged } = await agent.user.presses(actionId({ do: 'undo' }), { in: found })
  if (acknowledged) one.undone.push(relay)
}

async function handBack(round: Round, agent: Agent, { desk }: Scene): Promise<void> {
  const card = () => desk.posts().find(({ ts }) => ts === round.thread)
  const press = async () => {
    const found = card()
    return found !== undefined && (await agent.user.presses(actionId({ do: 'hand-back' }), { in: found })).acknowledged
  }
  await insist(`that ${round.subject} was handed back`, press, () => {
    const found = card()
    return found && shown(found).includes(TOLD.handedBack(round.owner)) ? true : undefined
  })
  round.handedBack = true
}

type Button = { readonly do: string; readonly subject: string; readonly conversation: string; readonly relay?: number }

/** What a button of the post would do, if it has one of this kind for the conversation. */
function buttonOf({ blocks }: FakeSlackMessage, what: string, conversation: string): Button | undefined {
  const elements = blocks.flatMap(block => (block.elements ?? []) as Json[])
  return elements
    .map(element => readButton(element.value))
    .find(button => button?.do === what && button.conversation === conversation)
}

function readButton(value: unknown): Button | undefined {
  return typeof value === 'string' && value.startsWith('{') ? (JSON.parse(value) as Button) : undefined
}
