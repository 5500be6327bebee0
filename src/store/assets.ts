/** Appliances of customers on disk, and the parts that were put in. */
import type { ServiceCase } from '../service/case.ts'
import type { Asset, Replaced } from '../service/warranty.ts'
import { recordChange } from './audit.ts'
import { numberOrNull, type Row, type Tx } from './sql.ts'

export type NewAsset = Pick<Asset, 'customerId' | 'appliance' | 'modelNo' | 'serialNo' | 'purchasedOn' | 'proven'> &
  Partial<Pick<Asset, 'warrantyEnd' | 'profile'>>

export async function addAsset(tx: Tx, asset: NewAsset): Promise<Asset> {
  const [row] = await tx.all<Row>(
    `INSERT INTO asset (customer_id, appliance, model_no, serial_no, purchased_on, proven, warranty_end, profile,
       created_at, updated_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING *`,
    [
      asset.customerId,
      asset.appliance,
      asset.modelNo,
      asset.serialNo,
      asset.purchasedOn,
      asset.proven ? 1 : 0,
      asset.warrantyEnd ?? null,
      asset.profile ?? null,
      tx.now,
      tx.now,
    ],
  )
  if (!row) throw new Error('A new asset was not given back by the database')
  return toAsset(row)
}

export async function saveAsset(tx: Tx, asset: Asset): Promise<void> {
  await tx.run(
    `UPDATE asset SET model_no = ?, serial_no = ?, purchased_on = ?, proven = ?, warranty_end = ?,
       overhaul_offered_at = ?, updated_at = ? WHERE id = ?`,
    [
      asset.modelNo,
      asset.serialNo,
      asset.purchasedOn,
      asset.proven ? 1 : 0,
      asset.warrantyEnd,
      asset.overhaulOfferedAt,
      tx.now,
      asset.id,
    ],
  )
}

export async function findAsset(tx: Tx, id: number): Promise<Asset | undefined> {
  const [row] = await tx.all<Row>('SELECT * FROM asset WHERE id = ?', [id])
  return row && toAsset(row)
}

/**
 * What is known of an appliance somebody speaks of. `phone`: for the staff only. A number that somebody types proves
 * nothing, so with it no chat may open what a list or another customer brought; the serial number stands on the machine.
 */
export type Appliance = Pick<ServiceCase, 'appliance' | 'modelNo' | 'serialNo' | 'customerId'> & {
  readonly phone: string | null
}

/**
 * Expression for the id of the asset that is meant, over a row `meant` with the columns appliance, model_no, serial_no,
 * customer_id and phone: by its serial number, else the only one of the nearest: of that model, before one whose model or
 * whose own nobody knows; the customer's before one with that phone number. Another model is another machine. Where two
 * are as near it is neither, NULL.
 */
export function meantAsset(meant: string): string {
  return `COALESCE(
    (SELECT MAX(id) FROM asset WHERE serial_no = ${meant}.serial_no),
    (SELECT CASE COUNT(*) WHEN 1 THEN MIN(id) END FROM (
       SELECT id, DENSE_RANK() OVER (ORDER BY is_model DESC, is_own DESC) AS place FROM (
         SELECT theirs.id, COALESCE(theirs.model_no = ${meant}.model_no, 0) AS is_model,
           COALESCE(theirs.customer_id = ${meant}.customer_id, 0) AS is_own
         FROM asset AS theirs LEFT JOIN customer ON customer.id = theirs.customer_id
         WHERE (theirs.customer_id = ${meant}.customer_id OR (${meant}.appliance IS NOT NULL AND customer.phone = ${meant}.phone))
           AND (${meant}.appliance IS NULL OR theirs.appliance = ${meant}.appliance)
           AND (theirs.serial_no IS NULL OR ${meant}.serial_no IS NULL)
           AND (theirs.model_no IS NULL OR ${meant}.model_no IS NULL OR theirs.model_no = ${meant}.model_no)))
     WHERE place = 1))`
}

/** The asset that is meant; undefined when there is none, or when it could be two. */
export async function assetOf(
  tx: Tx,
  { appliance, modelNo, serialNo, customerId, phone }: Appliance,
): Promise<Asset | undefined> {
  const [row] = await tx.all<Row>(
    `SELECT asset.* FROM
       (SELECT ? AS appliance, ? AS model_no, ? AS serial_no, ? AS customer_id, ? AS phone) AS meant
     JOIN asset ON asset.id = ${meantAsset('meant')}`,
    [appliance, modelNo, serialNo, customerId, phone],
  )
  return row && toAsset(row)
}

