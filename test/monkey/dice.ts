/** Choices of a seeded stream of numbers. */
import { randomFrom } from '../support/random.ts'

export type Dice = {
  /** A whole number from 0 up to, not including, `below`. */
  below(below: number): number
  /** True so often. */
  chance(probability: number): boolean
  /** One of them. Throws when there is none. */
  one<T>(of: readonly T[]): T
  /** One of them by weight. */
  weighted<T>(of: readonly (readonly [number, T])[]): T
}

export function createDice(seed: number): Dice {
  const random = randomFrom(seed)
  const below = (most: number) => Math.floor(random() * most)
  function one<T>(of: readonly T[]): T {
    if (of.length === 0) throw new Error('there is nothing to choose from')
    return of[below(of.length)] as T
  }
  return {
    below,
    chance: probability => random() < probability,
    one,
    weighted(of) {
      let rest = random() * of.reduce((sum, [weight]) => sum + weight, 0)
      for (const [weight, each] of of) {
        rest -= weight
        if (rest < 0) return each
      }
      return one(of)[1]
    },
  }
}
