/**
 * The shape of flow files as zod schemas: what `parse.ts` reads files with and what the editors' JSON Schema is made of.
 * Descriptions are the help an editor shows. Meaning across steps and files is `check.ts`.
 */
import { z } from 'zod'
import { SLOT_TYPES } from './flow.ts'
import { REPAIR_SIGNALS, REPAIR_TEXTS } from './repair-content.ts'

const KEBAB = /^[a-z0-9]+(-[a-z0-9]+)*$/
const NAME = /^[a-z][A-Za-z0-9]*$/
const STEP_ID = /^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$/
/** The store finds living messages by it. */
const LIVING = /^visit:/
const WHOLE = /^\{[A-Za-z][\w.]*\}$/

const CHOICES = 'must be a list of choices, or "{slot}" for a list that an action made'

const message = z.string().min(1)
const text = z
  .strictObject({ en: message.describe('English'), zh: message.describe('Simplified Chinese') })
  .describe('A text in both languages, in ICU MessageFormat. Placeholders: {visit.window}, {policy.booking.hold}.')
const words = z.array(z.string().min(1))
const bothWords = z.strictObject({ en: words, zh: words })
const someWords = z.strictObject({ en: words.optional(), zh: words.optional() })
const values = z.record(
  z.string().regex(NAME, 'is no slot name: small letter first, then letters and digits'),
  z.unknown(),
)
const flowName = z.string().regex(KEBAB, 'is no name of a flow: small letters and digits joined by `-`')
const stepId = z.string().regex(STEP_ID, 'is no step id: letters and digits joined by `-`')
const slotName = z.string().regex(NAME, 'is no slot name: small letter first, then letters and digits')
const go = stepId.describe('The id of the step to go to.')
const duration = z.string().min(1).describe('Path of a duration in policy.yaml, such as recheck.observation.')
const condition = z.string().min(1).describe('A condition in CEL over slots, policy, language and now.')

const startingValues = values.optional().describe('Slots the flow starts with; "{slot.path}" passes the value itself.')

const common = {
  id: stepId.optional().describe('Needed only where something jumps to this step or a test names it.'),
  when: condition.optional().describe('The step is passed over when this CEL condition is false.'),
}

const choice = z.strictObject({
  is: z.union([z.string(), z.number(), z.boolean()]).describe('The value stored in the slot.'),
  en: message.describe('Label of the button in English.'),
  zh: message.describe('Label of the button in Chinese.'),
  also: someWords.optional().describe('Other words that mean this choice.'),
  go: go.optional().describe('The step to go to when it is chosen; left out: the next step.'),
})

const other = z.strictObject({
  en: message.describe('Label of the button behind the choices in English.'),
  zh: message.describe('Label of the button in Chinese.'),
  also: someWords.optional().describe('Other words that mean the button.'),
  slot: slotName.describe('Words that hold a value for this slot and mean no choice fill it; the button empties it.'),
  go: go.describe('The step to go to in both cases.'),
})

