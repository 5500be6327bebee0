/** A place somebody shares as a link to a map: Slack has no message of its own for it. Pure. */

export type Coordinates = { readonly latitude: number; readonly longitude: number }

/**
 * The coordinates a link to a map says by itself; undefined for any other text and for short links, whose target only
 * the map's owner knows. `text` must be the link alone.
 */
export function locationOf(text: string): Coordinates | undefined {
  const link = text.trim()
  const [, latitude, longitude] = /^geo:(-?[\d.]+),(-?[\d.]+)(?:[,;?]\S*)?$/i.exec(link) ?? []
  if (latitude !== undefined && longitude !== undefined) return coordinates(latitude, longitude)
  if (!/^https?:\/\/\S+$/i.test(link) || !URL.canParse(link)) return undefined
  const url = new URL(link)
  return MAPS.find(({ host }) => host.test(url.hostname))?.read(url)
}

type MapSite = { readonly host: RegExp; read(url: URL): Coordinates | undefined }

const MAPS: readonly MapSite[] = [
  {
    host: /^(?:maps|www)\.google(?:\.[a-z]{2,3}){1,2}$|^google(?:\.[a-z]{2,3}){1,2}$/,
    read(url) {
      if (!url.hostname.startsWith('maps.') && !url.pathname.startsWith('/maps')) return undefined
      // The pin stands in the path as !3d…!4d…; what follows @ is only the middle of the picture.
      const pin = /!3d(-?[\d.]+)!4d(-?[\d.]+)/.exec(url.pathname)
      const middle = /\/@(-?[\d.]+),(-?[\d.]+)/.exec(url.pathname)
      return named(url, ['q', 'query', 'll']) ?? found(pin) ?? found(middle)
    },
  },
  { host: /^maps\.apple\.com$/, read: url => named(url, ['ll', 'coordinate', 'q']) },
  {
    host: /^(?:www\.)?openstreetmap\.org$/,
    read(url) {
      const latitude = url.searchParams.get('mlat')
      const longitude = url.searchParams.get('mlon')
      if (latitude !== null && longitude !== null) return coordinates(latitude, longitude)
      return found(/^#map=[\d.]+\/(-?[\d.]+)\/(-?[\d.]+)/.exec(url.hash))
    },
  },
  {
    // The one that names the longitude first.
    host: /^uri\.amap\.com$/,
    read: url => found(/^(?<longitude>-?[\d.]+),(?<latitude>-?[\d.]+)/.exec(url.searchParams.get('position') ?? '')),
  },
]

function named(url: URL, names: readonly string[]): Coordinates | undefined {
  for (const name of names) {
    const read = found(/^(?:loc:)?\s*(-?[\d.]+),\s*(-?[\d.]+)$/.exec(url.searchParams.get(name) ?? ''))
    if (read) return read
  }
  return undefined
}

function found(match: RegExpExecArray | null): Coordinates | undefined {
  if (!match) return undefined
  const { latitude = match[1], longitude = match[2] } = match.groups ?? {}
  return coordinates(latitude, longitude)
}

function coordinates(latitude: string | undefined, longitude: string | undefined): Coordinates | undefined {
  const place = { latitude: Number(latitude), longitude: Number(longitude) }
  const onEarth = Math.abs(place.latitude) <= 90 && Math.abs(place.longitude) <= 180
  return onEarth ? place : undefined
}
