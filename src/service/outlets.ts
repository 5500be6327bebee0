/** `flows/outlets.yaml`: who serves which area, with which technicians, when and for what. */
import { z } from 'zod'
import type { Language } from '../flow/flow.ts'
import { problemsOf, type ServiceProblem, weekHours, zoneName } from './policy.ts'

const text = z.object({ en: z.string().min(1), zh: z.string().min(1) })

const outletSchema = z.object({
  id: z.string().regex(/^[a-z0-9-]{1,20}$/, 'An id is at most 20 small letters, digits and hyphens'),
  name: text,
  zone: zoneName,
  /** Words of an address that this outlet serves. */
  areas: z.object({ en: z.array(z.string().min(1)), zh: z.array(z.string().min(1)) }),
})

const technicianSchema = z.object({
  id: z.string().regex(/^[a-z0-9-]{1,40}$/, 'An id is at most 40 small letters, digits and hyphens'),
  outlet: z.string(),
  name: text,
  /** Number of the work permit, told to the customer. */
  permitNo: z.string().min(1),
  /** Appliances this technician is trained for. */
  skills: z.array(z.string()).min(1),
  /** By the clock of the outlet. */
  roster: weekHours,
})

export type Outlet = z.output<typeof outletSchema>
export type Technician = z.output<typeof technicianSchema>

export type Outlets = {
  /** The first is asked where no other serves the address: somebody always is. */
  readonly outlets: readonly [Outlet, ...Outlet[]]
  readonly technicians: readonly Technician[]
}

const outletsSchema = z.object({
  outlets: z.tuple([outletSchema], outletSchema),
  technicians: z.array(technicianSchema),
})

/** `appliances`: those of the catalogue; undefined when it could not be read, and skills are then not compared. */
export function readOutlets(
  values: unknown,
  appliances: readonly string[] | undefined,
): { readonly outlets?: Outlets; readonly problems: readonly ServiceProblem[] } {
  const read = outletsSchema.safeParse(values)
  if (!read.success) return { problems: problemsOf('outlets.yaml', read.error) }
  const problems = [
    ...repeated(read.data.outlets, 'outlets'),
    ...repeated(read.data.technicians, 'technicians'),
    ...read.data.technicians.flatMap((technician, index) => unknownWords(technician, index, read.data, appliances)),
  ]
  return problems.length > 0 ? { problems } : { outlets: read.data, problems }
}

function repeated(things: readonly { readonly id: string }[], list: string): ServiceProblem[] {
  return things.flatMap(({ id }, index) =>
    things.findIndex(other => other.id === id) === index
      ? []
      : [{ path: `outlets.yaml: ${list}.${index}.id`, what: `"${id}" is there twice`, mend: 'Give one another id.' }],
  )
}

function unknownWords(
  { outlet, skills }: Technician,
  index: number,
  { outlets }: Pick<Outlets, 'outlets'>,
  appliances: readonly string[] | undefined,
): ServiceProblem[] {
  const problems: ServiceProblem[] = []
  if (!outlets.some(({ id }) => id === outlet)) {
    problems.push({
      path: `outlets.yaml: technicians.${index}.outlet`,
      what: `There is no outlet "${outlet}"`,
      mend: `Use one of ${outlets.map(({ id }) => id).join(', ')}.`,
    })
  }
  for (const skill of skills) {
    if (!appliances || appliances.includes(skill)) continue
    problems.push({
      path: `outlets.yaml: technicians.${index}.skills`,
      what: `There is no appliance "${skill}" in catalogue.yaml`,
      mend: `Use one of ${appliances.join(', ')}.`,
    })
  }
  return problems
}

/** The outlet whose area stands in the address; the first where none does, or while no address is known. */
export function outletFor({ outlets }: Outlets, address: string | undefined): Outlet {
  const words = (address ?? '').toLowerCase()
  const languages: readonly Language[] = ['en', 'zh']
  const serves = (outlet: Outlet) =>
    languages.some(language => outlet.areas[language].some(area => words.includes(area.toLowerCase())))
  return outlets.find(serves) ?? outlets[0]
}

export function findOutlet({ outlets }: Outlets, id: string): Outlet {
  return outlets.find(outlet => outlet.id === id) ?? outlets[0]
}

export function findTechnician({ technicians }: Outlets, id: string): Technician | undefined {
  return technicians.find(technician => technician.id === id)
}

/** The technicians of an outlet who may be sent to an appliance; all of them while it is not known. */
export function trainedTechnicians(
  { technicians }: Outlets,
  outletId: string,
  appliance: string | undefined,
): readonly Technician[] {
  return technicians.filter(
    ({ outlet, skills }) => outlet === outletId && (appliance === undefined || skills.includes(appliance)),
  )
}
