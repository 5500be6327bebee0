/** Workshop repairs and loaners on disk. */
import type { WorkshopReason } from '../service/visit-reasons.ts'
import type { CustodyReceipt, LoanerLoan, LoanState, WorkshopRepair, WorkshopState } from '../service/workshop.ts'
import { recordChange } from './audit.ts'
import { json, numberOrNull, type Row, type Sql, type Tx, toJson } from './sql.ts'

/** What a proposal says; an earlier one of the visit that is still open is declined by it. */
export type NewWorkshop = Pick<
  WorkshopRepair,
  'visitId' | 'caseId' | 'conversationId' | 'reason' | 'condition' | 'promisedReturnAt'
>

export async function addWorkshop(tx: Tx, proposal: NewWorkshop, actor: string): Promise<WorkshopRepair> {
  await tx.run(
    "UPDATE workshop_repair SET state = 'DECLINED', updated_at = ? WHERE visit_id = ? AND state = 'PROPOSED'",
    [tx.now, proposal.visitId],
  )
  const [row] = await tx.all<Row>(
    `INSERT INTO workshop_repair (visit_id, case_id, conversation_id, state, reason, promised_return_at, receipt, stages,
       created_at, updated_at)
     VALUES (?, ?, ?, 'PROPOSED', ?, ?, ?, ?, ?, ?) RETURNING *`,
    [
      proposal.visitId,
      proposal.caseId,
      proposal.conversationId,
      proposal.reason,
      proposal.promisedReturnAt,
      toJson({ condition: proposal.condition }),
      toJson([{ state: 'PROPOSED', at: tx.now }]),
      tx.now,
      tx.now,
    ],
  )
  if (!row) throw new Error('A new workshop repair was not given back by the database')
  const added = toWorkshop(row)
  await recordChange(tx, { actor, entity: 'workshop', entityId: added.id, was: null, became: added.state })
  return added
}

export async function saveWorkshop(
  tx: Tx,
  before: WorkshopRepair,
  after: WorkshopRepair,
  actor: string,
): Promise<void> {
  await tx.run(
    `UPDATE workshop_repair SET state = ?, promised_return_at = ?, receipt = ?, receipt_reclaimed_at = ?, stages = ?,
       updated_at = ? WHERE id = ?`,
    [
      after.state,
      after.promisedReturnAt,
      toJson(after.receipt ?? { condition: after.condition }),
      after.receiptReclaimedAt,
      toJson(after.stages),
      tx.now,
      before.id,
    ],
  )
  await recordChange(tx, {
    actor,
    entity: 'workshop',
    entityId: before.id,
    was: before.state,
    became: after.state,
    data: { promisedReturnAt: after.promisedReturnAt },
  })
}

export async function findWorkshop(sql: Sql, id: number): Promise<WorkshopRepair | undefined> {
  const [row] = await sql.all<Row>('SELECT * FROM workshop_repair WHERE id = ?', [id])
  return row && toWorkshop(row)
}

/** The newest of a visit, whatever became of it. */
export async function workshopOfVisit(sql: Sql, visitId: number): Promise<WorkshopRepair | undefined> {
  const [row] = await sql.all<Row>('SELECT * FROM workshop_repair WHERE visit_id = ? ORDER BY id DESC LIMIT 1', [
    visitId,
  ])
  return row && toWorkshop(row)
}

export async function addLoan(
  tx: Tx,
  loan: Pick<LoanerLoan, 'loanerId' | 'workshopRepairId' | 'caseId' | 'dueAt'>,
): Promise<LoanerLoan> {
  const [row] = await tx.all<Row>(
    `INSERT INTO loaner_loan (loaner_id, workshop_repair_id, case_id, state, due_at, created_at, updated_at)
     VALUES (?, ?, ?, 'OFFERED', ?, ?, ?) RETURNING *`,
    [loan.loanerId, loan.workshopRepairId, loan.caseId, loan.dueAt, tx.now, tx.now],
  )
  if (!row) throw new Error('A new loan was not given back by the database')
  return toLoan(row)
}

export async function saveLoan(tx: Tx, after: LoanerLoan): Promise<void> {
  await tx.run('UPDATE loaner_loan SET state = ?, out_at = ?, due_at = ?, in_at = ?, updated_at = ? WHERE id = ?', [
    after.state,
    after.outAt,
    after.dueAt,
    after.inAt,
    tx.now,
    after.id,
  ])
}

/** The newest loan that belongs to a workshop repair. */
export async function loanOf(sql: Sql, workshopRepairId: number): Promise<LoanerLoan | undefined> {
  const [row] = await sql.all<Row>('SELECT * FROM loaner_loan WHERE workshop_repair_id = ? ORDER BY id DESC LIMIT 1', [
    workshopRepairId,
  ])
  return row && toLoan(row)
}

/** Every workshop repair of a case, oldest first. */
export async function workshopsOfCase(sql: Sql, caseId: number): Promise<readonly WorkshopRepair[]> {
  const rows = await sql.all<Row>('SELECT * FROM workshop_repair WHERE case_id = ? ORDER BY id', [caseId])
  return rows.map(toWorkshop)
}

/** Loaners that are with somebody just now, or offered to somebody who may still say yes. */
export async function loanersOut(sql: Sql): Promise<readonly string[]> {
  const rows = await sql.all<{ id: string }>(
    `SELECT loaner_id AS id FROM loaner_loan
     JOIN workshop_repair ON workshop_repair.id = loaner_loan.workshop_repair_id
     JOIN visit ON visit.id = workshop_repair.visit_id
     WHERE loaner_loan.state IN ('OUT', 'OVERDUE')
       OR (loaner_loan.state = 'OFFERED' AND workshop_repair.state = 'PROPOSED'
         AND visit.state NOT IN ('COMPLETED', 'AWAITING_ACCEPTANCE', 'ACCEPTED', 'DECLINED', 'CANCELLED'))`,
  )
  return rows.map(({ id }) => id)
}

function toWorkshop(row: Row): WorkshopRepair {
  const kept = json<Partial<CustodyReceipt> & { readonly condition: string }>(row.receipt ?? '{"condition":""}')
  return {
    id: Number(row.id),
    visitId: Number(row.visit_id),
    caseId: Number(row.case_id),
    conversationId: row.conversation_id as string,
    state: row.state as WorkshopState,
    reason: row.reason as WorkshopReason,
    condition: kept.condition,
    promisedReturnAt: Number(row.promised_return_at),
    receipt: kept.asset === undefined ? null : (kept as CustodyReceipt),
    receiptReclaimedAt: numberOrNull(row.receipt_reclaimed_at),
    stages: json<WorkshopRepair['stages']>(row.stages ?? '[]'),
  }
}

function toLoan(row: Row): LoanerLoan {
  return {
    id: Number(row.id),
    loanerId: row.loaner_id as string,
    workshopRepairId: Number(row.workshop_repair_id),
    caseId: Number(row.case_id),
    state: row.state as LoanState,
    outAt: numberOrNull(row.out_at),
    dueAt: numberOrNull(row.due_at),
    inAt: numberOrNull(row.in_at),
  }
}
