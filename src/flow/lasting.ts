/** Buttons that keep their meaning after their flow has ended. */
import { readTap } from './answer.ts'
import type { Flow, Values } from './flow.ts'
import { bring, drop, indexOf, replaceTop, stepOf, unwind } from './frames.ts'
import { giveUp, isComputed, nextAsked, openQuestion, take } from './question.ts'
import { stale } from './repair.ts'
import { askOnce, run } from './steps.ts'
import { type Token, writeCarried } from './token.ts'
import { slotValue, type Turn } from './turn.ts'

/** A lasting button is an answer even when its flow has ended: the flow is opened at that question for that thing. */
export function tapLasting(turn: Turn, token: Extract<Token, { kind: 'lasting' }>) {
  const flow = turn.catalogue.flows.get(token.flow)
  const step = flow === undefined ? undefined : stepOf(flow, token.step)
  if (flow === undefined || step?.kind !== 'ask' || step.lasting === undefined) return stale(turn)
  if (isComputed(step)) return tapComputed(turn, flow, { [step.lasting]: token.carried, tapped: token.what })
  const same = writeCarried(slotValue(turn, step.lasting)) === writeCarried(token.carried)
  if (!same || openQuestion(turn)?.step !== step) {
    giveUp(turn)
    const index = indexOf(turn, flow.name)
    const stays = index >= 0 && same && turn.conversation.stack[index]?.how !== 'cancel'
    if (stays) unwind(turn, index)
    else if (index >= 0) drop(turn, index)
    if (!stays) bring(turn, flow, 'digression', same ? {} : { [step.lasting]: token.carried })
    replaceTop(turn, { step: step.id })
    nextAsked(turn, {})
  }
  const question = openQuestion(turn)
  const given = question === undefined ? undefined : readTap(turn, question, token.what)
  if (question === undefined || given === undefined) askOnce(turn)
  else {
    take(turn, question, given)
    run(turn)
  }
}

/** What was offered then may not be now: the flow begins anew with what was tapped, and sees to it. */
function tapComputed(turn: Turn, flow: Flow, values: Values) {
  giveUp(turn)
  const index = indexOf(turn, flow.name)
  if (index >= 0) drop(turn, index)
  bring(turn, flow, 'digression', values)
  run(turn)
}
