/** Giving a customer one of our own documents: its data is kept now, the file is drawn when it is sent (or looked at). */
import type { Document, DocumentFile } from '../service/document.ts'
import { addDocument } from '../store/media.ts'
import type { Payload } from '../store/outbox.ts'
import type { Tx } from '../store/sql.ts'

/** Keeps the document with the conversation's files and gives the message that carries it. */
export async function keepDocument(
  tx: Tx,
  of: { readonly conversationId: string; readonly caseId: number | null },
  document: Document,
  { name, mime, text = '' }: DocumentFile,
): Promise<Payload> {
  const media = await addDocument(tx, { ...of, document, name, mime })
  return { kind: 'files', text, files: [{ media, kind: 'file', name, mime }] }
}
