/** The work is done, and somebody says that it is accepted (R-059, R-071, R-072, R-074, R-109, R-114, K-24). */
import type { Value, Values } from '../../flow/flow.ts'
import { FORM_BOXES, FORM_LINES, missingFindings, replacedParts } from '../../service/completion.ts'
import type { Acceptance, Visit } from '../../service/visit.ts'
import { partWarrantyEnd } from '../../service/warranty.ts'
import { assetOfCase } from '../../store/assets.ts'
import { hasMediaOf } from '../../store/media.ts'
import { addReplaced, partsOfVisit, savePart } from '../../store/parts.ts'
import type { Tx } from '../../store/sql.ts'
import { addTask, finishTask } from '../../store/tasks.ts'
import type { VisitMove } from '../command.ts'
import type { CommandContext } from '../context.ts'
import { formOf } from '../visit-forms.ts'
import { afterMaintenance, startWarranty } from './asset-clocks.ts'
import { carryOut } from './carry-out.ts'
import type { Ordered, Prepare } from './prepare.ts'
import { warrantyOfCase } from './warranty.ts'
import { missingOnReturn, noteReturn } from './workshop-return.ts'

type Covered = { readonly part: string; readonly underWarranty: boolean }

const complete: Prepare = async (ordered, context) => {
  const { case: theCase, details } = ordered
  const { despiteUntaggedPart, ...form } = details
  const replaced = await coverage(ordered, context)
  const untagged = details.tagNo ? [] : replaced.filter(({ underWarranty }) => underWarranty).map(({ part }) => part)
  return {
    details: {
      form,
      missing: [...(await missingBesides(ordered, context)), ...(await missingOnReturn(ordered, context))],
      untagged,
      ...(despiteUntaggedPart === true && { despite: ['old-part-untagged'] }),
    },
    after: async visit => {
      await noteParts(visit, ordered, replaced, context)
      const warrantyUntil = await afterMaintenance(theCase, form.result, context)
      const back = await noteReturn(visit, ordered, context)
      if (untagged.length > 0) await listUntagged(visit, untagged, context)
      const isSigned = form.signedSheet === true
      if (isSigned) await startWarranty(theCase, context.now, context)
      const carried = isSigned
        ? await carryOut({ visit, case: theCase }, 'accept', 'staff', context, {
            acceptance: { by: context.staff.id, at: context.now, method: 'signed-sheet' },
          })
        : await carryOut({ visit, case: theCase }, 'await-acceptance', 'bot', context)
      if ('ok' in carried) throw new Error(`Visit ${visit.id} was completed and cannot be accepted: ${carried.why}`)
      return {
        values: {
          work: { ...workValues(form), accepted: isSigned, ...back, ...(warrantyUntil && { warrantyUntil }) },
          words: theCase.freeText,
          ...(theCase.appliance && { appliance: theCase.appliance }),
        },
      }
    },
  }
}

/** `work` { outcome, finding, measures, testRun, accepted, warrantyUntil? } for the texts after the work. */
function workValues({ outcome, cause, measures, testRun }: Values): Values {
  return {
    outcome: outcome === 'no-fault' ? 'no-fault' : 'repaired',
    finding: cause ?? null,
    measures: measures ?? null,
    testRun: testRun === true,
  }
}

/** What the form of this type of visit asks besides (R-114, R-116, R-061 …), and pictures that must be there. */
async function missingBesides({ visit, case: theCase, details, facts }: Ordered, { tx }: CommandContext) {
  const known: readonly string[] = [...FORM_BOXES, ...FORM_LINES]
  const fields = formOf('complete', facts)
    .filter(({ name, required, kind }) => required && !known.includes(name) && isEmpty(details[name], kind === 'box'))
    .map(({ name }) => name)
  const isShown =
    (details.severity !== 'serious' || (await hasMediaOf(tx, theCase.id, { since: theCase.openedAt, of: ANYBODY }))) &&
    (details.signedSheet !== true || (await hasSheet(visit, tx)))
  return [...fields, ...(isShown ? [] : ['media'])]
}

/** A defect may have been shown before the visit, and by the customer. */
const ANYBODY = ['customer', 'agent', 'technician'] as const

