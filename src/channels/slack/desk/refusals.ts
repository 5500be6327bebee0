/** Why something was not done, in words. */
import type { DeskRefusal } from '../../../desk/command.ts'
import { fieldWords } from '../../../desk/visit-field-words.ts'
import { optionText } from '../../../desk/visit-form-words.ts'
import type { Text, Value, Values } from '../../../flow/flow.ts'
import { escapeText, plainSection, shorten } from '../blocks.ts'
import { word } from './house-words.ts'
import { type Drawn, type Look, technicianName, time } from './look.ts'
import { say, type WordKey } from './words.ts'

/** What the desk in Slack itself has to say, to one person. */
export type DeskNotice =
  /** Whoever pressed, posted or asked is not staff. */
  | 'not-staff'
  /** Slack could not say who is staff: nothing was done. */
  | 'unsure'
  /** It could not be stored: nothing was done, please once more. */
  | 'not-stored'
  /** The escalation is over: nobody can be written to here. */
  | 'over'
  /** The chosen person is not staff. */
  | 'stranger-chosen'
  /** The subject, or what was asked about it, is not there any more. */
  | 'gone'

/** A command was refused. */
export function drawRefusal(why: DeskRefusal, values: Values | undefined, look: Look): Drawn {
  return draw(refusalText(why, values ?? {}, look))
}

export function drawNotice(notice: DeskNotice, look: Look): Drawn {
  return draw(noticeText(notice, look))
}

/** As `drawNotice`, for an error beside a field of a form. */
export function noticeText(notice: DeskNotice, { language }: Look): string {
  return say(language, notice)
}

function draw(text: string): Drawn {
  return { text: escapeText(shorten(text, MOST)), blocks: [plainSection(text)] }
}

/** Characters of a refusal: names in it may be long. */
const MOST = 500

function refusalText(why: DeskRefusal, values: Values, look: Look): string {
  const { language } = look
  const comma = say(language, 'comma')
  switch (why) {
    case 'already-claimed':
    case 'not-yours': {
      if (!isName(values.by)) return say(language, `${why}.unnamed`)
      const { by, assign } = values
      return say(language, why === 'not-yours' && assign === true ? 'not-yours.assign' : why, { by })
    }
    case 'not-trained': {
      const candidates = names(values.candidates).map(id => technicianName(id, look))
      return candidates.length === 0
        ? say(language, why)
        : say(language, 'not-trained.candidates', { candidates: candidates.join(comma) })
    }
    case 'window-taken':
      return isName(values.technician)
        ? say(language, why, { technician: technicianName(values.technician, look) })
        : say(language, 'window-taken.unnamed')
    case 'form-incomplete':
      return listed(why, 'form-incomplete.missing', 'missing', names(values.missing).map(fieldName), look)
    case 'checklist-incomplete':
      return listed(why, 'checklist-incomplete.missing', 'missing', names(values.missing).map(optionName), look)
    case 'details-wrong':
      return listed(why, 'details-wrong.fields', 'fields', names(values.fields).map(fieldName), look)
    case 'too-early':
      return typeof values.notBefore === 'number'
        ? say(language, 'too-early.until', { time: time(values.notBefore, look) })
        : say(language, why)
    case 'warning': {
      const warnings = WARNINGS.filter(warning => names(values.warnings).includes(warning))
      return warnings.length === 0
        ? say(language, why)
        : warnings.map(one => say(language, `warning.${one}`)).join('\n')
    }
    case 'not-allowed': {
      const roles = names(values.roles).map(role => word(language, 'role', role))
      return roles.length === 0 ? say(language, why) : say(language, 'not-allowed.roles', { roles: roles.join(comma) })
    }
    default:
      return say(language, why)
  }
}

const WARNINGS = ['billing-conflict', 'old-part-untagged'] as const

const fieldName = (name: string): Text => fieldWords(name).label
const optionName = (code: string): Text => optionText(code)

/** What is wanting by its names, or the bare sentence where nothing is named. */
function listed(bare: WordKey, named: WordKey, key: string, wanting: readonly Text[], look: Look): string {
  const { language } = look
  if (wanting.length === 0) return say(language, bare)
  return say(language, named, { [key]: wanting.map(one => one[language]).join(say(language, 'comma')) })
}

function isName(value: Value | undefined): value is string {
  return typeof value === 'string' && value.trim() !== ''
}

function names(value: Value | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter(isName) : []
}
