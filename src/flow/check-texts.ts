/** Texts: readable ICU, placeholders that exist and can be read aloud, and lengths the platforms take. */

import { pathProblems } from './check-names.ts'
import { type Checking, fault, filePart, fixedChoices, partOf, stepPart, stepsOf } from './checking.ts'
import { LANGUAGES, type Language, type Place, type Problem, type Text } from './flow.ts'
import { REPAIR_TEXTS, type RepairText } from './repair-content.ts'
import { alwaysShown, longestMessage, placeholdersOf, plainPlaceholdersOf, problemOf } from './text.ts'
import { widthOfPath } from './width.ts'

/** One text of the catalogue. `extra` are placeholders that only exist there. */
type Found = {
  readonly text: Text
  readonly at: (language: Language) => Place
  readonly use: Use
  readonly extra: readonly string[]
}

/** What a text is for decides how long it may be. */
type Use = 'message' | 'button' | 'command'

/** Repair texts that label a button, and those the engine fills with more than slots. */
const REPAIR_BUTTONS: ReadonlySet<RepairText> = new Set([
  'none-of-these',
  'person',
  'yes',
  'no',
  'unknown',
  'share-contact',
  'share-location',
  'skip',
])
const REPAIR_EXTRA: Readonly<Partial<Record<RepairText, readonly string[]>>> = {
  corrected: ['slot', 'value'],
  noted: ['slot', 'value'],
}

export function checkTexts(checking: Checking): Problem[] {
  return textsOf(checking).flatMap(found => [
    ...LANGUAGES.flatMap(language => messageProblems(checking, found, language)),
    ...untranslated(found),
  ])
}

function textsOf({ content }: Checking): Found[] {
  const found: Found[] = []
  const add = (
    text: Text,
    at: (language: Language) => Place,
    use: Use = 'message',
    extra: readonly string[] = [],
  ): void => {
    found.push({ text, at, use, extra })
  }
  for (const flow of content.flows.values()) {
    if (flow.title !== undefined) add(flow.title, language => partOf(content, flow, 'title', language), 'button')
  }
  for (const { flow, step, index } of stepsOf(content)) {
    if (step.kind !== 'say' && step.kind !== 'ask') continue
    add(step.say, language => stepPart(content, flow, index, 'say', language))
    if (step.kind === 'say') continue
    if (step.again !== undefined) add(step.again, language => stepPart(content, flow, index, 'again', language))
    for (const [number, choice] of fixedChoices(step).entries()) {
      add(choice.label, language => stepPart(content, flow, index, 'choices', number, language), 'button')
    }
    if (step.other !== undefined) {
      add(step.other.label, language => stepPart(content, flow, index, 'other', language), 'button')
    }
  }
  for (const name of REPAIR_TEXTS) {
    const at = (language: Language): Place => filePart(content, 'repair.yaml', 'texts', name, language)
    add(content.repair.texts[name], at, repairUse(name), REPAIR_EXTRA[name])
  }
  return found
}

function repairUse(name: RepairText): Use {
  if (name.startsWith('command.')) return 'command'
  return REPAIR_BUTTONS.has(name) ? 'button' : 'message'
}

function messageProblems(checking: Checking, found: Found, language: Language): Problem[] {
  const message = found.text[language]
  const place = found.at(language)
  const unreadable = problemOf(message)
  if (unreadable !== undefined) return [fault(place, `the text cannot be read: ${told(unreadable)}`, MEND_ICU)]
  const names = placeholdersOf(message).filter(path => !found.extra.includes(path))
  return [
    ...names.flatMap(path => pathProblems(checking, path, place)),
    ...(names.length > 0 || /\{/.test(message) ? quotedPlaceholders(message, place) : []),
    ...plainPlaceholdersOf(message).flatMap(path => unspeakable(checking, path, place)),
    ...lengthProblems(checking, found, message, place),
  ]
}

/** What one language tells outside of plural and select, the other tells somewhere too. */
function untranslated({ text, at }: Found): Problem[] {
  return LANGUAGES.flatMap(language => {
    const other = LANGUAGES.find(each => each !== language) ?? language
    const told = new Set(placeholdersOf(text[language]))
    return alwaysShown(text[other])
      .filter(path => !told.has(path) && problemOf(text[language]) === undefined)
      .map(path => {
        const what = `{${path}} is told in ${other} and not in ${language}`
        return fault(at(language), what, `tell it in both languages`)
      })
  })
}

const MEND_ICU = 'write placeholders as {slot.path}; every plural and select needs an `other {…}`'

function told(code: string): string {
  return code.toLowerCase().replaceAll('_', ' ')
}

/** An apostrophe before a brace makes ICU show the placeholder itself. */
function quotedPlaceholders(message: string, place: Place): Problem[] {
  const match = /'\{[A-Za-z][\w.]*/.exec(message)
  if (match === null) return []
  return [fault(place, `the apostrophe makes \`${match[0].slice(1)}}\` plain text`, "write ’ instead of ' before {")]
}

/** Values that mean nothing to a customer when they are shown as they are. */
function unspeakable({ types }: Checking, path: string, place: Place): Problem[] {
  const name = path.replace(/^slots\./, '')
  const type = types.get(name)
  if (type === 'yes-no') {
    return [fault(place, `{${path}} would read "true"`, `write {${path}, select, true {…} other {…}}`)]
  }
  if (type === 'photo') return [fault(place, `{${path}} would read the ids of files`, 'take it out')]
  if (name === 'now' || /[a-z]At$/.test(name)) {
    return [fault(place, `{${path}} would read as a long number`, `write {${path}, date, ::MMMdEjm}`)]
  }
  return []
}

function lengthProblems({ world, types }: Checking, found: Found, message: string, place: Place): Problem[] {
  const longest = longestMessage(message, path => widthOfPath(path, types))
  const { limits } = world
  const limit = { message: limits.text, button: limits.button, command: limits.commandAbout }[found.use]
  if (longest <= limit) return []
  const what = { message: 'a text', button: 'a button', command: "a command's line" }[found.use]
  return [
    fault(
      place,
      `${what} of up to ${longest} characters, and the platforms take ${limit}`,
      `shorten it by ${longest - limit}`,
    ),
  ]
}
