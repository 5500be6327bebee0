/** How far away a machine stands, from what people say. Pure. */

const NUMBER = String.raw`(?<number>\d+(?:[.,]\d+)?)`
const KM = new RegExp(`${NUMBER}\\s*(?:km\\b|kms\\b|kilomet(?:er|re)s?\\b|公里|千米)`, 'iu')
const MILES = new RegExp(`${NUMBER}\\s*(?:miles?\\b|英里)`, 'iu')
const KM_PER_MILE = 1.609344
/** Half the way around the earth: what is farther is no distance. */
const FARTHEST_KM = 20_000

/** Whole kilometres, rounded up, so that nobody promises by a shorter way; undefined when none are told. */
export function kilometresIn(text: string): number | undefined {
  const told = text.normalize('NFKC').replaceAll(/(?<=\d),(?=\d{3}(?!\d))/g, '')
  const km = numberOf(KM.exec(told)) ?? times(numberOf(MILES.exec(told)), KM_PER_MILE)
  return km === undefined || km > FARTHEST_KM ? undefined : Math.ceil(km)
}

function numberOf(match: RegExpExecArray | null): number | undefined {
  return match?.groups?.number === undefined ? undefined : Number(match.groups.number.replace(',', '.'))
}

function times(number: number | undefined, factor: number): number | undefined {
  return number === undefined ? undefined : number * factor
}
