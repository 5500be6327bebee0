/**
 * Customers that a list brought. They stand beside those who write: a phone number that somebody types in a chat proves
 * nothing, so no chat ever reads a name or an address from here.
 */
import type { Language } from '../flow/flow.ts'
import { recordChange } from './audit.ts'
import type { Cell, Row, Tx } from './sql.ts'

export type ImportedAppliance = {
  readonly appliance: string
  readonly model?: string | undefined
  readonly serial?: string | undefined
  readonly purchasedOn?: string | undefined
  /** Somebody of the company has seen the card or the receipt. */
  readonly proven?: boolean | undefined
  readonly warrantyEnd?: string | undefined
  readonly profile?: string | undefined
}

export type ImportedCustomer = {
  /** E.164. */
  readonly phone: string
  readonly language: Language
  readonly name?: string | undefined
  readonly address?: string | undefined
  readonly appliances: readonly ImportedAppliance[]
}

export type Change = 'added' | 'changed' | 'unchanged'

/**
 * Adds a customer, or changes the imported one with that phone number; what the list leaves out stays as it was. Without
 * `write` it only tells what would happen.
 */
export async function saveImportedCustomer(tx: Tx, customer: ImportedCustomer, write: boolean): Promise<Change> {
  const [before] = await tx.all<Row>("SELECT * FROM customer WHERE source = 'imported' AND phone = ?", [customer.phone])
  if (!before) {
    if (write) await addCustomer(tx, customer)
    return 'added'
  }
  const id = Number(before.id)
  const { language, name, address } = customer
  const columns = differing(before, { language, name, address })
  if (write && columns.length > 0) {
    await update(tx, 'customer', id, columns)
    await recordChange(tx, {
      actor: 'import',
      entity: 'customer',
      entityId: id,
      was: null,
      became: 'imported',
      data: { was: Object.fromEntries(columns.map(([column]) => [column, before[column]])) },
    })
  }
  const assets = await tx.all<Row>('SELECT * FROM asset WHERE customer_id = ?', [id])
  let isChanged = columns.length > 0
  for (const appliance of customer.appliances) {
    if (await saveAppliance(tx, id, assets, appliance, write)) isChanged = true
  }
  return isChanged ? 'changed' : 'unchanged'
}

async function addCustomer(tx: Tx, { phone, language, name, address, appliances }: ImportedCustomer): Promise<void> {
  const [row] = await tx.all<Row>(
    `INSERT INTO customer (phone, language, name, address, source, created_at, updated_at)
     VALUES (?, ?, ?, ?, 'imported', ?, ?) RETURNING id`,
    [phone, language, name ?? null, address ?? null, tx.now, tx.now],
  )
  for (const appliance of appliances) await saveAppliance(tx, Number(row?.id), [], appliance, true)
}

/** Whether anything is new. */
async function saveAppliance(
  tx: Tx,
  customerId: number,
  assets: readonly Row[],
  appliance: ImportedAppliance,
  write: boolean,
): Promise<boolean> {
  const { serial, model } = appliance
  const before = assets.find(asset =>
    serial === undefined
      ? asset.appliance === appliance.appliance && asset.model_no === (model ?? null) && asset.serial_no === null
      : asset.serial_no === serial,
  )
  const values = {
    appliance: appliance.appliance,
    model_no: model,
    serial_no: serial,
    purchased_on: appliance.purchasedOn,
    proven: appliance.proven === undefined ? undefined : Number(appliance.proven),
    warranty_end: appliance.warrantyEnd,
    profile: appliance.profile,
  }
  if (before) {
    const columns = differing(before, values)
    if (write && columns.length > 0) await update(tx, 'asset', Number(before.id), columns)
    return columns.length > 0
  }
  if (write) {
    await tx.run(
      `INSERT INTO asset (customer_id, appliance, model_no, serial_no, purchased_on, proven, warranty_end, profile,
         created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      [
        customerId,
        values.appliance,
        model ?? null,
        serial ?? null,
        appliance.purchasedOn ?? null,
        values.proven ?? 0,
        appliance.warrantyEnd ?? null,
        appliance.profile ?? null,
        tx.now,
        tx.now,
      ],
    )
  }
  return true
}

function differing(row: Row, values: Readonly<Record<string, Cell | undefined>>): readonly (readonly [string, Cell])[] {
  return Object.entries(values).flatMap(([column, value]) =>
    value === undefined || row[column] === value ? [] : [[column, value] as const],
  )
}

async function update(
  tx: Tx,
  table: 'customer' | 'asset',
  id: number,
  columns: readonly (readonly [string, Cell])[],
): Promise<void> {
  await tx.run(
    `UPDATE ${table} SET ${columns.map(([column]) => `${column} = ?`).join(', ')}, updated_at = ? WHERE id = ?`,
    [...columns.map(([, value]) => value), tx.now, id],
  )
}
