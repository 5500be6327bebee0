/** What the forms of a visit offer to choose from, and the forms as the page draws them. Pure. */
import type { Text } from '../flow/flow.ts'
import type { Service } from '../service/service.ts'
import type { VisitMove } from './command.ts'
import { type FieldWords, fieldWords } from './visit-field-words.ts'
import { MOVE_WORDS, type MoveWords, optionText } from './visit-form-words.ts'
import { type Field, type FormFacts, formOf, type Offer } from './visit-forms.ts'

export type Offered = { readonly value: string; readonly label: Text }
/** `windows` is empty on a card: free ones are looked for when somebody asks for them (`Board.windows`). */
export type Offers = Readonly<Record<Offer, readonly Offered[]>>

/** A field with its words and, where it has codes of its own, theirs. */
export type ShownField = Field & FieldWords & { readonly choices?: readonly Offered[] }
export type ShownForm = MoveWords & { readonly fields: readonly ShownField[] }

export function offersOf(
  { candidates, appliance }: { readonly candidates: readonly string[]; readonly appliance: string | null },
  { outlets, policy, products }: Pick<Service, 'outlets' | 'policy' | 'products'>,
): Offers {
  const nameOf = (id: string) => outlets.technicians.find(one => one.id === id)?.name ?? { en: id, zh: id }
  const fits = (appliances: readonly string[]) =>
    appliances.length === 0 || appliance === null || appliances.includes(appliance)
  const parts = products.parts.filter(part => fits(part.appliances))
  return {
    technicians: candidates.map(value => ({ value, label: nameOf(value) })),
    checklist: policy.dispatch.checklist.map(named),
    windows: [],
    tariff: [...products.tariff, ...parts].map(({ code, name, price }) => ({
      value: code,
      label: priced(name, price),
    })),
    parts: Object.keys(products.warranty[appliance ?? ''] ?? {})
      .filter(part => part !== 'set')
      .map(named),
    loaners: [],
  }
}

function named(value: string): Offered {
  return { value, label: optionText(value) }
}

function priced(name: Text, price: number): Text {
  return { en: `${name.en} · ¥${price}`, zh: `${name.zh} · ¥${price}` }
}

/** The form of each of these moves. */
export function shownForms(moves: readonly VisitMove[], facts: FormFacts): Partial<Record<VisitMove, ShownForm>> {
  return Object.fromEntries(
    moves.map(move => [move, { ...MOVE_WORDS[move], fields: formOf(move, facts).map(shownField) }]),
  )
}

function shownField(field: Field): ShownField {
  return { ...field, ...fieldWords(field.name), ...(field.options && { choices: field.options.map(named) }) }
}

/** Codes that stand on a card, in words. */
export function codesOf(codes: readonly (string | null | undefined)[]): Readonly<Record<string, Text>> {
  return Object.fromEntries(codes.flatMap(code => (code ? [[code, optionText(code)] as const] : [])))
}
