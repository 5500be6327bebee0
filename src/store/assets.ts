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

/** What is known of an appliance somebody speaks of. */
export type Appliance = Pick<ServiceCase, 'appliance' | 'modelNo' | 'serialNo' | 'customerId'> & {
  readonly phone: string | null
}

/**
 * By its serial number, else the customer's only one of that kind and model, or their only one at all where none is named, where the customer is who speaks or has that
 * phone number. Where two could be meant it is neither.
 */
export async function assetOf(
  tx: Tx,
  { appliance, modelNo, serialNo, customerId, phone }: Appliance,
): Promise<Asset | undefined> {
  if (serialNo) {
    const [row] = await tx.all<Row>('SELECT * FROM asset WHERE serial_no = ? ORDER BY id DESC LIMIT 1', [serialNo])
    if (row) return toAsset(row)
  }
  const rows = appliance
    ? await tx.all<Row>(
        `SELECT * FROM asset WHERE appliance = ? AND (serial_no IS NULL OR ? IS NULL)
           AND customer_id IN (SELECT id FROM customer WHERE id = ? OR phone = ?)`,
        [appliance, serialNo, customerId, phone],
      )
    : await tx.all<Row>('SELECT * FROM asset WHERE customer_id = ?', [customerId])
  const assets = rows.map(toAsset)
  const sameModel = assets.filter(asset => modelNo !== null && asset.modelNo === modelNo)
  const meant = sameModel.length > 0 ? sameModel : assets
  return meant.length === 1 ? meant[0] : undefined
}

/** The appliance a case is about; the customer is the one of its conversation, the phone number that of its newest visit. */
export async function assetOfCase(tx: Tx, theCase: ServiceCase): Promise<Asset | undefined> {
  const [visit] = await tx.all<{ phone: string }>(
    'SELECT phone FROM visit WHERE case_id = ? ORDER BY id DESC LIMIT 1',
    [theCase.id],
  )
  const customerId = await customerOfCase(tx, theCase)
  return assetOf(tx, { ...theCase, customerId, phone: visit?.phone || null })
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
 * The appliance of a case has been bought, delivered or installed on that day, and somebody of ours knows it; undefined
 * when nobody knows which appliance it is.
 */
export async function keepPurchase(
  tx: Tx,
  theCase: ServiceCase,
  purchasedOn: string,
  actor: string,
): Promise<Asset | undefined> {
  const { appliance, modelNo, serialNo } = theCase
  if (appliance === null) return undefined
  const known = await assetOfCase(tx, theCase)
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
