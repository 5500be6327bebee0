/** Who serves which area and what, and with which technicians. */
import { type Place, placeOf, straightKm } from './distance.ts'
import type { Loaner, Outlet, Outlets, Technician } from './outlets-file.ts'

export type { Loaner, Outlet, Outlets, Technician } from './outlets-file.ts'

/**
 * the outlet for an address and, where it is known, an appliance. A shared place (`geo:LAT,LON`) is served by the
 * nearest outlet whose radius reaches it, any other address by the first outlet with an area in it; the head office where
 * none does, or while no address is known.
 */
export function outletFor({ outlets }: Outlets, address: string | undefined, appliance?: string): Outlet {
  const able = outlets.filter(
    ({ products }) => appliance === undefined || products === undefined || products.includes(appliance),
  )
  const place = placeOf(address)
  const found = place ? nearest(able, place) : able.find(outlet => servedWords(outlet, address).length > 0)
  return found ?? outlets[0]
}

function nearest(outlets: readonly Outlet[], place: Place): Outlet | undefined {
  const reaching = outlets.flatMap(outlet => {
    const km = outlet.location && straightKm(outlet.location, place)
    return km === undefined || isOutOfArea(outlet, km) ? [] : [{ outlet, km }]
  })
  return reaching.toSorted((one, other) => one.km - other.km)[0]?.outlet
}

function servedWords({ areas }: Outlet, address: string | undefined) {
  const words = (address ?? '').toLowerCase()
  return [...areas.en, ...areas.zh].filter(({ word }) => words.includes(word.toLowerCase()))
}

/**
 * Whole kilometres from the outlet, rounded up: to a shared place as the crow flies, else what the outlet says of the
 * longest word of its areas in the address. Undefined when nobody has told either.
 */
export function distanceTo(outlet: Outlet, address: string | undefined): number | undefined {
  const place = placeOf(address)
  if (place) return outlet.location && straightKm(outlet.location, place)
  const known = servedWords(outlet, address).filter(({ km }) => km !== undefined)
  const [nearestName] = known.toSorted((one, other) => other.word.length - one.word.length)
  return nearestName?.km === undefined ? undefined : Math.ceil(nearestName.km)
}

/** farther than the outlet goes by itself. An unknown distance is not. */
export function isOutOfArea({ radiusKm }: Pick<Outlet, 'radiusKm'>, km: number | null | undefined): boolean {
  return radiusKm !== undefined && typeof km === 'number' && km > radiusKm
}

/** The head office for an id that no outlet has (any more). */
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

/** a loaner of the outlet for the appliance that is not `out` (ids); undefined when there is none. */
export function findLoaner(
  { loaners }: Outlets,
  wanted: { readonly outlet: string; readonly appliance: string; readonly out: readonly string[] },
): Loaner | undefined {
  return loaners.find(
    ({ id, outlet, appliance }) =>
      outlet === wanted.outlet && appliance === wanted.appliance && !wanted.out.includes(id),
  )
}
