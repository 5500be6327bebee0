/** The customer's side: a phone with the conversation in it. */
import { CHAT } from './chat-words.js'
import { Composer } from './composer.js'
import { useConversation } from './conversation.js'
import { day, initials, time, unbroken } from './format.js'
import { html, useEffect, useRef, useState } from './preact.js'

/** @param {{ customer: import('./customers.js').Customer, name: string, zone: string, now(): number, subscribe: any }} props */
export function Chat({ customer, name, zone, now, subscribe }) {
  const words = CHAT[customer.language]
  const { lines, loaded, typing, post } = useConversation(customer, name, subscribe)
  const [asked, setAsked] = useState(null)
  const say = text => post({ kind: 'text', text }, { text, at: now() })
  const tap = token => post({ kind: 'tap', token })
  const command = (commandName, payload = '') =>
    post({ kind: 'command', name: commandName, payload }, { text: `/${commandName}`, at: now() })
  return html`<section class="phone" lang=${customer.language} aria-label=${words.messages}>
    <header class="phone-head">
      <img class="phone-logo" src="/playground/page/icon.svg" alt="" />
      <div>
        <h2>${words.assistant}</h2>
        <p>${typing ? words.typing : words.about}</p>
      </div>
      <span class="avatar" title=${name} aria-hidden="true">${initials(name)}</span>
    </header>
    ${
      loaded && lines.length === 0
        ? html`<${Welcome} words=${words} say=${say} start=${() => command('start')} />`
        : html`<${Lines} ...${{ lines, typing, words, zone, tap, now }} language=${customer.language} ask=${setAsked} />`
    }
    <${Composer} key=${customer.id} ...${{ words, post, say, command, now, asked }} onAsked=${() => setAsked(null)} />
  </section>`
}

function Welcome({ words, say, start }) {
  return html`<div class="welcome">
    <p class="welcome-hello">${words.hello}</p>
    <p class="muted">${words.hint}</p>
    ${words.examples.map(
      example =>
        html`<button type="button" class="choice" data-testid="example" onClick=${() => say(example)}>${example}</button>`,
    )}
    <button type="button" class="primary" data-testid="start" onClick=${start}>${words.start}</button>
  </div>`
}

function Lines({ lines, typing, words, zone, language, tap, now, ask }) {
  const [since] = useState(now)
  const box = useRef(null)
  const last = lines.at(-1)
  useStayAtEnd(box, `${last?.id} ${last?.from} ${last?.settled} ${last?.text} ${typing} ${lines.length}`)
  return html`<div class="lines" ref=${box} role="log" aria-live="polite" aria-label=${words.messages} tabindex="0">
    ${lines.map((line, at) => {
      const today = day(line.at, language, zone)
      const before = at === 0 ? '' : day(lines[at - 1].at, language, zone)
      return html`${today !== before && html`<p class="date" key=${`day-${line.id}`}><span>${today}</span></p>`}
        <${Line} key=${line.id} ...${{ line, words, tap, ask }} fresh=${line.at >= since} at=${time(line.at, language, zone)} latest=${line === last} />`
    })}
    ${typing && html`<div class="line bot" key="typing" data-testid="typing"><div class="bubble dots" aria-label=${words.typing}><i></i><i></i><i></i></div></div>`}
  </div>`
}

/** Shows the newest line whenever `mark` changes, and when the room for the lines shrinks. */
function useStayAtEnd(box, mark) {
  useEffect(() => {
    if (mark) box.current.scrollTop = box.current.scrollHeight
  }, [mark, box])
  useEffect(() => {
    const toEnd = () => {
      if (box.current) box.current.scrollTop = box.current.scrollHeight
    }
    const watch = new ResizeObserver(toEnd)
    watch.observe(box.current)
    // A photo has no height before it is there.
    box.current.addEventListener('load', toEnd, true)
    return () => watch.disconnect()
  }, [box])
}

