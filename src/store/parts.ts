/** Parts that are asked for, and parts that were put in, on disk. */
import { recordChange } from './audit.ts'
import { numberOrNull, type Row, type Tx } from './sql.ts'
import { settleAbout } from './tasks.ts'

/** On its way from REQUESTED to USED, or RETURNED when it was not needed. */
export const PART_STATES = ['REQUESTED', 'APPROVED', 'REFUSED', 'SHIPPED', 'RECEIVED', 'USED', 'RETURNED'] as const
export type PartState = (typeof PART_STATES)[number]

/** Instants in epoch milliseconds. */
export type PartRequest = {
  readonly id: number
  readonly visitId: number
  readonly caseId: number
  /** As the technician names it, or a code of the parts list. */
  readonly part: string
  readonly qty: number
  /** When it is there. */
  readonly etaAt: number
  readonly state: PartState
  /** `rule`, or the manager who allowed it. */
  readonly approvedBy: string | null
}

export async function addPart(
  tx: Tx,
  part: Pick<PartRequest, 'visitId' | 'caseId' | 'part' | 'qty' | 'etaAt' | 'approvedBy'>,
  actor: string,
): Promise<PartRequest> {
  const state: PartState = part.approvedBy === null ? 'REQUESTED' : 'APPROVED'
  const [row] = await tx.all<Row>(
    `INSERT INTO part_request (visit_id, case_id, part, qty, eta_at, state, approved_by, created_at, updated_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING *`,
    [part.visitId, part.caseId, part.part, part.qty, part.etaAt, state, part.approvedBy, tx.now, tx.now],
  )
  if (!row) throw new Error('A new part request was not given back by the database')
  const added = toPart(row)
  await recordChange(tx, { actor, entity: 'part', entityId: added.id, was: null, became: state })
  return added
}

export async function savePart(tx: Tx, before: PartRequest, after: PartRequest, actor: string): Promise<void> {
  await tx.run('UPDATE part_request SET qty = ?, eta_at = ?, state = ?, approved_by = ?, updated_at = ? WHERE id = ?', [
    after.qty,
    after.etaAt,
    after.state,
    after.approvedBy,
    tx.now,
    before.id,
  ])
  // It is here already, or was not needed: nobody has to approve it any more.
  if (after.state === 'RETURNED' || after.state === 'RECEIVED') {
    await settleAbout(tx, 'approve-part', 'request', before.id, actor)
  }
  await recordChange(tx, {
    actor,
    entity: 'part',
    entityId: before.id,
    was: before.state,
    became: after.state,
    data: { etaAt: after.etaAt },
  })
}

export async function findPart(tx: Tx, id: number): Promise<PartRequest | undefined> {
  const [row] = await tx.all<Row>('SELECT * FROM part_request WHERE id = ?', [id])
  return row && toPart(row)
}

/** All of a visit, oldest first. */
export async function partsOfVisit(tx: Tx, visitId: number): Promise<PartRequest[]> {
  const rows = await tx.all<Row>('SELECT * FROM part_request WHERE visit_id = ? ORDER BY id', [visitId])
  return rows.map(toPart)
}

/** When everything that is on order for a visit is there; undefined when nothing is. */
export async function partsThereAt(tx: Tx, visitId: number): Promise<number | undefined> {
  const [row] = await tx.all<Row>(
    "SELECT max(eta_at) AS at FROM part_request WHERE visit_id = ? AND state IN ('REQUESTED', 'APPROVED', 'SHIPPED')",
    [visitId],
  )
  return numberOrNull(row?.at) ?? undefined
}

/** A part that was put in; the tag of the old one is the number of the record. */
export type ReplacedPart = {
  readonly visitId: number
  readonly caseId: number
  readonly assetId: number | null
  readonly part: string
  readonly qty: number
  readonly underWarranty: boolean
  /** Null: the old part came back without a tag. */
  readonly tagNo: string | null
  /** `YYYY-MM-DD`. */
  readonly warrantyEnd: string | null
}

export async function addReplaced(tx: Tx, replaced: ReplacedPart): Promise<void> {
  await tx.run(
    `INSERT INTO replaced_part (visit_id, case_id, asset_id, part, qty, under_warranty, tag_no, replaced_at, warranty_end)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      replaced.visitId,
      replaced.caseId,
      replaced.assetId,
      replaced.part,
      replaced.qty,
      replaced.underWarranty ? 1 : 0,
      replaced.tagNo,
      tx.now,
      replaced.warrantyEnd,
    ],
  )
}

/** What was put in at a visit, oldest first. */
export async function replacedAt(tx: Tx, visitId: number): Promise<readonly ReplacedPart[]> {
  const rows = await tx.all<Row>('SELECT * FROM replaced_part WHERE visit_id = ? ORDER BY id', [visitId])
  return rows.map(row => ({
    visitId: Number(row.visit_id),
    caseId: Number(row.case_id),
    assetId: numberOrNull(row.asset_id),
    part: row.part as string,
    qty: Number(row.qty),
    underWarranty: Number(row.under_warranty) === 1,
    tagNo: row.tag_no as string | null,
    warrantyEnd: row.warranty_end as string | null,
  }))
}

function toPart(row: Row): PartRequest {
  return {
    id: Number(row.id),
    visitId: Number(row.visit_id),
    caseId: Number(row.case_id),
    part: row.part as string,
    qty: Number(row.qty),
    etaAt: Number(row.eta_at),
    state: row.state as PartState,
    approvedBy: row.approved_by as string | null,
  }
}
