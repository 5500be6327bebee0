/**
 * One customer's conversation as the chat shows it. The server's history is the truth; lines that were just written or
 * just arrived are kept beside it until the history has
 * them: ours by their id, the customer's because a history asked for after the post was answered must contain it.
 */
import { call, callAbout, calm } from './api.js'
import { useEffect, useMemo, useRef, useState } from './preact.js'

/** The typing sign goes away after this many milliseconds even if no answer comes (a person may own the conversation). */
const TYPING_AT_MOST = 6000

/**
 * @param {{ id: string, language: 'en' | 'zh' }} customer
 * @param {string} name
 * @param {(listener: (event: any) => void) => () => void} subscribe
 */
export function useConversation(customer, name, subscribe) {
  const [state, setState] = useState({ of: customer.id, history: [], fresh: [], loaded: false })
  const [typing, setTyping] = useState(false)
  const active = useRef(customer.id)
  active.current = customer.id

  const stored = useRef(new Set())
  /** Posts under way: a history that is read meanwhile may have their lines already, which would then stand there twice. */
  const posting = useRef(new Set())

  const load = useMemo(
    () =>
      calm(async () => {
        await Promise.allSettled(posting.current)
        const known = new Set(stored.current)
        const { lines } = await callAbout('history', customer.id).catch(() => ({ lines: null }))
        if (lines === null || active.current !== customer.id) return
        setState(old => ({
          of: customer.id,
          history: lines,
          fresh:
            old.of === customer.id
              ? old.fresh.filter(line => !known.has(line.id) && !lines.some(one => one.id === line.id))
              : [],
          loaded: true,
        }))
      }),
    [customer.id],
  )

  useEffect(() => {
    setTyping(false)
    void load()
    return subscribe(event => {
      if (event.kind === 'reconnected' || event.kind === 'clock') return void load()
      if (event.kind === 'changed') {
        if (!event.conversations.includes(customer.id)) return
        setTyping(false)
        return void load()
      }
      if (event.conversation !== customer.id) return
      setTyping(false)
      setState(old => withEvent(old, event))
      void load()
    })
  }, [customer.id, load, subscribe])

  useEffect(() => {
    if (!typing) return undefined
    const stop = setTimeout(() => setTyping(false), TYPING_AT_MOST)
    return () => clearTimeout(stop)
  }, [typing])

  /** Posts what the customer did; `shown` is the line to show at once (none for a tap). */
  const post = async (content, shown, id = crypto.randomUUID()) => {
    const line = shown && { id, from: 'customer', ...shown }
    if (line) setState(old => withLine(old, line))
    setTyping(true)
    const message = { id, conversation: customer.id, name, language: customer.language, content }
    const sent = call('messages', message).then(() => stored.current.add(id))
    posting.current.add(sent)
    try {
      await sent
      posting.current.delete(sent)
      void load()
    } catch {
      posting.current.delete(sent)
      setTyping(false)
      if (line) setState(old => withLine(old, { ...line, failed: () => post(content, shown, id) }))
    }
  }

  const mine = state.of === customer.id
  return {
    lines: mine ? withoutTaps([...state.history, ...state.fresh]) : [],
    loaded: mine && state.loaded,
    typing,
    post,
  }
}

/** A tap is already told by the check mark under its question. @param {any[]} lines */
function withoutTaps(lines) {
  let answer = ''
  return lines.filter(line => {
    if (line.from !== 'customer') {
      if (line.settled) answer = line.settled
      return true
    }
    const told = answer !== '' && line.text === answer
    if (told) answer = ''
    return !told
  })
}

/** @param {any} state @param {any} line */
function withLine(state, line) {
  if (state.history.some(known => known.id === line.id)) return state
  return { ...state, fresh: [...state.fresh.filter(known => known.id !== line.id), line] }
}

/** A line that came, or what became of one that is there. @param {any} state @param {any} event */
function withEvent(state, event) {
  if (event.kind === 'message') return withLine(state, event.line)
  const change = line => (line.id === event.message ? changed(line, event) : line)
  return { ...state, history: state.history.map(change), fresh: state.fresh.map(change) }
}

function changed(line, event) {
  if (event.kind === 'settle') return { ...line, buttons: undefined, settled: event.label }
  if (event.kind === 'edited') return { ...line, text: event.text, edited: true }
  const { id, conversation, at, from } = line
  return { id, conversation, at, from, deleted: true }
}
