/**
 * A page that shows a channel of the fake Slack with one open thread beside it, drawn from the very blocks the assistant
 * sent: for the pictures of the documentation. It looks like a chat, not like Slack's own client.
 */
import type { FakeSlackChannel, FakeSlackMessage, Json } from '../test/support/fake-slack-types.ts'

export type SlackPage = {
  readonly channel: FakeSlackChannel
  /** The post whose thread is open. */
  readonly threadTs: string
  /** Display names by user id. */
  readonly names: ReadonlyMap<string, string>
  /** What the threads and their answers are called. */
  readonly words: { readonly thread: string; readonly replies: (count: number) => string }
  /** IANA name. */
  readonly zone: string
}

export function slackPage(page: SlackPage): string {
  const { channel, threadTs, words } = page
  const parent = channel.posts().find(({ ts }) => ts === threadTs)
  const posts = channel.posts().map(post => {
    const count = channel.replies(post.ts).length
    const replies = count === 0 ? '' : `<p class="replies">${escapeHtml(words.replies(count))}</p>`
    return message(post, page) + replies
  })
  const thread = [...(parent ? [parent] : []), ...channel.replies(threadTs)].map(post => message(post, page))
  return `<!doctype html><meta charset="utf-8"><style>${STYLE}</style>
<main><section><h1># ${escapeHtml(channel.name)}</h1>${posts.join('')}</section>
<aside><h1>${escapeHtml(words.thread)}</h1>${thread.join('')}</aside></main>`
}

function message(post: FakeSlackMessage, { names, zone }: SlackPage): string {
  const name = post.fromApp ? 'Aftercare' : (names.get(post.user) ?? post.user)
  const time = new Date(Number(post.ts) * 1000).toLocaleTimeString('en-GB', {
    timeZone: zone,
    hour: '2-digit',
    minute: '2-digit',
  })
  const body =
    post.blocks.length > 0 ? post.blocks.map(block).join('') : `<p>${post.text.split('\n').map(line).join('\n')}</p>`
  const files = post.files.map(file).join('')
  const reactions = [...post.reactions].map(([emoji, users]) => `<b>${EMOJI[emoji] ?? `:${emoji}:`} ${users.size}</b>`)
  const edited = post.edited && !post.fromApp ? ' <small>(edited)</small>' : ''
  return `<article><i class="${post.fromApp ? 'app' : ''}">${escapeHtml([...name][0] ?? '')}</i><div>
    <h2>${escapeHtml(name)}${post.fromApp ? '<em>APP</em>' : ''}<time>${time}</time></h2>
    ${body}${edited}${files}${reactions.length > 0 ? `<p class="reactions">${reactions.join('')}</p>` : ''}</div></article>`
}

const EMOJI: Readonly<Record<string, string>> = {
  incoming_envelope: '📨',
  white_check_mark: '✅',
  eyes: '👀',
  no_entry: '⛔',
  warning: '⚠️',
}

/** A quote has a bar beside it, and no `>`. */
function line(text: string): string {
  const quoted = /^&gt; ?(.*)/.exec(text)?.[1]
  return quoted === undefined ? mrkdwn(text) : `<q>${mrkdwn(quoted)}</q>`
}

function file({ name, mimetype, bytes }: FakeSlackMessage['files'][number]): string {
  if (!mimetype.startsWith('image/')) return `<p class="file">📄 ${escapeHtml(name)}</p>`
  return `<img class="file" alt="" src="data:${mimetype};base64,${Buffer.from(bytes).toString('base64')}">`
}

type Text = { readonly type: 'plain_text' | 'mrkdwn'; readonly text: string }

function block(block: Json): string {
  switch (block.type) {
    case 'header':
      return `<h3>${text(block.text as Text)}</h3>`
    case 'section': {
      const fields = (block.fields as Text[] | undefined)?.map(field => `<div>${text(field)}</div>`).join('') ?? ''
      const words = block.text ? `<p>${text(block.text as Text)}</p>` : ''
      const side = block.accessory ? element(block.accessory as Json) : ''
      return `<div class="section"><div>${words}${fields && `<div class="fields">${fields}</div>`}</div>${side}</div>`
    }
    case 'context':
      return `<p class="context">${(block.elements as Text[]).map(text).join(' · ')}</p>`
    case 'actions':
      return `<p class="actions">${(block.elements as Json[]).map(element).join('')}</p>`
    case 'divider':
      return '<hr>'
    default:
      return ''
  }
}

