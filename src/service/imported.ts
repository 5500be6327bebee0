/** Outlets, technicians and loaners that were imported, in the place of those of `flows/outlets.yaml`. */

export const ENTRY_KINDS = ['outlets', 'technicians', 'loaners'] as const
export type EntryKind = (typeof ENTRY_KINDS)[number]

/** One of them as `outlets.yaml` writes it; it has more keys than the id. */
export type Entry = { readonly id: string } & Readonly<Record<string, unknown>>

export type Imported = Readonly<Record<EntryKind, readonly Entry[]>>

/** `outlets.yaml`, once it was found to be right. */
export type OutletsYaml = Readonly<Record<'outlets' | 'technicians', readonly Entry[]>> & {
  readonly loaners?: readonly Entry[]
}

/** What was imported takes the place of the file's: imported outlets have their own technicians and loaners only. */
export function mergeImported(file: OutletsYaml, { outlets, technicians, loaners }: Imported): Imported {
  const isOfFile = outlets.length === 0
  return {
    outlets: isOfFile ? file.outlets : outlets,
    technicians: isOfFile && technicians.length === 0 ? file.technicians : technicians,
    loaners: isOfFile && loaners.length === 0 ? (file.loaners ?? []) : loaners,
  }
}
