/** Everything the flows folder says: the catalogue of flows and the service rules, or every fault in them. */
import { resolve } from 'node:path'
import { parse } from 'yaml'
import { ACTIONS } from './assistant/actions/actions.ts'
import { type Catalogue, type Content, contentFor } from './flow/catalogue.ts'
import { checkContent } from './flow/check.ts'
import { readContent } from './flow/content.ts'
import { parseDuration } from './flow/duration.ts'
import type { Understand } from './flow/event.ts'
import type { Problem } from './flow/flow.ts'
import { SLACK, strictest, TELEGRAM } from './flow/limits.ts'
import { createUnderstand } from './language/understand.ts'
import { createService, type Service, type ServiceSources } from './service/service.ts'
import { type FlowFile, readFlowFiles } from './store/flow-files.ts'

export type Loaded = {
  readonly files: readonly FlowFile[]
  readonly content: Content
  readonly service: Service
}

/** Reads and checks a flows folder. With problems there is nothing else: the assistant does not start on half a catalogue. */
export async function loadContent(
  folder: string,
): Promise<{ readonly files: readonly FlowFile[]; readonly problems: readonly Problem[]; readonly loaded?: Loaded }> {
  let files: FlowFile[]
  try {
    files = await readFlowFiles(resolve(folder))
  } catch {
    const what = 'the folder of the flows cannot be read'
    return {
      files: [],
      problems: [{ file: folder, line: 1, what, mend: 'Set AFTERCARE_FLOWS to the folder that holds policy.yaml.' }],
    }
  }
  const { content, problems } = readContent(files)
  const rules = createService(serviceSources(files), parseDuration)
  const all = [
    ...problems,
    ...(content ? checkContent(content, { actions: ACTIONS, limits: strictest(TELEGRAM, SLACK) }) : []),
    ...rules.problems.map(fromService),
  ]
  if (all.length > 0 || !content || !rules.service) return { files, problems: all }
  return { files, problems: [], loaded: { files, content, service: rules.service } }
}

/** The service alone, whatever the flows are like; undefined when its files have faults. */
export async function loadService(
  folder: string,
): Promise<{ readonly service: Service; readonly sources: ServiceSources } | undefined> {
  const files = await readFlowFiles(resolve(folder)).catch(() => [])
  const sources = serviceSources(files)
  const { service } = createService(sources, parseDuration)
  return service && { service, sources }
}

/** The three files of the service as YAML gives them; faults of syntax are told where the flows are read. */
export function serviceSources(files: readonly FlowFile[]): ServiceSources {
  const read = (name: string): unknown => {
    try {
      return parse(files.find(file => file.file === name)?.source ?? '')
    } catch {
      return undefined
    }
  }
  return { policy: read('policy.yaml'), catalogue: read('catalogue.yaml'), outlets: read('outlets.yaml') }
}

function fromService(problem: { path: string; what: string; mend: string }): Problem {
  const [file = '', ...keys] = problem.path.split(': ')
  return { file, line: 1, what: `${keys.join(': ')}: ${problem.what}`, mend: problem.mend }
}

/** Content with the understanding that was learned from it, for customers and for technicians. */
export function catalogueOf(content: Content, service: Service): Catalogue {
  const customers = contentFor(content, 'customer')
  const technicians = contentFor(content, 'technician')
  return {
    ...customers,
    understand: understandingOf(customers, service),
    technicians: { ...technicians, understand: understandingOf(technicians, service) },
  }
}

function understandingOf(content: Content, service: Service): Understand {
  return createUnderstand({
    flows: [...content.flows.values()].map(({ name, start, sets, slots }) => ({
      name,
      examples: start.examples,
      sets,
      slots,
    })),
    repairWords: content.repair.words,
    hazards: content.hazards,
    vocabulary: {
      appliances: service.products.appliances,
      models: service.products.appliances.flatMap(appliance => appliance.models),
    },
    zone: service.policy.region.zone,
    country: service.policy.region.country,
    cutoffs: service.policy.understand,
  })
}

/** The files whose words a conversation is pinned to, with today's numbers. */
export function catalogueOfRevision(stored: readonly FlowFile[], current: Loaded): Catalogue | undefined {
  const names = new Set(stored.map(file => file.file))
  const numbers = current.files.filter(file => !names.has(file.file) && file.file === 'policy.yaml')
  const { content } = readContent([...stored, ...numbers])
  return content && catalogueOf(content, current.service)
}
