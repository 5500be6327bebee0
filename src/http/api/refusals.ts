/** What a refused order is told as: a status, and a sentence for whoever writes the program on the other side. */
import type { DeskRefusal } from '../../desk/command.ts'

type Told = { readonly status: 403 | 404 | 409 | 422; readonly message: string }

const TOLD: Readonly<Record<DeskRefusal, Told>> = {
  'not-found': { status: 404, message: 'There is nothing of that number, or no such technician or window.' },
  'not-allowed': { status: 403, message: 'This client has none of the roles that may do this; see values.roles.' },
  outdated: { status: 409, message: 'The visit has changed since that revision. Read it again.' },
  'not-possible-now': { status: 409, message: 'The visit is in a state from which this is not possible; see "moves".' },
  'not-trained': { status: 409, message: 'The technician is not trained for it; values.candidates are.' },
  'window-taken': { status: 409, message: 'The technician has something else at that time.' },
  'out-of-area': { status: 409, message: 'It is beyond the radius of the outlet: a manager has to allow it first.' },
  'quote-needed': { status: 409, message: 'The warranty is over: the customer must approve a quote before work.' },
  'quote-open': { status: 409, message: 'The customer has not answered the plan yet.' },
  'not-ready': { status: 409, message: 'The appliance is still in the workshop.' },
  'call-first': { status: 409, message: 'The customer must be called before anybody leaves.' },
  'too-early': { status: 409, message: 'One waits longer at a door; see values.notBefore (epoch milliseconds).' },
  'checklist-incomplete': { status: 422, message: 'Not everything on the checklist is ticked; see values.missing.' },
  'form-incomplete': { status: 422, message: 'The form is not complete; see values.missing.' },
  'details-wrong': { status: 422, message: 'Some fields are not as they must be; see values.fields.' },
  'date-missing': { status: 422, message: 'A date is needed: nothing is told to the customer without one.' },
  'reason-missing': { status: 422, message: 'A reason is needed.' },
  warning: { status: 409, message: 'Think again: values.warnings. Send the matching "despite…" field to go on.' },
  'already-claimed': { status: 409, message: 'Somebody else has it already.' },
  'not-yours': { status: 409, message: 'Somebody else owns it.' },
  'empty-text': { status: 422, message: 'There is nothing in it to send.' },
  'already-sent': { status: 409, message: 'It is on its way to the customer already.' },
}

export function toldOf(why: DeskRefusal): Told {
  return TOLD[why]
}
