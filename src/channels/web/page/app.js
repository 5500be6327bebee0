/** The page: clock above, customer left, desk right, inspector as a drawer. */
import { call, calm, listen } from './api.js'
import { Chat } from './chat.js'
import { Clock } from './clock.js'
import { newCustomer, readActive, readCustomers, saveActive, saveCustomers } from './customers.js'
import { Desk } from './desk.js'
import { Inspector } from './inspector.js'
import { html, render, useCallback, useEffect, useMemo, useRef, useState } from './preact.js'
import { say } from './words.js'

const PAGE_LANGUAGE = 'aftercare.language'

function firstLanguage() {
  const stored = localStorage.getItem(PAGE_LANGUAGE)
  if (stored === 'en' || stored === 'zh') return stored
  return navigator.language.startsWith('zh') ? 'zh' : 'en'
}

/** One stream for the whole page; parts subscribe to it. */
function useServer() {
  const [online, setOnline] = useState(true)
  const listeners = useRef(new Set())
  const subscribe = useCallback(listener => {
    listeners.current.add(listener)
    return () => void listeners.current.delete(listener)
  }, [])
  useEffect(() => {
    const publish = event => {
      for (const listener of [...listeners.current]) listener(event)
    }
    const onOpen = () => {
      setOnline(true)
      publish({ kind: 'reconnected' })
    }
    return listen({ onEvent: publish, onOpen, onLost: () => setOnline(false) })
  }, [])
  return { online, subscribe }
}

function useClock(subscribe) {
  const [clock, setClock] = useState(null)
  const take = useCallback(state => setClock({ ...state, readAt: Date.now() }), [])
  useEffect(() => {
    const load = calm(() => call('clock').then(take, () => undefined))
    void load()
    return subscribe(load)
  }, [subscribe, take])
  const now = useCallback(() => (clock === null ? Date.now() : clock.now + (Date.now() - clock.readAt)), [clock])
  return { clock, take, now }
}

function useCustomers(language) {
  const [customers, setCustomers] = useState(() => {
    const known = readCustomers()
    if (known.length > 0) return known
    const first = [newCustomer([], language)]
    saveCustomers(first)
    return first
  })
  const [active, setActive] = useState(() => readActive() ?? customers.at(-1).id)
  const select = id => {
    saveActive(id)
    setActive(id)
  }
  const add = spoken => {
    const known = readCustomers()
    const customer = newCustomer(known, spoken)
    saveCustomers([...known, customer])
    setCustomers([...known, customer])
    select(customer.id)
  }
  /** The conversation changed its language (a customer asked for it). */
  const learnLanguage = useCallback((id, spoken) => {
    setCustomers(known => {
      if (!known.some(one => one.id === id && one.language !== spoken)) return known
      const changed = known.map(one => (one.id === id ? { ...one, language: spoken } : one))
      saveCustomers(changed)
      return changed
    })
  }, [])
  const customer = customers.find(one => one.id === active) ?? customers[0]
  return { customers, customer, select, add, learnLanguage }
}

function App() {
  const [language, setLanguage] = useState(firstLanguage)
  const [side, setSide] = useState('chat')
  const [inspecting, setInspecting] = useState(false)
  const [problem, setProblem] = useState('')
  const { online, subscribe } = useServer()
  const { clock, take, now } = useClock(subscribe)
  const { customers, customer, select, add, learnLanguage } = useCustomers(language)
  const zone = clock?.zone ?? 'UTC'
  const nameOf = useMemo(() => one => say(one.language, 'customerName', { number: one.number }), [])
  useEffect(() => {
    localStorage.setItem(PAGE_LANGUAGE, language)
    document.documentElement.lang = language === 'zh' ? 'zh-Hans' : 'en'
    document.title = say(language, 'product')
  }, [language])
  useEffect(
    () => subscribe(event => event.kind === 'message' && learnLanguage(event.conversation, event.language)),
    [subscribe, learnLanguage],
  )
  const name = nameOf(customer)
  const common = { language, zone, subscribe }
  return html`<header class="bar">
      <div class="brand">
        <img src="/playground/page/icon.svg" alt="" />
        <h1>${say(language, 'product')}</h1>
        <span class="tag">${say(language, 'playground')}</span>
      </div>
      <${Clock} ...${{ clock, language }} onMoved=${state => [take(state), setProblem('')]} onProblem=${() => setProblem('failed')} />
      <div class="row tools">
        <button type="button" data-testid="inspector-toggle" aria-expanded=${inspecting} aria-controls="inspector" onClick=${() => setInspecting(!inspecting)}>${say(language, 'inspector')}</button>
        <${LanguageSwitch} ...${{ language, setLanguage }} />
      </div>
    </header>
    ${(!online || problem) && html`<p class="banner" role="alert">${say(language, online ? problem : 'offline')}</p>`}
    <nav class="sides">
      ${['chat', 'desk'].map(
        one =>
          html`<button type="button" key=${one} data-testid=${`side-${one}`} aria-pressed=${side === one} onClick=${() => setSide(one)}>${say(language, `${one}Tab`)}</button>`,
      )}
    </nav>
    <main class="sides-${side}${inspecting ? ' with-inspector' : ''}">
      <div class="customer-side">
        <${CustomerSwitch} ...${{ customers, customer, select, add, language, nameOf }} />
        <${Chat} ...${{ customer, name, zone, now, subscribe }} />
      </div>
      <${Desk} ...${common} now=${now} />
      ${inspecting && html`<${Inspector} ...${common} conversation=${customer.id} name=${name} onClose=${() => setInspecting(false)} />`}
    </main>`
}

function LanguageSwitch({ language, setLanguage }) {
  return html`<div class="switch" role="group" aria-label=${say(language, 'pageLanguage')}>
    ${['en', 'zh'].map(
      one =>
        html`<button type="button" key=${one} lang=${one} data-testid=${`language-${one}`} aria-pressed=${language === one} onClick=${() => setLanguage(one)}>${one === 'en' ? 'EN' : '中文'}</button>`,
    )}
  </div>`
}

function CustomerSwitch({ customers, customer, select, add, language, nameOf }) {
  return html`<div class="row spread customer-switch">
    <select data-testid="customer" aria-label=${say(language, 'customer')} value=${customer.id} onChange=${event => select(event.target.value)}>
      ${customers.map(one => html`<option key=${one.id} value=${one.id} selected=${one.id === customer.id}>${nameOf(one)}</option>`)}
    </select>
    <div class="row" role="group" aria-label=${say(language, 'newCustomerSpeaks')}>
      <span class="muted new-customer">${say(language, 'newCustomer')}</span>
      <button type="button" data-testid="new-customer-en" lang="en" onClick=${() => add('en')}>+ English</button>
      <button type="button" data-testid="new-customer-zh" lang="zh" onClick=${() => add('zh')}>+ 中文</button>
    </div>
  </div>`
}

render(html`<${App} />`, document.getElementById('app'))
