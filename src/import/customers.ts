/** Customers of a file, and their appliances, checked. */
import { z } from 'zod'
import { phoneOf } from '../language/phones.ts'
import { dayOfDate } from '../service/local-time.ts'
import { COMPARE, fault, issueProblem } from '../service/policy.ts'
import type { ImportedAppliance, ImportedCustomer } from '../store/customers.ts'
import { type Fault, type FileEntry, faultAt } from './entries.ts'

export type CustomersContext = {
  /** ISO code: phone numbers without a country code are of this country. */
  readonly country: string
  readonly appliances: readonly string[]
  readonly profiles: readonly string[]
}

/** One customer for each phone number, or every fault. */
export function readCustomers(
  found: readonly FileEntry[],
  context: CustomersContext,
): { readonly customers: readonly ImportedCustomer[]; readonly faults: readonly Fault[] } {
  const schema = customerSchema(context)
  const customers = new Map<string, { readonly customer: ImportedCustomer; readonly line: number }>()
  const faults: Fault[] = []
  for (const entry of found) {
    const read = schema.safeParse(entry.value)
    if (!read.success) {
      for (const issue of read.error.issues) {
        const { what, mend } = issueProblem('', issue)
        faults.push(
          faultAt(entry, issue.path.map(String), what, mend === COMPARE ? 'Compare with docs/import.md.' : mend),
        )
      }
      continue
    }
    const line = entry.lineOf([])
    const earlier = customers.get(read.data.phone)
    if (!earlier) {
      faults.push(...repeated(read.data.appliances, entry))
      customers.set(read.data.phone, { customer: read.data, line })
      continue
    }
    const joined = join(earlier.customer, read.data)
    const differing = KEYS.find(key => isDifferent(earlier.customer[key], read.data[key]))
    if (differing) {
      const what = `this differs from line ${earlier.line}, which has the same phone`
      faults.push(faultAt(entry, [differing], what, 'Write the same on both lines, or leave it blank on one.'))
    }
    faults.push(...repeated(joined.appliances, entry))
    customers.set(read.data.phone, { customer: joined, line: earlier.line })
  }
  return { customers: [...customers.values()].map(({ customer }) => customer), faults }
}

const KEYS = ['name', 'address', 'language'] as const

function isDifferent(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && other !== undefined && one !== other
}

function join(one: ImportedCustomer, other: ImportedCustomer): ImportedCustomer {
  return { ...other, ...one, appliances: [...one.appliances, ...other.appliances] }
}

/** The last appliance, if it is there before. */
function repeated(appliances: readonly ImportedAppliance[], entry: FileEntry): readonly Fault[] {
  const keys = appliances.map(applianceKey)
  const twice = keys.some((key, index) => keys.indexOf(key) !== index)
  const mend = 'Leave one out, or tell them apart by their serial numbers.'
  return twice ? [{ line: entry.lineOf([]), what: 'this customer has the same appliance twice', mend }] : []
}

/** Appliances with a serial number are known by it, others by kind and model. */
export function applianceKey({ appliance, model, serial }: ImportedAppliance): string {
  return serial === undefined ? JSON.stringify([appliance, model]) : JSON.stringify([serial])
}

function customerSchema({ country, appliances, profiles }: CustomersContext) {
  const said = z.string(fault('This is no text', 'Put it into quotes.')).trim().min(1)
  const day = z.string(fault('This is no text', 'Put it into quotes.'))
  const appliance = z.strictObject({
    appliance: oneOf(appliances, 'appliance of catalogue.yaml'),
    model: said.optional(),
    serial: said.optional(),
    /** As exact as it is known. */
    purchasedOn: day
      .refine(isDate, fault('This is no date', 'Write it like 2025-03-01, or 2025-03, or 2025.'))
      .optional(),
    proven: z.boolean(fault('This is neither true nor false', 'Write true or false.')).optional(),
    warrantyEnd: day
      .refine(written => dayOfDate(written) !== undefined, fault('This is no date', 'Write it like 2027-02-28.'))
      .optional(),
    profile: oneOf(profiles, 'profile of policy.yaml').optional(),
  })
  return z.strictObject({
    phone: z.string(fault('This is no text', 'Put it into quotes.')).transform((written, checked): string => {
      const phone = phoneOf(written, country)
      if (phone !== undefined) return phone
      const mend = 'Write it with its country code, like +8613800001111; format the column as text in Excel.'
      checked.addIssue({ code: 'custom', ...fault('This is no phone number', mend) })
      return z.NEVER
    }),
    language: z.enum(['en', 'zh'], fault('This language is not spoken here', 'Write en or zh.')),
    name: said.optional(),
    address: said.optional(),
    appliances: z.array(appliance).default([]),
  })
}

function oneOf(words: readonly string[], what: string) {
  return z
    .string(fault(`There is no ${what}`, `Use one of ${words.join(', ')}.`))
    .refine(word => words.includes(word), fault(`This is no ${what}`, `Use one of ${words.join(', ')}.`))
}

/** `2025`, `2025-03` or `2025-03-01`. */
function isDate(written: string): boolean {
  if (!/^\d{4}(-\d\d(-\d\d)?)?$/.test(written)) return false
  return dayOfDate(`${written}${'-01-01'.slice(written.length - 4)}`) !== undefined
}
