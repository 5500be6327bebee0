/** A customer who writes to the app in Slack's direct messages, as tests of every channel speak of one. */
import { type Person, type Seen, type Upload, unsettled } from './customer.ts'
import type { FakeSlack, FakeSlackMessage, FakeSlackUser, Json, Place } from './fake-slack-types.ts'

/** `copies`: how often Slack tells of each message. In a thread of a channel with `place`. */
export function slackPerson(
  slack: FakeSlack,
  user: FakeSlackUser,
  options: { readonly copies?: () => number; readonly place?: Required<Place> } = {},
): Person {
  const { copies = () => 1, place } = options
  /** What a form was opened from stays on screen, also when the message has changed since. */
  const drawings = new Map<string, readonly Json[]>()
  let heard = 0
  const messages = () => {
    const all = place === undefined ? user.messages : (slack.find(place.channel)?.messages ?? [])
    return all.filter(one => isShown(one, user, place))
  }
  const seen = (message: FakeSlackMessage): Seen => {
    if (message.blocks.some(({ type }) => type === 'actions')) drawings.set(message.ts, message.blocks)
    const said = saidIn(message)
    const controls = controlsOf(message.blocks)
    return {
      id: message.ts,
      ...unsettled(said),
      labels: controls.filter(({ id }) => id.startsWith('ask:')).flatMap(({ labels }) => labels),
      request: controls.find(({ id }) => id === 'form:contact')?.labels[0],
      files: message.files.map(({ name, bytes }) => ({ name, read: async () => bytes })),
      place: placeIn(said),
    }
  }
  /** The same event again, as a retry and under new event ids. */
  const repeat = async (ts: string) => {
    const events = slack.events.filter(({ event }) => event.ts === ts)
    for (let copy = 1; copy < copies(); copy += 1) {
      for (const { eventId } of events) await slack.redeliver(eventId, { newEventId: copy % 2 === 0 })
    }
  }
  const chooses = async (message: FakeSlackMessage, label: string) => {
    const { type } = controlsOf(message.blocks).find(({ labels }) => labels.includes(label)) ?? {}
    if (type === 'static_select') await user.selects('ask:list', label, { in: message })
    else await user.presses(label, { in: message })
  }
  return {
    conversation: place === undefined ? user.conversation : `${user.conversation}/${place.channel}/${place.threadTs}`,
    get seen() {
      return messages().map(seen)
    },
    async says(text) {
      const { ts } = await user.says(text, place)
      await repeat(ts)
      return ts
    },
    async taps(label) {
      const message = messages().findLast(({ blocks }) =>
        controlsOf(blocks).some(({ labels }) => labels.includes(label)),
      )
      if (!message) throw new Error(`there is nothing to choose called "${label}"\n${user.transcript(place)}`)
      await chooses(message, label)
    },
    async tapsOn({ id }, label) {
      const message = messages().find(({ ts }) => ts === id)
      const blocks = drawings.get(id)
      if (!message || !blocks) throw new Error(`message ${id} never offered "${label}"\n${user.transcript(place)}`)
      await chooses({ ...message, blocks }, label)
    },
    async sharesContact(phone) {
      const message = messages().findLast(({ blocks }) => controlsOf(blocks).some(({ id }) => id === 'form:contact'))
      if (!message) throw new Error(`nobody asks for a contact\n${user.transcript(place)}`)
      await user.presses('form:contact', { in: message })
      await user.seesModal()
      const { action } = await user.submits({ phone })
      if (action !== 'closed') throw new Error(`the form stays open: ${action}`)
    },
    async sharesLocation(latitude, longitude) {
      const url = `https://maps.google.com/?q=${latitude},${longitude}`
      const { ts } = await user.says(`<${url}>`, { ...place, raw: true })
      await repeat(ts)
    },
    async uploads(files, caption) {
      const text = caption === undefined ? {} : { text: caption }
      const { ts } = await user.uploads(files.map(recorded), { ...place, ...text })
      await repeat(ts)
    },
    async sendsOddity() {
      const ts = (Date.now() / 1000).toFixed(6)
      const channel = place?.channel ?? user.dm
      await slack.emit({ type: 'message', channel, channel_type: 'im', user: user.id, ts, event_ts: ts, text: '' })
    },
    edits: (id, text) => user.edits(id, text, place),
    deletes: id => user.deletes(id, place),
    async hears(pattern) {
      for (;;) {
        const all = messages()
        const at = all.findIndex((one, index) => index >= heard && pattern.test(seen(one).text))
        const found = all[at]
        if (found) {
          heard = at + 1
          return seen(found)
        }
        // Whatever comes next: the text for notifications and the paragraphs are two, and a pattern is for one of them.
        await user.hears(/^/, place).catch((error: Error) => {
          throw new Error(`${user.name} did not hear ${pattern}: ${error.message}`)
        })
      }
    },
    seesSettled: async pattern =>
      seen(await user.sees(new RegExp(`(?:${pattern.source})[^]*✓ `, pattern.flags), place)),
  }
}

/** What Slack's recorder makes calls itself an audio clip. */
function recorded(file: Upload) {
  return file.mime.startsWith('audio/') ? { ...file, subtype: 'slack_audio' } : file
}

function isShown(message: FakeSlackMessage, user: FakeSlackUser, place: Place | undefined): boolean {
  if (!message.fromApp || message.deleted || (message.ephemeralFor ?? user.id) !== user.id) return false
  return place === undefined || message.threadTs === place.threadTs
}

/** Paragraphs letter for letter, links by where they lead; of a place, which is markup, what the notification says. */
function saidIn({ text, blocks }: FakeSlackMessage): string {
  const paragraphs = blocks.flatMap(block => {
    if (block.type === 'section') return [block.text as { type: string; text: string }]
    if (block.type === 'rich_text') return [{ type: 'plain_text', text: richText(block) }]
    return []
  })
  if (paragraphs.some(({ type }) => type !== 'plain_text')) return text
  return paragraphs.map(paragraph => paragraph.text).join('\n\n')
}

type RichText = { readonly text?: string; readonly url?: string; readonly elements?: readonly RichText[] }

function richText({ text, url = '', elements }: RichText): string {
  return elements?.map(richText).join('') ?? text ?? url
}

type Control = { readonly id: string; readonly type: string; readonly labels: readonly string[] }
type Element = { action_id: string; type: string; text?: { text: string }; options?: { text: { text: string } }[] }

function controlsOf(blocks: readonly Json[]): Control[] {
  return blocks
    .filter(({ type }) => type === 'actions')
    .flatMap(({ elements }) => elements as Element[])
    .map(({ action_id: id, type, text, options = [] }) => {
      return { id, type, labels: text ? [text.text] : options.map(option => option.text.text) }
    })
}

function placeIn(text: string): Seen['place'] {
  const [, latitude, longitude] = /(-?\d+\.\d+), ?(-?\d+\.\d+)$/.exec(text) ?? []
  return latitude === undefined ? undefined : { latitude: Number(latitude), longitude: Number(longitude) }
}
