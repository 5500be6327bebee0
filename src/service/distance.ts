/** How far it is between two places on the map. */

/** Degrees: north and east are positive. */
export type Place = { readonly latitude: number; readonly longitude: number }

/** The mean radius of the earth (IUGG). */
const EARTH_KM = 6371.0088

/** The place that an address gives as `geo:LAT,LON` (RFC 5870); undefined for any other address. */
export function placeOf(address: string | undefined): Place | undefined {
  const match = /^geo:(-?\d+(?:\.\d+)?),(-?\d+(?:\.\d+)?)/.exec(address ?? '')
  if (!match) return undefined
  const [latitude, longitude] = [Number(match[1]), Number(match[2])]
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 ? { latitude, longitude } : undefined
}

/** Whole kilometres as the crow flies (haversine), rounded up from the metre. */
export function straightKm(one: Place, other: Place): number {
  const radians = (degrees: number) => (degrees * Math.PI) / 180
  const half = (from: number, to: number) => Math.sin(radians(to - from) / 2) ** 2
  const chord =
    half(one.latitude, other.latitude) +
    Math.cos(radians(one.latitude)) * Math.cos(radians(other.latitude)) * half(one.longitude, other.longitude)
  const km = 2 * EARTH_KM * Math.asin(Math.sqrt(Math.min(1, chord)))
  return Math.ceil(Math.round(km * 1000) / 1000)
}
