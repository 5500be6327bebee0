/** What all the files of the flows folder come to. */
import type { Understand } from './event.ts'
import type { Flow, Hazard, Values } from './flow.ts'
import type { Repair } from './repair-content.ts'

/**
 * Everything a conversation can be about, at one revision, as the files say it. `policy` is `flows/policy.yaml` as
 * parsed; durations in it are strings like `30m`, `24h`, `7d`.
 */
export type Content = {
  readonly revision: string
  readonly flows: ReadonlyMap<string, Flow>
  readonly repair: Repair
  readonly hazards: readonly Hazard[]
  readonly policy: Values
  /** Lines of the parts of each file by path (`steps.3.choices.0.go`), for problems; made by `content.ts`. */
  readonly lines?: ReadonlyMap<string, ReadonlyMap<string, number>>
}

/** Content together with the understanding of free text that was learned from it. */
export type Catalogue = Content & {
  readonly understand: Understand
  /** The same for the chats of technicians: their flows start there, and words of danger are part of the work. */
  readonly technicians?: Catalogue
}

/** Content as one audience has it: only its own flows can be started by words and commands. */
export function contentFor(content: Content, audience: Flow['audience']): Content {
  const flows = [...content.flows].map(([name, flow]) => {
    const { command: _, ...start } = flow.start
    const silent = { ...flow, start: { ...start, examples: { en: [], zh: [] } } }
    return [name, flow.audience === audience ? flow : silent] as const
  })
  const own = { ...content, flows: new Map(flows) }
  if (audience === 'customer') return own
  const { repair } = content
  const texts = { ...repair.texts, nothing: repair.texts['nothing.technician'] }
  return { ...own, hazards: [], repair: { ...repair, texts } }
}
