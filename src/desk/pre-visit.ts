/** What is known of a fault before somebody goes: from closed cases of the same model and symptom. */
import type { Visit } from '../service/visit.ts'
import type { Sql } from '../store/sql.ts'

export type PreVisit = {
  /** Words of technicians, the most frequent first; three at most. */
  readonly causes: readonly string[]
  readonly parts: readonly string[]
  /** How often it was repaired so far. */
  readonly precedents: number
  /** It was never taken to the workshop. */
  readonly isRepairedAtHome: boolean
  /** It was taken to the workshop before, so that the customer may need a loaner. */
  readonly needsLoaner: boolean
  /** NEW_FAULT: model and symptom are known, and no closed case has both. */
  readonly isNewFault: boolean
}

const MOST = 3

export async function readPreVisit(sql: Pick<Sql, 'all'>, visit: Pick<Visit, 'caseId'>): Promise<PreVisit> {
  const rows = await sql.all<{ cause: string | null; parts: string | null; workshop: number }>(
    `SELECT json_extract(visit.completion, '$.cause') AS cause, json_extract(visit.completion, '$.parts') AS parts,
       EXISTS (SELECT 1 FROM workshop_repair WHERE workshop_repair.case_id = other.id) AS workshop
     FROM service_case AS this
     JOIN service_case AS other ON other.model_no = this.model_no AND other.symptom_code = this.symptom_code
     LEFT JOIN visit ON visit.case_id = other.id AND visit.completion IS NOT NULL
     WHERE this.id = ? AND other.id <> this.id AND other.state = 'CLOSED'`,
    [visit.caseId],
  )
  const [named] = await sql.all<{ id: number }>(
    'SELECT id FROM service_case WHERE id = ? AND model_no IS NOT NULL AND symptom_code IS NOT NULL',
    [visit.caseId],
  )
  const isToWorkshop = rows.some(({ workshop }) => Number(workshop) === 1)
  return {
    causes: mostFrequent(rows.map(({ cause }) => cause)),
    parts: mostFrequent(rows.map(({ parts }) => parts)),
    precedents: rows.length,
    isRepairedAtHome: rows.length > 0 && !isToWorkshop,
    needsLoaner: isToWorkshop,
    isNewFault: named !== undefined && rows.length === 0,
  }
}

function mostFrequent(said: readonly (string | null)[]): readonly string[] {
  const counts = new Map<string, number>()
  for (const one of said) if (one) counts.set(one, (counts.get(one) ?? 0) + 1)
  return [...counts]
    .sort(([, one], [, other]) => other - one)
    .slice(0, MOST)
    .map(([words]) => words)
}