export const stepShapes = {
  say: z
    .strictObject({
      say: text,
      living: z
        .string()
        .regex(LIVING, 'is no key of a living message: it begins with `visit:`')
        .optional()
        .describe(
          'Key of a message that is changed in place when it is said again: "visit:{visit.id}:{visit.revision}".',
        ),
      ...common,
    })
    .describe('Says something.'),
  ask: z
    .strictObject({
      ask: slotName.describe('The slot the answer goes to; the step is skipped when it is already filled.'),
      say: text.describe('The question.'),
      again: text.optional().describe('The question in other words, for somebody who was not understood.'),
      choices: z
        .union([z.array(choice).min(1), z.string().regex(WHOLE, CHOICES)], {
          error: CHOICES,
        })
        .optional()
        .describe('The answers to choose from: a list, or "{slot}" for a list that an action made.'),
      other: other.optional().describe('What may be said instead of a choice; needs `choices:`.'),
      request: z.enum(['contact', 'location']).optional().describe("The platform's own share button."),
      always: z.boolean().optional().describe('Asked even when the slot is already filled.'),
      verbatim: z.boolean().optional().describe('Whatever is said is the answer; needs `person: true`.'),
      safety: z.boolean().optional().describe('An answer may negate hazard words: "no smoke".'),
      person: z.boolean().optional().describe('A "talk to a person" button stands under the question.'),
      lasting: slotName.optional().describe('Buttons keep their meaning after the flow has ended and carry this slot.'),
      unknown: z.boolean().optional().describe('"I don\'t know" is an answer, stored as `unknown`.'),
      silent: z
        .strictObject({ after: duration, go })
        .optional()
        .describe('Where to go when nobody answers for so long.'),
      ...common,
    })
    .describe('Asks a question and waits for the answer.'),
  do: z
    .object({
      do: z.string().regex(KEBAB, 'is no name of an action').describe('An action, see docs/actions.md.'),
      with: values.optional().describe('Arguments; "{slot.path}" passes the value of the slot itself.'),
      failed: go.optional().describe('Where to go when the action broke.'),
      final: z.boolean().optional().describe('It cannot be taken back: "back" does not go behind it.'),
      ...common,
    })
    .catchall(go.describe('Where to go after this outcome of the action.'))
    .describe('Runs an action. Every outcome but ok, and `failed`, needs a branch.'),
  call: z
    .strictObject({
      call: flowName.describe('The flow to run; then the next step.'),
      with: startingValues,
      ...common,
    })
    .describe('Runs another flow and comes back.'),
  if: z
    .strictObject({
      if: condition,
      go: go.describe('Where to go when true.'),
      else: go.optional().describe('Where to go when false; left out: the next step.'),
      ...common,
    })
    .describe('Goes somewhere when a condition is true.'),
  go: z.strictObject({ go, ...common }).describe('Goes to a step.'),
  set: z.strictObject({ set: values.describe('Slots and their values; null empties a slot.'), ...common }),
  remind: z
    .strictObject({
      remind: flowName.describe('The flow that starts when the time has come.'),
      after: duration.optional().describe('So long after `from`: a duration of policy.yaml.'),
      before: duration.optional().describe('So long before `from`: a duration of policy.yaml.'),
      from: z.string().min(1).optional().describe('Slot path with an instant; left out: now.'),
      key: z.string().min(1).describe('A second timer of the same key replaces the first: "recheck:{case.id}".'),
      with: startingValues,
      quiet: z.boolean().optional().describe('Not in quiet hours.'),
      latest: duration.optional().describe('Quiet hours never shift it past this long after `from`.'),
      ...common,
    })
    .describe('Arms a timer.'),
  forget: z
    .strictObject({ forget: z.string().min(1).describe('The key of the timer.'), ...common })
    .describe('Drops a timer.'),
  'hand-over': z
    .strictObject({
      'hand-over': z.string().min(1).describe('Why a person is needed.'),
      priority: z.enum(['SAFETY', 'HIGH', 'MEDIUM', 'LOW']).optional().describe('How urgent; MEDIUM when left out.'),
      ...common,
    })
    .describe('Gives the conversation to a person; goes on at the next step when it is handed back.'),
  end: z
    .strictObject({ end: z.literal('all').nullable().describe('`all` ends what was open before, too.'), ...common })
    .describe('Ends the flow.'),
} as const

export type StepKind = keyof typeof stepShapes
/** In the order in which they decide: an ask has `say`, an if has `go`. */
export const STEP_KINDS: readonly StepKind[] = [
  'ask',
  'if',
  'remind',
  'do',
  'call',
  'hand-over',
  'forget',
  'set',
  'end',
  'say',
  'go',
]

const slotTable = z.strictObject({
  type: z.enum(SLOT_TYPES).describe('How an answer is read, see docs/flow-language.md.'),
  keep: z.enum(['customer', 'case', 'flow']).optional().describe('How long the slot lives; `case` when left out.'),
  called: bothWords.optional().describe('What a customer calls it when correcting it.'),
  corrected: go.optional().describe('The step to go to when it is corrected after it was answered.'),
})

const headFields = {
  flow: flowName.describe('Unique name; the file is called the same.'),
  about: z.string().min(1).describe('For people who read the flows.'),
  for: z
    .enum(['customer', 'technician'])
    .optional()
    .describe('Whose words and commands may start it; customer when left out.'),
  title: text.optional().describe('What customers see when they choose between flows.'),
  start: z
    .strictObject({
      command: z
        .strictObject({ name: z.string().min(1).describe('Slash command without the slash.'), about: text })
        .optional(),
      examples: bothWords.optional().describe('Sentences that start the flow, ten or more in each language.'),
    })
    .optional()
    .describe('How the flow starts; leave out when only other flows call it.'),
  sets: values.optional().describe('Slots filled before the first step.'),
  slots: z
    .record(
      slotName,
      z.union([z.enum(SLOT_TYPES), slotTable], { error: 'must be a type of slot or a table with `type`' }),
    )
    .optional()
    .describe('The slots this flow uses: a type, or a table with type, keep, called and corrected.'),
  cancelled: go.optional().describe('The step that tidies up when the customer cancels in the middle.'),
}

/** A flow file with its steps unread: each is read by the shape of its own kind, so that faults are told precisely. */
export const flowHead = z.strictObject({ ...headFields, steps: z.array(z.unknown()).min(1) })

/** A whole flow file, for editors. */
export const flowFile = z.strictObject({
  ...headFields,
  steps: z
    .array(z.union([z.literal('end').describe('Ends the flow.'), ...STEP_KINDS.map(kind => stepShapes[kind])]))
    .min(1)
    .describe('What happens, from top to bottom.'),
})

export const repairFile = z.strictObject({
  words: z.strictObject(Object.fromEntries(REPAIR_SIGNALS.map(name => [name, bothWords]))),
  texts: z.strictObject(Object.fromEntries(REPAIR_TEXTS.map(name => [name, text]))),
})

export const hazardsFile = z.strictObject({
  hazards: z.record(z.string().regex(KEBAB, 'is no kind of hazard: small letters joined by `-`'), bothWords),
})