function element(element: Json): string {
  switch (element.type) {
    case 'button':
      return `<button class="${escapeHtml(String(element.style ?? ''))}">${text(element.text as Text)}</button>`
    case 'overflow':
      return '<button>⋯</button>'
    case 'static_select':
    case 'users_select':
      return `<button>${text(element.placeholder as Text)} ▾</button>`
    default:
      return ''
  }
}

function text({ type, text }: Text): string {
  return type === 'mrkdwn' ? mrkdwn(text) : escapeHtml(text)
}

/** Slack's markup as far as cards use it; what customers wrote comes as plain text and never gets here. */
function mrkdwn(text: string): string {
  return escapeHtml(text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&'))
    .replace(/&lt;(https?:[^|&]+)\|([^&]+)&gt;/g, '<u>$2</u>')
    .replace(/&lt;!subteam\^\w+&gt;/g, '<u>@duty-managers</u>')
    .replace(/(^|[\s(>])\*([^*\n]+)\*/g, '$1<b>$2</b>')
    .replace(/(^|[\s(>])_([^_\n]+)_/g, '$1<i class="soft">$2</i>')
    .replace(/(^|[\s(>])~([^~\n]+)~/g, '$1<s>$2</s>')
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}

const FONT = 'system-ui, "WenQuanYi Zen Hei", "Noto Color Emoji", sans-serif'

const STYLE = `
body { margin: 0; font: 13px/1.4 ${FONT}; color: #1d1c1d; background: #fff; }
main { display: grid; grid-template-columns: 21fr 19fr; height: 100vh; overflow: hidden; }
section, aside { overflow: hidden; padding: 0 18px; } aside { border-left: 1px solid #ddd; }
h1 { font-size: 15px; padding: 9px 0; margin: 0 0 4px; border-bottom: 1px solid #ddd; }
article { display: flex; gap: 10px; padding: 3px 0 5px; }
article > i { flex: none; width: 34px; height: 34px; border-radius: 6px; background: #b9c7d6; color: #fff; font-style: normal; font-weight: 700; display: grid; place-items: center; }
article > i.app { background: #1f6f5c; } article > div { min-width: 0; flex: 1; }
h2 { font-size: 13px; margin: 0; } h2 em { font: 9px system-ui; background: #ddd; border-radius: 3px; padding: 1px 4px; margin-left: 6px; }
h2 time { font: 11px system-ui; color: #616061; margin-left: 8px; } h3 { margin: 2px 0; font-size: 15px; }
q { display: block; border-left: 4px solid #ddd; padding-left: 10px; quotes: none; }
p { margin: 1px 0; white-space: pre-wrap; overflow-wrap: anywhere; } hr { border: 0; border-top: 1px solid #ddd; }
.section { display: flex; justify-content: space-between; gap: 12px; } .section > div { flex: 1; } .fields { display: grid; grid-template-columns: 1fr 1fr; gap: 1px 16px; white-space: pre-wrap; }
.context { color: #616061; font-size: 11.5px; } .soft { font-style: italic; }
.replies { color: #1264a3; font-weight: 700; font-size: 12px; margin: -3px 0 4px 44px; }
.actions { display: flex; flex-wrap: wrap; gap: 7px; margin: 4px 0 2px; }
button { font: 700 12px ${FONT}; padding: 3px 10px; border-radius: 6px; border: 1px solid #bbb; background: #fff; color: #1d1c1d; }
button.primary { background: #007a5a; border-color: #007a5a; color: #fff; } button.danger { border-color: #e01e5a; color: #e01e5a; }
.reactions b { font-size: 11px; border: 1px solid #1d9bd1; background: #e8f5fa; border-radius: 12px; padding: 1px 8px; margin-right: 4px; }
.file { border: 1px solid #ddd; border-radius: 8px; padding: 6px 10px; display: inline-block; margin-top: 3px; } img.file { max-width: 125px; padding: 0; }
`