/** Whose phone number counts: the staff's side may find an appliance by that of the case's newest visit. */
export type Asker = 'customer' | 'staff'

/** The appliance a case is about; the customer is the one of its conversation. */
export async function assetOfCase(tx: Tx, theCase: ServiceCase, asker: Asker): Promise<Asset | undefined> {
  const customerId = await customerOfCase(tx, theCase)
  return assetOf(tx, { ...theCase, customerId, phone: asker === 'staff' ? await phoneOfCase(tx, theCase) : null })
}

async function phoneOfCase(tx: Tx, { id }: Pick<ServiceCase, 'id'>): Promise<string | null> {
  const [visit] = await tx.all<{ phone: string }>(
    'SELECT phone FROM visit WHERE case_id = ? ORDER BY id DESC LIMIT 1',
    [id],
  )
  return visit?.phone || null
}

/** Whose appliance it is; a case may have begun before anybody knew. */
export async function customerOfCase(
  tx: Tx,
  { customerId, conversationId }: Pick<ServiceCase, 'customerId' | 'conversationId'>,
): Promise<number | null> {
  if (customerId !== null) return customerId
  const [row] = await tx.all<Row>('SELECT customer_id FROM conversation WHERE id = ?', [conversationId])
  return numberOrNull(row?.customer_id)
}

/**
 * Somebody of ours knows when the appliance of a case was sold; undefined when nobody knows which appliance it is. The
 * staff have seen its card.
 */
export async function keepPurchase(
  tx: Tx,
  theCase: ServiceCase,
  purchasedOn: string,
  actor: string,
): Promise<Asset | undefined> {
  return keepDay(tx, theCase, purchasedOn, actor, await assetOfCase(tx, theCase, 'staff'))
}

/**
 * The appliance of a case was installed and accepted on that day. What we know already is meant by its serial
 * number, or by its model where it is the customer's: any other of that kind stands beside the new one.
 */
export async function keepInstallation(
  tx: Tx,
  theCase: ServiceCase,
  installedOn: string,
  actor: string,
): Promise<Asset | undefined> {
  const known = await assetOfCase(tx, theCase, 'customer')
  const { modelNo, serialNo } = theCase
  const isIt = (serialNo !== null && known?.serialNo === serialNo) || (modelNo !== null && known?.modelNo === modelNo)
  return keepDay(tx, theCase, installedOn, actor, isIt ? known : undefined)
}

async function keepDay(
  tx: Tx,
  theCase: ServiceCase,
  purchasedOn: string,
  actor: string,
  known: Asset | undefined,
): Promise<Asset | undefined> {
  const { appliance, modelNo, serialNo } = theCase
  if (appliance === null) return undefined
  const customerId = await customerOfCase(tx, theCase)
  const begin = { customerId, appliance, modelNo, serialNo, purchasedOn, proven: true }
  const asset = known
    ? { ...known, modelNo: known.modelNo ?? modelNo, serialNo: known.serialNo ?? serialNo, purchasedOn, proven: true }
    : await addAsset(tx, begin)
  if (known) await saveAsset(tx, asset)
  const was = known?.purchasedOn ?? null
  const data = { case: theCase.id }
  await recordChange(tx, { actor, entity: 'asset', entityId: asset.id, was, became: purchasedOn, data })
  return asset
}

/** What was put into an appliance, or in the course of a case. */
export async function replacedIn(
  tx: Tx,
  { asset, caseId }: { readonly asset: number | undefined; readonly caseId: number },
): Promise<readonly Replaced[]> {
  const rows = await tx.all<Row>('SELECT part, warranty_end FROM replaced_part WHERE asset_id = ? OR case_id = ?', [
    asset ?? null,
    caseId,
  ])
  return rows.map(row => ({ part: row.part as string, warrantyEnd: row.warranty_end as string | null }))
}

function toAsset(row: Row): Asset {
  return {
    id: Number(row.id),
    customerId: numberOrNull(row.customer_id),
    appliance: row.appliance as string,
    modelNo: row.model_no as string | null,
    serialNo: row.serial_no as string | null,
    purchasedOn: row.purchased_on as string | null,
    proven: Boolean(row.proven),
    warrantyEnd: row.warranty_end as string | null,
    profile: row.profile as string | null,
    overhaulOfferedAt: numberOrNull(row.overhaul_offered_at),
  }
}
