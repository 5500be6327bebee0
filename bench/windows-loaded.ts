/** Free windows as they are usually found, and were here before: all that is taken is loaded, and looked through. */
import type { Slot } from '../src/service/window-grid.ts'
import type { FoundSlots, WindowSearch } from '../src/service/windows.ts'
import type { Row, Tx } from '../src/store/sql.ts'

type Taken = { readonly startsAt: number; readonly endsAt: number }

export async function findFreeLoaded(tx: Tx, { preferred, limit, soonest }: WindowSearch): Promise<FoundSlots> {
  const times = [...preferred, ...soonest].map(({ startsAt }) => startsAt)
  const rows = await tx.all<Row>('SELECT * FROM booking WHERE starts_at >= ? AND starts_at <= ?', [
    Math.min(...times),
    Math.max(...times),
  ])
  const diaries = new Map<string, Taken[]>()
  for (const row of rows) {
    const id = row.technician_id as string
    const taken = { startsAt: Number(row.starts_at), endsAt: Number(row.ends_at) }
    diaries.set(id, [...(diaries.get(id) ?? []), taken])
  }
  const isFree = ({ startsAt, endsAt, crew }: Slot) =>
    crew.technicianIds.some(id => !diaries.get(id)?.some(other => other.startsAt < endsAt && startsAt < other.endsAt))
  return { preferred: preferred.filter(isFree).slice(0, limit), soonest: soonest.find(isFree) }
}
