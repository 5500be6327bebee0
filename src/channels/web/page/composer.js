/** Where the customer writes, and what else a phone can send: photos, contact, location, commands. */
import { readBase64 } from './api.js'
import { PLACES } from './chat-words.js'
import { html, useEffect, useRef, useState } from './preact.js'

/** Most bytes of a file, and of the files of one reply. */
export const LARGEST_FILE = 5_000_000

/** @param {{ words: any, post: any, say(text: string): void, command(name: string): void, now(): number, asked: string | null, onAsked(): void }} props */
export function Composer({ words, post, say, command, now, asked, onAsked }) {
  const [text, setText] = useState('')
  const [panel, setPanel] = useState(/** @type {null | string} */ (null))
  const [problem, setProblem] = useState('')
  const input = useRef(null)
  useEffect(() => {
    if (asked !== null) {
      setPanel(asked)
      onAsked()
    }
  }, [asked, onAsked])

  const submit = event => {
    event.preventDefault()
    if (text.trim() === '') return
    say(text.trim())
    setText('')
    setPanel(null)
  }
  const close = () => {
    setPanel(null)
    input.current?.focus()
  }
  const choose = async event => {
    const files = [...event.target.files]
    event.target.value = ''
    setPanel(null)
    setProblem(files.some(file => file.size > LARGEST_FILE) ? words.tooLarge : '')
    const album = files.length > 1 ? { album: crypto.randomUUID() } : {}
    for (const file of files.filter(one => one.size <= LARGEST_FILE && one.size > 0)) {
      const mime = file.type === '' ? 'application/octet-stream' : file.type
      await post(
        { kind: 'file', name: file.name, mime, data: await readBase64(file), ...album },
        { files: [{ kind: 'file', name: file.name }], at: now() },
      )
    }
  }
  const shareContact = (name, phone) => {
    post({ kind: 'contact', name, phone }, { text: `${name} ${phone}`, at: now() })
    close()
  }
  const sharePlace = at => {
    const [latitude, longitude] = PLACES[at]
    post({ kind: 'location', latitude, longitude }, { text: `${latitude}, ${longitude}`, at: now() })
    close()
  }
  return html`<footer class="composer">
    ${problem && html`<p class="not-sent" role="alert">${problem}</p>`}
    ${panel === 'menu' && html`<${Menu} ...${{ words, command, choose }} open=${setPanel} close=${close} />`}
    ${panel === 'contact' && html`<${ContactForm} words=${words} share=${shareContact} close=${close} />`}
    ${panel === 'location' && html`<${PlaceForm} words=${words} share=${sharePlace} close=${close} />`}
    <form class="write" onSubmit=${submit}>
      <button type="button" class="round quiet" data-testid="attach" aria-label=${words.attach} title=${words.attach} aria-expanded=${panel !== null} onClick=${() => setPanel(panel === null ? 'menu' : null)}>
        <svg viewBox="0 0 20 20" aria-hidden="true"><path d="M10 4v12M4 10h12" /></svg>
      </button>
      <input ref=${input} data-testid="chat-input" autocomplete="off" maxlength="4096" aria-label=${words.placeholder} placeholder=${words.placeholder} value=${text} onInput=${event => setText(event.target.value)} />
      <button class="round" data-testid="chat-send" aria-label=${words.send} title=${words.send} disabled=${text.trim() === ''}>
        <svg viewBox="0 0 20 20" aria-hidden="true"><path d="M10 16V4M5 9l5-5 5 5" /></svg>
      </button>
    </form>
  </footer>`
}

function Menu({ words, command, choose, open, close }) {
  const send = name => {
    command(name)
    close()
  }
  return html`<div class="panel menu">
    <label class="choice file-choice">${words.photo}<input type="file" multiple data-testid="file" accept="image/*,video/*,audio/*,.pdf" onChange=${choose} /></label>
    <button type="button" class="choice" data-testid="share-contact" onClick=${() => open('contact')}>${words.contact}</button>
    <button type="button" class="choice" data-testid="share-location" onClick=${() => open('location')}>${words.location}</button>
    ${Object.entries(words.commands).map(
      ([name, label]) =>
        html`<button type="button" class="choice command" key=${name} data-testid=${`command-${name}`} title=${label} onClick=${() => send(name)}>/${name}</button>`,
    )}
  </div>`
}

function ContactForm({ words, share, close }) {
  const submit = event => {
    event.preventDefault()
    const form = new FormData(event.target)
    share(String(form.get('name')).trim(), String(form.get('phone')).trim())
  }
  return html`<form class="panel" onSubmit=${submit}>
    <label class="field">${words.name}<input name="name" required maxlength="100" value=${words.sampleName} /></label>
    <label class="field">${words.phone}<input name="phone" required minlength="3" maxlength="30" inputmode="tel" value=${words.samplePhone} /></label>
    <div class="row"><button class="primary" data-testid="contact-send">${words.share}</button><button type="button" class="quiet" onClick=${close}>${words.cancel}</button></div>
  </form>`
}

function PlaceForm({ words, share, close }) {
  const submit = event => {
    event.preventDefault()
    share(Number(new FormData(event.target).get('place')))
  }
  return html`<form class="panel" onSubmit=${submit}>
    <label class="field">${words.place}
      <select name="place">${words.places.map((place, at) => html`<option value=${at} key=${place}>${place}</option>`)}</select>
    </label>
    <div class="row"><button class="primary" data-testid="location-send">${words.share}</button><button type="button" class="quiet" onClick=${close}>${words.cancel}</button></div>
  </form>`
}
