/** The columns of the CSV files (docs/import.md), and how their cells are read. */
import { WEEKDAYS } from '../service/local-time.ts'

type Cell = { readonly value: unknown } | { readonly what: string; readonly mend: string }

export type Column = {
  readonly name: string
  /** Where its value goes in the entry. */
  readonly path: readonly string[]
  /** The value of a trimmed cell; undefined leaves the key out. */
  readonly read: (cell: string) => Cell
  /** The column must be there, and no cell of it blank. */
  readonly isNeeded?: boolean
}

/** Between the items of one cell. */
const BETWEEN = '|'

const words = (cell: string): string[] =>
  cell
    .split(BETWEEN)
    .map(word => word.trim())
    .filter(word => word !== '')

const text = (cell: string): Cell => ({ value: cell === '' ? undefined : cell })
const list = (cell: string): Cell => ({ value: words(cell) })
const listOrNone = (cell: string): Cell => ({ value: cell === '' ? undefined : words(cell) })

function number(cell: string): Cell {
  if (cell === '') return { value: undefined }
  const value = Number(cell)
  return Number.isFinite(value)
    ? { value }
    : { what: `"${cell}" is no number`, mend: 'Write digits, with a point before decimals.' }
}

function yesOrNo(cell: string): Cell {
  if (cell === '') return { value: undefined }
  if (/^(yes|true|1|是)$/i.test(cell)) return { value: true }
  if (/^(no|false|0|否)$/i.test(cell)) return { value: false }
  return { what: `"${cell}" is neither yes nor no`, mend: 'Write yes or no.' }
}

/** `Shanghai|Suzhou=80`: words of addresses, some with their kilometres. */
function areas(cell: string): Cell {
  const items = words(cell).map(item => {
    const [, word, km] = /^(.+?)\s*=\s*([\d.]+)$/.exec(item) ?? []
    return word === undefined ? item : { word, km: Number(km) }
  })
  return items.some(item => typeof item === 'string' && item.includes('='))
    ? { what: 'a distance is no number', mend: 'Write a word and its kilometres like Suzhou=80.' }
    : { value: items }
}

/** `30=2h|200=6h`: kilometres, and how long it takes up to there at most. */
function tiers(cell: string): Cell {
  if (cell === '') return { value: undefined }
  const items = words(cell).map(item => /^([\d.]+)\s*=\s*(\w+)$/.exec(item))
  return items.includes(null)
    ? { what: 'a tier is not readable', mend: 'Write kilometres and time like 30=2h|200=6h.' }
    : { value: items.map(item => ({ upToKm: Number(item?.[1]), within: item?.[2] })) }
}

/** `2026-12-24/2026-12-27|2027-01-02T12:00/2027-01-02T18:00`; one day alone is from and to. */
function absences(cell: string): Cell {
  if (cell === '') return { value: undefined }
  return {
    value: words(cell).map(item => {
      const [from = '', to = from] = item.split('/').map(part => part.trim())
      return { from, to }
    }),
  }
}

const needed = (name: string, path: readonly string[], read = text): Column => ({ name, path, read, isNeeded: true })
const optional = (name: string, path: readonly string[], read = text): Column => ({ name, path, read })

export const OUTLET_COLUMNS: readonly Column[] = [
  needed('id', ['id']),
  needed('name_en', ['name', 'en']),
  needed('name_zh', ['name', 'zh']),
  needed('zone', ['zone']),
  optional('areas_en', ['areas', 'en'], areas),
  optional('areas_zh', ['areas', 'zh'], areas),
  optional('latitude', ['location', 'latitude'], number),
  optional('longitude', ['location', 'longitude'], number),
  optional('radius_km', ['radiusKm'], number),
  optional('slack_channel', ['slackChannel']),
  optional('tiers', ['tiers'], tiers),
  optional('products', ['products'], listOrNone),
  optional('holidays', ['holidays'], listOrNone),
]

export const TECHNICIAN_COLUMNS: readonly Column[] = [
  needed('id', ['id']),
  needed('outlet', ['outlet']),
  needed('name_en', ['name', 'en']),
  needed('name_zh', ['name', 'zh']),
  needed('permit_no', ['permitNo']),
  needed('skills', ['skills'], list),
  optional('phone', ['phone']),
  optional('buffer', ['buffer'], number),
  ...WEEKDAYS.map(day => optional(day, ['roster', day], list)),
  optional('absences', ['absences'], absences),
]

export const LOANER_COLUMNS: readonly Column[] = [
  needed('id', ['id']),
  needed('outlet', ['outlet']),
  needed('appliance', ['appliance']),
  needed('name_en', ['name', 'en']),
  needed('name_zh', ['name', 'zh']),
]

/** One line for each appliance; lines with the same phone are one customer. */
export const CUSTOMER_COLUMNS: readonly Column[] = [
  needed('phone', ['phone']),
  needed('language', ['language']),
  optional('name', ['name']),
  optional('address', ['address']),
  optional('appliance', ['appliances', '0', 'appliance']),
  optional('model', ['appliances', '0', 'model']),
  optional('serial', ['appliances', '0', 'serial']),
  optional('purchased_on', ['appliances', '0', 'purchasedOn']),
  optional('proven', ['appliances', '0', 'proven'], yesOrNo),
  optional('warranty_end', ['appliances', '0', 'warrantyEnd']),
  optional('profile', ['appliances', '0', 'profile']),
]
