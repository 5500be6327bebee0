/** What went from the staff to the customer, what became of it, and the box for the next reply. */
import { readBase64 } from './api.js'
import { Clip } from './chat.js'
import { LARGEST_FILE } from './composer.js'
import { html, useState } from './preact.js'
import { say } from './words.js'

/** Posts of this page; those of another desk are changed where they were written. */
const OURS = 'web:'
const MOST_FILES = 10

/** @param {{ relays: readonly import('../../../desk/board.ts').RelayCard[], language: 'en' | 'zh', run: any }} props */
export function Replies({ relays, language, run }) {
  if (relays.length === 0) return null
  return html`<ul class="replies" aria-label=${say(language, 'replies')}>
    ${relays.map(relay => html`<${Relay} key=${relay.id} ...${{ relay, language, run }} />`)}
  </ul>`
}

function Relay({ relay, language, run }) {
  const [text, setText] = useState(/** @type {null | string} */ (null))
  const command = (what, more) => run(relay.conversation, { do: what, ...more })
  const { state, post } = relay
  const ours = post?.startsWith(OURS) && (state === 'delivered' || state === 'sending')
  // It arrived, but not what was changed afterwards.
  const unchanged = state === 'delivered' && relay.error !== null
  const receipt = [
    relay.staff,
    say(language, `relay.${state}`),
    relay.edited && say(language, 'edited'),
    unchanged && say(language, 'relay.unchanged'),
  ]
  const save = async event => {
    event.preventDefault()
    if (await command('edit-reply', { post, text: text.trim() })) setText(null)
  }
  const link = (what, act) =>
    html`<button type="button" class="link" data-testid=${`relay-${what}`} onClick=${act}>${say(language, `reply.${what}`)}</button>`
  if (text !== null) {
    return html`<li class="relay" data-testid="relay">
      <form class="row" onSubmit=${save}>
        <input data-testid="relay-text" maxlength="4096" aria-label=${say(language, 'reply.edit')} value=${text} onInput=${event => setText(event.target.value)} />
        <button class="primary" data-testid="relay-save" disabled=${text.trim() === '' && relay.files.length === 0}>${say(language, 'save')}</button>
        <button type="button" class="quiet" onClick=${() => setText(null)}>${say(language, 'notNow')}</button>
      </form>
    </li>`
  }
  return html`<li class="relay ${state}" data-testid="relay" data-state=${state}>
    <p>${relay.text} ${relay.files.map((file, at) => html`<span key=${at}><${Clip} /> ${file.name ?? file.kind} </span>`)}
      ${relay.location && html`<span>${relay.location.latitude}, ${relay.location.longitude}</span>`}</p>
    <p class="small receipt"><span data-testid="relay-state">${receipt.filter(Boolean).join(' · ')}</span>
      ${state === 'waiting' && link('undo', () => command('undo-reply', { relay: relay.id }))}
      ${(state === 'failed' || state === 'blocked' || unchanged) && link('retry', () => command('retry-reply', { relay: relay.id }))}
      ${ours && relay.location === null && link('edit', () => setText(relay.text))}
      ${ours && link('delete', () => command('delete-reply', { post }))}</p>
  </li>`
}

/** @param {{ language: 'en' | 'zh', customer: string, command: any }} props */
export function Reply({ language, customer, command }) {
  const [text, setText] = useState('')
  const [files, setFiles] = useState(/** @type {readonly File[]} */ ([]))
  const [sending, setSending] = useState(false)
  const size = files.reduce((sum, file) => sum + file.size, 0)
  const tooMuch = size > LARGEST_FILE || files.length > MOST_FILES
  const empty = text.trim() === '' && files.length === 0
  const send = async event => {
    event.preventDefault()
    if (empty || tooMuch || sending) return
    setSending(true)
    const posted = await Promise.all(
      files.map(async file => ({
        name: file.name,
        mime: file.type === '' ? 'application/octet-stream' : file.type,
        data: await readBase64(file),
      })),
    )
    const content = { text: text.trim(), ...(posted.length > 0 && { files: posted }) }
    if (await command('reply', { content, post: `${OURS}${crypto.randomUUID()}`, wait: false })) {
      // What was written or chosen meanwhile stays.
      setText(now => (now === text ? '' : now))
      setFiles(now => now.filter(file => !files.includes(file)))
    }
    setSending(false)
  }
  const choose = event => {
    setFiles([...files, ...[...event.target.files].filter(file => file.size > 0)])
    event.target.value = ''
  }
  const label = say(language, 'replyTo', { name: customer })
  return html`<form class="reply" onSubmit=${send}>
    <textarea rows="2" data-testid="reply-input" aria-label=${label} placeholder=${label} maxlength="4096" value=${text} onInput=${event => setText(event.target.value)} onKeyDown=${event => {
      if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) send(event)
    }}></textarea>
    ${
      files.length > 0 &&
      html`<ul class="row chosen">${files.map(
        (file, at) =>
          html`<li key=${at} class="badge"><${Clip} /> ${file.name} <button type="button" class="link" aria-label=${say(language, 'remove', { name: file.name })} onClick=${() => setFiles(files.filter((_, place) => place !== at))}>×</button></li>`,
      )}</ul>`
    }
    ${tooMuch && html`<p class="not-sent" role="alert">${say(language, 'tooMuch')}</p>`}
    <div class="row">
      <button class="primary" data-testid="reply-send" disabled=${empty || tooMuch || sending}>${say(language, 'send')}</button>
      <label class="file-choice" title=${say(language, 'attach')}><${Clip} /><span class="visually-hidden">${say(language, 'attach')}</span><input type="file" multiple data-testid="reply-file" onChange=${choose} /></label>
      <span class="gap"></span>
      <button type="button" data-testid="hand-back" onClick=${() => command('hand-back')}>${say(language, 'handBack')}</button>
      <button type="button" data-testid="resolve" onClick=${() => command('resolve')}>${say(language, 'resolve')}</button>
    </div>
  </form>`
}
