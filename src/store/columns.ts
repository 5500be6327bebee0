/** Column types that more than one table uses. */
import { p } from '@mikro-orm/core'

/** Epoch milliseconds: too large for PostgreSQL's 32-bit integer. */
export const instant = () => p.bigint('number')
