/** How flows begin and how people get out: titles, commands, the flow for danger, the way to a person, button tokens. */
import { type Checking, fault, filePart, fixedChoices, partOf, stepPart, stepsOf } from './checking.ts'
import { type AskStep, type Flow, LANGUAGES, type Place, type Problem } from './flow.ts'

export function checkStart(checking: Checking): Problem[] {
  return [
    ...names(checking),
    ...titles(checking),
    ...commands(checking),
    ...danger(checking),
    ...wayToPerson(checking),
    ...buttons(checking),
    ...zone(checking),
  ]
}

/** Names that timers of the engine and of the desk bear instead of a flow's. */
const RESERVED = new Set(['silent', 'desk'])

function names({ content }: Checking): Problem[] {
  return [...content.flows.values()]
    .filter(({ name }) => RESERVED.has(name))
    .map(flow =>
      fault(partOf(content, flow, 'flow'), `timers of the assistant are called \`${flow.name}\``, 'rename the flow'),
    )
}

function titles({ content }: Checking): Problem[] {
  return [...content.flows.values()].flatMap(flow => {
    const { examples } = flow.start
    const place = partOf(content, flow, 'start', 'examples')
    const counts = LANGUAGES.map(language => examples[language].length)
    const problems: Problem[] = []
    if (counts.some(count => count > 0) && flow.title === undefined) {
      problems.push(fault(place, 'customers can start this flow, and it has no title', 'add `title: { en: …, zh: … }`'))
    }
    for (const language of LANGUAGES) {
      if (examples[language].length === 0 && counts.some(count => count > 0)) {
        const what = `there are no examples in ${language}`
        problems.push(fault(place, what, `add sentences that start the flow to \`${language}:\``))
      }
    }
    return problems
  })
}

/** Commands that are repair: the engine takes them before any flow's. */
const BUILT_IN = new Set(['cancel', 'human', 'back', 'restart'])

function commands({ content, world }: Checking): Problem[] {
  const { limits } = world
  const problems: Problem[] = []
  const owners = new Map<string, Flow>()
  for (const flow of content.flows.values()) {
    const { command } = flow.start
    if (command === undefined) continue
    const place = partOf(content, flow, 'start', 'command', 'name')
    const owned = `${flow.audience} ${command.name}`
    const twin = owners.get(owned)
    if (twin !== undefined) {
      problems.push(
        fault(place, `the command /${command.name} also starts \`${twin.name}\``, 'give one of them another name'),
      )
    }
    owners.set(owned, flow)
    if (BUILT_IN.has(command.name)) {
      problems.push(fault(place, `the command /${command.name} is taken by repair`, 'give it another name'))
    }
    if (!/^[a-z0-9_]+$/.test(command.name) || command.name.length > limits.command) {
      const mend = `small letters, digits and _, at most ${limits.command}`
      problems.push(fault(place, `the platforms take no command /${command.name}`, mend))
    }
    for (const language of LANGUAGES) {
      const { length } = command.about[language]
      if (length <= limits.commandAbout) continue
      const about = partOf(content, flow, 'start', 'command', 'about', language)
      const what = `a command's line of ${length} characters, and the platforms take ${limits.commandAbout}`
      problems.push(fault(about, what, 'shorten it'))
    }
  }
  const [first] = owners.values()
  if (first !== undefined && owners.size > limits.commands) {
    const what = `${owners.size} commands, and the platforms take ${limits.commands}`
    problems.push(fault(first.place, what, 'take some out'))
  }
  return problems
}

/** F0: hazard words start the flow `safety`. */
function danger({ content }: Checking): Problem[] {
  if (content.hazards.length === 0) return []
  const problems = content.hazards.flatMap(({ kind, words }) =>
    LANGUAGES.filter(language => words[language].length === 0).map(language =>
      fault(
        filePart(content, 'hazards.yaml', 'hazards', kind),
        `the hazard \`${kind}\` has no words in ${language}`,
        'add the words people use for it',
      ),
    ),
  )
  if (content.flows.has('safety')) return problems
  const place = filePart(content, 'hazards.yaml', 'hazards')
  return [...problems, fault(place, 'there are hazards and no flow `safety`', 'add `safety.yaml`')]
}

/** The words for a person work at every step, except where whatever is said is the answer: there a button must stand. */
function wayToPerson({ content }: Checking): Problem[] {
  const problems: Problem[] = []
  for (const language of LANGUAGES) {
    if (content.repair.words.human[language].length > 0) continue
    const place = filePart(content, 'repair.yaml', 'words', 'human', language)
    problems.push(fault(place, `no words call a person in ${language}: every step lacks a way to one`, 'add them'))
  }
  for (const { flow, step, index } of stepsOf(content)) {
    if (step.kind !== 'ask' || !step.verbatim || step.person) continue
    const place = stepPart(content, flow, index, 'verbatim')
    problems.push(fault(place, 'no way to a person: whatever is said here is the answer', 'add `person: true`'))
  }
  return problems
}

/** A value carried in a lasting button, in characters: an id as JSON. */
const CARRIED = 'x'.repeat(20)

function buttons({ content, world }: Checking): Problem[] {
  const problems: Problem[] = []
  for (const { flow, step, index } of stepsOf(content)) {
    if (step.kind !== 'ask') continue
    const place = (...path: readonly PropertyKey[]): Place => stepPart(content, flow, index, ...path)
    const number = buttonCount(step)
    if (number > world.limits.buttons) {
      const what = `${number} buttons, and the platforms take ${world.limits.buttons}`
      problems.push(fault(place('choices'), what, 'ask in two steps'))
    }
    problems.push(...twinChoices(step, place))
    if (step.lasting === undefined) continue
    const token = `~${flow.name}.${step.id}|${CARRIED}|${longestPart(step, number)}`
    const bytes = new TextEncoder().encode(token).length
    if (bytes <= world.limits.callback) continue
    const what = `its buttons carry up to ${bytes} bytes, and the platforms take ${world.limits.callback}`
    problems.push(fault(place('lasting'), what, 'give the step a shorter `id:`'))
  }
  return problems
}

/** The longest of what the buttons of a question carry behind its name. */
function longestPart(step: AskStep, number: number): string {
  if (step.unknown) return 'unknown'
  return step.other === undefined ? String(Math.max(number - 1, 0)) : 'other'
}

function buttonCount(step: AskStep): number {
  const extra = [step.other !== undefined, step.unknown, step.person].filter(Boolean).length
  return fixedChoices(step).length + extra
}

function twinChoices(step: AskStep, place: (...path: readonly PropertyKey[]) => Place): Problem[] {
  const seen = new Set<unknown>()
  return fixedChoices(step).flatMap(({ value }, index) => {
    const twin = seen.has(value)
    seen.add(value)
    return twin
      ? [fault(place('choices', index), `two choices store \`${value}\``, 'give one of them another `is:`')]
      : []
  })
}

function zone({ content }: Checking): Problem[] {
  const { region } = content.policy
  const name = typeof region === 'object' && region !== null && 'zone' in region ? region.zone : undefined
  const place = filePart(content, 'policy.yaml', 'region', 'zone')
  if (typeof name !== 'string')
    return [fault(place, 'policy.yaml has no `region.zone`', 'add one such as Asia/Shanghai')]
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return []
  } catch {
    return [fault(place, `\`${name}\` is no time zone`, 'name one such as Asia/Shanghai or Europe/Berlin')]
  }
}
