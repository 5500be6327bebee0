/** `flows/catalogue.yaml`: what is looked after, its models, its warranty, the published tariff, and nameplates. */
import { z } from 'zod'
import type { Text } from '../flow/flow.ts'
import type { Priority } from './case.ts'
import { problemsOf, type ServiceProblem } from './policy.ts'

const text = z.object({ en: z.string().min(1), zh: z.string().min(1) })
const words = z.object({ en: z.array(z.string().min(1)).min(1), zh: z.array(z.string().min(1)).min(1) })
const symptoms = z.array(z.string()).default([])

const applianceSchema = z.object({
  value: z.string().regex(/^[a-z0-9-]+$/, 'A value is small letters, digits and hyphens'),
  name: text,
  /** What people call it. */
  words,
  /** Symptom codes of the flows that are more or less urgent than MEDIUM. */
  urgency: z.object({ HIGH: symptoms, LOW: symptoms }),
  models: z.array(z.string().min(1)),
  /** Of policy.yaml: how an arrival is promised, and what is charged (K-04). Absent: `household`. */
  profile: z.string().optional(),
})

const productsSchema = z.object({
  appliances: z.array(applianceSchema).min(1),
  /** Years by appliance and part; `set` is everything not named (K-14). */
  warranty: z.record(z.string(), z.record(z.string(), z.number().positive())),
  tariff: z.array(
    z.object({
      code: z.string(),
      name: text,
      /** Yuan. */
      price: z.number().nonnegative(),
      class: z.enum(['upgrade', 'software', 'out-of-warranty', 'other']),
      /** `labour`: the way and the work; `service`: something asked for besides a repair. */
      kind: z.enum(['labour', 'material', 'service']),
    }),
  ),
  parts: z.array(
    z.object({
      code: z.string(),
      name: text,
      /** Yuan. */
      price: z.number().nonnegative(),
      /** Whose it is, by `value`; of every appliance where nothing is named. */
      appliances: z.array(z.string()).default([]),
      /** Under a profile with `postWarranty: material` it costs nothing. */
      small: z.boolean().default(false),
    }),
  ),
})

export type Appliance = z.output<typeof applianceSchema>
export type Products = z.output<typeof productsSchema>

export function readProducts(values: unknown): {
  readonly products?: Products
  readonly problems: readonly ServiceProblem[]
} {
  const read = productsSchema.safeParse(values)
  if (!read.success) return { problems: problemsOf('catalogue.yaml', read.error) }
  const known = read.data.appliances.map(({ value }) => value)
  const named = [
    ...Object.keys(read.data.warranty).map(value => ({ path: `warranty.${value}`, value })),
    ...read.data.parts.flatMap(({ code, appliances }) => appliances.map(value => ({ path: `parts.${code}`, value }))),
  ]
  const strangers = named
    .filter(({ value }) => !known.includes(value))
    .map(({ path, value }) => ({
      path: `catalogue.yaml: ${path}`,
      what: `There is no appliance "${value}"`,
      mend: `Use one of ${known.join(', ')}.`,
    }))
  const problems = [...strangers, ...doubleCodes(read.data)]
  return problems.length > 0 ? { problems } : { products: read.data, problems }
}

/** A line of a quote names its charge by the code alone. */
function doubleCodes({ tariff, parts }: Products): readonly ServiceProblem[] {
  const codes = [...tariff, ...parts].map(({ code }) => code)
  return codes
    .filter((code, place) => codes.indexOf(code) !== place)
    .map(code => ({
      path: `catalogue.yaml: ${code}`,
      what: `The code "${code}" stands twice in tariff and parts`,
      mend: 'Give each line a code of its own.',
    }))
}

export function findAppliance({ appliances }: Products, value: string): Appliance | undefined {
  return appliances.find(appliance => appliance.value === value)
}

/** The appliance a model number belongs to; spelling of case, blanks and hyphens does not matter. */
export function applianceOfModel({ appliances }: Products, model: string): Appliance | undefined {
  const bare = bareModel(model)
  return appliances.find(({ models }) => models.some(known => bareModel(known) === bare))
}

function bareModel(model: string): string {
  return model.toUpperCase().replaceAll(/[^A-Z0-9]/g, '')
}

/** How urgent the catalogue rates a symptom, where it says so. */
export function urgencyOf(
  products: Products,
  appliance: string | null | undefined,
  symptom: string | null | undefined,
): Priority | undefined {
  const urgency = appliance ? findAppliance(products, appliance)?.urgency : undefined
  if (!urgency || !symptom) return undefined
  if (urgency.HIGH.includes(symptom)) return 'HIGH'
  return urgency.LOW.includes(symptom) ? 'LOW' : undefined
}

/** The name of an appliance in both languages. */
export function applianceName(products: Products, value: string): Text | undefined {
  return findAppliance(products, value)?.name
}

export type Nameplate = { readonly model: string; readonly serial: string }

/** Telegram allows 64 characters of A-Z, a-z, 0-9, _ and - in the payload of a deep link (core.telegram.org/bots/features). */
const LONGEST_PAYLOAD = 64
const NAMEPLATE_VERSION = '1'

/** What the QR code on a nameplate carries; undefined when it is too long for a deep link. */
export function encodeNameplate({ model, serial }: Nameplate): string | undefined {
  const payload = Buffer.from([NAMEPLATE_VERSION, model, serial].join('|')).toString('base64url')
  return payload.length <= LONGEST_PAYLOAD ? payload : undefined
}

/** Reads such a payload; undefined when it is none of ours. */
export function decodeNameplate(payload: string): Nameplate | undefined {
  if (payload.length > LONGEST_PAYLOAD || !/^[\w-]+$/.test(payload)) return undefined
  const [version, model, serial, ...rest] = Buffer.from(payload, 'base64url').toString('utf8').split('|')
  if (version !== NAMEPLATE_VERSION || rest.length > 0) return undefined
  const printed = /^[\p{L}\p{N} ./+-]{1,40}$/u
  if (!model || !serial || !printed.test(model) || !printed.test(serial)) return undefined
  return { model, serial }
}
