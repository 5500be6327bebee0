/** Ratings: what may be given, until when it may be changed, and what a low one sets off. */
import type { Policy } from './policy.ts'

export const LOWEST_SCORE = 1
export const HIGHEST_SCORE = 5

export function isScore(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= LOWEST_SCORE && value <= HIGHEST_SCORE
}

/** Whether a score given at `givenAt` may still be changed. Instants in epoch milliseconds. */
export function mayChangeScore(givenAt: number, now: number, { rating }: Pick<Policy, 'rating'>): boolean {
  return now - givenAt <= rating.change
}

/** so low that somebody must listen. */
export function isLow(score: number, { rating }: Pick<Policy, 'rating'>): boolean {
  return score <= rating.low
}

/** What is rated: a visit, or a case that was solved without one. One rating each (peers I45). */
export function ratingSubject(thing: { readonly visit: number } | { readonly case: number }): string {
  return 'visit' in thing ? `visit:${thing.visit}` : `case:${thing.case}`
}