/** K-24: a sheet is signed at this visit, and its picture comes from us. */
function hasSheet({ caseId, arrivedAt, createdAt }: Visit, tx: Tx): Promise<boolean> {
  return hasMediaOf(tx, caseId, { since: arrivedAt ?? createdAt, of: ['technician', 'agent'] })
}

function isEmpty(value: Value | undefined, mustBeTicked: boolean): boolean {
  return mustBeTicked ? value !== true : value === undefined || value === ''
}

async function coverage({ case: theCase, details }: Ordered, context: CommandContext): Promise<readonly Covered[]> {
  const covered: Covered[] = []
  for (const part of replacedParts(details)) {
    const { status } = await warrantyOfCase(theCase, context, part)
    covered.push({ part, underWarranty: status === 'ACTIVE' })
  }
  return covered
}

/** each has a warranty of its own from now on; what was ordered for this visit is used with it. */
async function noteParts(
  visit: Visit,
  { case: theCase, details }: Ordered,
  replaced: readonly Covered[],
  { tx, now, service, staff }: CommandContext,
): Promise<void> {
  const { products, policy } = service
  const asset = replaced.length === 0 ? undefined : await assetOfCase(tx, theCase, 'staff')
  const ordered = (await partsOfVisit(tx, visit.id)).filter(({ state }) => state === 'RECEIVED')
  for (const { part, underWarranty } of replaced) {
    const request = ordered.find(one => one.part === part)
    await addReplaced(tx, {
      visitId: visit.id,
      caseId: visit.caseId,
      assetId: asset?.id ?? null,
      part,
      qty: request?.qty ?? 1,
      underWarranty,
      tagNo: typeof details.tagNo === 'string' ? details.tagNo : null,
      warrantyEnd: partWarrantyEnd(theCase.appliance, part, now, products, policy, policy.region.zone),
    })
    if (request) await savePart(tx, request, { ...request, state: 'USED' }, staff.id)
  }
}

/** completed in spite of the warning, it stays listed until somebody has the old part. */
async function listUntagged(visit: Visit, parts: readonly string[], { tx, staff }: CommandContext): Promise<void> {
  await addTask(tx, {
    conversationId: visit.conversationId,
    caseId: visit.caseId,
    kind: 'old-part-untagged',
    data: { visit: visit.id, parts: [...parts], by: staff.name },
  })
}

/** K-24: instead of the customer's own word. A sheet needs its picture, a manager's word its reason. */
const accept: Prepare = async ({ visit, case: theCase, details: { method, why } }, context) => {
  const { tx, now, staff } = context
  if (method !== 'signed-sheet' && method !== 'override') {
    return { refused: { ok: false, why: 'details-wrong', values: { fields: ['method'] } } }
  }
  if (method === 'override' && !staff.roles.includes('manager')) {
    return { refused: { ok: false, why: 'not-allowed', values: { roles: ['manager'] } } }
  }
  if (method === 'override' && typeof why !== 'string') return { refused: { ok: false, why: 'reason-missing' } }
  if (method === 'signed-sheet' && !(await hasSheet(visit, tx))) {
    return { refused: { ok: false, why: 'form-incomplete', values: { missing: ['media'] } } }
  }
  const acceptance: Acceptance = { by: staff.id, at: now, method, ...(typeof why === 'string' && { why }) }
  return {
    details: { acceptance },
    after: async () => {
      await startWarranty(theCase, now, context)
      return undefined
    },
  }
}

/** a cause that is known by now; whoever was asked for it need not be any more. */
const addFinding: Prepare = async ({ visit, details: { cause, measures } }, { tx, staff }) => {
  const form = visit.completion ?? {}
  if (missingFindings(form).length === 0) return { refused: { ok: false, why: 'not-possible-now' } }
  return {
    details: { form: { ...form, ...(cause && { cause }), ...(measures && { measures }) } },
    after: async () => {
      const [task] = await tx.all<{ id: number }>(
        `SELECT id FROM staff_task WHERE conversation_id = ? AND kind = 'report-missing' AND state = 'OPEN'
           AND json_extract(data, '$.visit') = ?`,
        [visit.conversationId, visit.id],
      )
      if (task) await finishTask(tx, Number(task.id), staff)
      return undefined
    },
  }
}

export const COMPLETION_ORDERS: Partial<Record<VisitMove, Prepare>> = { complete, 'add-finding': addFinding, accept }