function Line({ line, words, tap, ask, at, fresh, latest }) {
  const [pressed, setPressed] = useState(null)
  const press = async token => {
    setPressed(token)
    await tap(token)
    setPressed(null)
  }
  return html`<div class="line ${line.from} ${fresh ? 'fresh' : ''}" data-testid="message" data-from=${line.from}>
    <div class="bubble">
      ${line.from === 'agent' && html`<span class="who">${words.person}</span>`}
      ${(line.files ?? []).map((file, place) => html`<${Kept} key=${place} file=${file} />`)}
      ${line.text && html`<${Words} text=${line.text} />`}
      ${line.deleted && html`<span class="gone">${words.deleted}</span>`}
      <time>${line.edited && html`<span class="edited">${words.edited}</span> `}${at}</time>
    </div>
    ${line.settled && html`<p class="settled" data-testid="settled"><span aria-hidden="true">✓</span> ${line.settled}</p>`}
    ${
      line.buttons?.length > 0 &&
      line.settled === undefined &&
      html`<div class="choices">
        ${line.buttons.map(
          button =>
            html`<button type="button" class="choice ${pressed === button.token ? 'pressed' : ''}" data-testid="choice" key=${button.token} disabled=${pressed !== null} onClick=${() => press(button.token)}>${button.label}</button>`,
        )}
      </div>`
    }
    ${
      line.request &&
      latest &&
      html`<div class="choices">
        <button type="button" class="choice" data-testid="request" onClick=${() => ask(line.request.kind)}>${line.request.label}</button>
      </div>`
    }
    ${line.failed && html`<p class="not-sent">${words.notSent} <button type="button" class="link" onClick=${line.failed}>${words.again}</button></p>`}
  </div>`
}

/** Two coordinates and nothing else are a place on the map. */
const PLACE = /^(-?\d{1,2}(?:\.\d+)?), (-?\d{1,3}(?:\.\d+)?)$/

export function Words({ text }) {
  const [, latitude, longitude] = PLACE.exec(text) ?? []
  if (longitude === undefined) return html`<span class="text">${unbroken(text)}</span>`
  const map = `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=16/${latitude}/${longitude}`
  return html`<a class="place" href=${map} target="_blank" rel="noopener noreferrer"><${Pin} /> ${text}</a>`
}

const Pin = () =>
  html`<svg class="clip" viewBox="0 0 20 20" aria-hidden="true"><path d="M10 18s6-5.6 6-10A6 6 0 0 0 4 8c0 4.4 6 10 6 10Z" /><circle cx="10" cy="8" r="2" /></svg>`

export const Clip = () =>
  html`<svg class="clip" viewBox="0 0 20 20" aria-hidden="true"><path d="m16 9-6.5 6.5a3.8 3.8 0 0 1-5.4-5.4L11 3.2a2.5 2.5 0 0 1 3.6 3.6L8 13.4a1.2 1.2 0 0 1-1.8-1.8l5.8-5.8" /></svg>`

/** A photo is fetched after the turn that brought it, so it may not be there at first. */
const MOST_TRIES = 5

function Kept({ file }) {
  const [missing, setMissing] = useState(false)
  const [tries, setTries] = useState(0)
  useEffect(() => {
    if (!missing || tries === MOST_TRIES) return undefined
    const later = setTimeout(() => {
      setTries(tries + 1)
      setMissing(false)
    }, 1500)
    return () => clearTimeout(later)
  }, [missing, tries])
  const name = html`<${Clip} /> ${file.name ?? file.kind}`
  if (file.media === undefined || missing) return html`<span class="file">${name}</span>`
  const address = `/playground/media/${file.media}`
  if (file.kind !== 'photo') return html`<a class="file" href=${address} download=${file.name ?? ''}>${name}</a>`
  return html`<img class="photo" src=${address} alt=${file.name ?? ''} onError=${() => setMissing(true)} />`
}
