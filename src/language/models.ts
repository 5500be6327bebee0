import { isOneSlip } from './spelling.ts'

export type FoundModel = { readonly model: string; readonly start: number; readonly end: number }

/** Finds a model number in a folded text; `asked` when the question was for one, then less is needed. */
export type FindModel = (text: string, asked: boolean) => FoundModel | undefined

const CANDIDATE = /(?<![\p{Script=Latin}\d])([a-z]{1,6}(?:[ -]?\d[a-z0-9]*)(?:[-/][a-z0-9]+)*)(?![a-z0-9])/gu
const LOOKS_LIKE = /^[A-Z]{2,6}-?\d{2,5}[A-Z0-9]*(?:[-/][A-Z0-9]+)*$/
const OTHER =
  /(?:order|case|ticket|serial|sn|invoice|订单|单号|工单|序列号|编号|机号)(?:[^\p{L}\d]|no|number|号|is|是){0,8}$/u
const NOT_MODELS =
  /^(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec|no|at|to|by|room|after|before|unit|flat|apt|mp|ipv|wifi|covid|room|step|option)-?\d/i
/** Characters that are read for each other on a nameplate. */
const CONFUSED: Readonly<Record<string, string>> = { O: '0', I: '1', L: '1', S: '5', Z: '2', B: '8', Q: '0' }
const SHORTEST_SLIP = 5
const SHORTEST_PREFIX = 5

export function createFindModel(models: readonly string[]): FindModel {
  const catalogue = models.map(model => ({ model, key: keyOf(model) }))
  return (text, asked) => {
    if (!/\d/.test(text)) return undefined
    for (const match of text.matchAll(CANDIDATE)) {
      const written = match[1] ?? ''
      const start = match.index
      const found = nearest(catalogue, keyOf(written)) ?? generic(written, text.slice(0, start), asked)
      if (found !== undefined) return { model: found, start, end: start + written.length }
    }
    return undefined
  }
}

function keyOf(model: string): string {
  return model.toUpperCase().replace(/[\s/-]/g, '')
}

type Entry = { readonly model: string; readonly key: string }

/** The one model of the catalogue that is written, begun, or misread by a character. Another digit is another model. */
function nearest(catalogue: readonly Entry[], key: string): string | undefined {
  const exact = catalogue.find(entry => entry.key === key)
  if (exact) return exact.model
  const plain = unconfused(key)
  return (
    only(catalogue, entry => unconfused(entry.key) === plain) ??
    only(catalogue, entry => key.length >= SHORTEST_PREFIX && entry.key.startsWith(key)) ??
    only(
      catalogue,
      entry => key.length >= SHORTEST_SLIP && digits(entry.key) === digits(key) && isOneSlip(entry.key, key),
    )
  )
}

function only(catalogue: readonly Entry[], fits: (entry: Entry) => boolean): string | undefined {
  const fitting = catalogue.filter(fits)
  return fitting.length === 1 ? fitting[0]?.model : undefined
}

function unconfused(key: string): string {
  return key.replace(/[OILSZBQ]/g, letter => CONFUSED[letter] ?? letter)
}

function digits(key: string): string {
  return key.replace(/\D/g, '')
}

function generic(written: string, before: string, asked: boolean): string | undefined {
  const model = written.toUpperCase()
  if (written.includes(' ') || NOT_MODELS.test(written)) return undefined
  if (OTHER.test(before)) return undefined
  if (LOOKS_LIKE.test(model)) return model
  return asked && /[A-Z]/.test(model) && digits(model).length >= 2 ? model : undefined
}
