/** What a customer sees of their own matters at a glance, where a platform has a place for it. */
import type { Language, Text } from '../flow/flow.ts'

export type HomeCase = {
  /** `C1007`. */
  readonly number: string
  readonly appliance: Text | string | null
  readonly problem: Text | string | null
  readonly openedAt: number
  readonly state: string
}

export type HomeVisit = {
  readonly case: string
  readonly window: Text
  readonly state: string
  readonly technician: Text | null
}

export type Home = {
  readonly language: Language
  /** Open cases, newest first. */
  readonly cases: readonly HomeCase[]
  /** The visit that comes next, if one is booked. */
  readonly visit: HomeVisit | null
}
