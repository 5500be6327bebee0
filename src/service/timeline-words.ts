/** What each stage of a repair is called when the customer asks how far it is. */
import type { Text } from '../flow/flow.ts'
import type { VisitState } from './visit.ts'

/** `{who}` is the technician. States that bring nothing new to the customer have no line. */
export const VISIT_STAGES: Partial<Record<VisitState, Text>> = {
  ASSIGNED: { en: '{who} takes care of it', zh: '已安排{who}' },
  CONFIRMED: { en: 'the time is confirmed', zh: '上门时间已确认' },
  RESCHEDULE_PROPOSED: { en: 'we asked you for another time', zh: '我们向您提出了另一个时间' },
  EN_ROUTE: { en: '{who} set out', zh: '{who}已出发' },
  ARRIVED: { en: '{who} arrived', zh: '{who}已到达' },
  ARRIVED_NO_ANSWER: { en: '{who} was at the door, nobody answered', zh: '{who}到了门口，暂时无人应门' },
  MISSED_CUSTOMER: { en: 'we did not meet you and left a note', zh: '没能见到您，已留下留言条' },
  STAFF_NO_SHOW: { en: 'we did not come at the agreed time', zh: '我们未能按约定时间上门' },
  AWAITING_QUOTE: { en: 'you got the plan to look at', zh: '已发送方案，请您确认' },
  DECLINED: { en: 'you decided against the repair', zh: '您决定暂不维修' },
  WORKING: { en: 'work began', zh: '开始维修' },
  AWAITING_PART: { en: 'a part is missing', zh: '缺少配件' },
  PULLED_BACK: { en: 'the appliance went to the workshop', zh: '机器已拉回维修' },
  BLOCKED: { en: 'work was interrupted', zh: '维修暂停' },
  COMPLETED: { en: 'the work was done', zh: '服务已完成' },
  ACCEPTED: { en: 'the work was accepted', zh: '已验收' },
  CANCELLED: { en: 'the visit was cancelled', zh: '上门已取消' },
}

export const WORKSHOP_STAGES: Readonly<Record<string, Text>> = {
  CONSENTED: { en: 'you agreed to a repair in the workshop', zh: '您同意拉回维修' },
  IN_TRANSIT: { en: 'on the way to the workshop', zh: '机器运往维修中心' },
  IN_WORKSHOP: { en: 'arrived in the workshop', zh: '已到维修中心' },
  WAITING_PART: { en: 'the workshop waits for a part', zh: '维修中心等待配件' },
  READY: { en: 'repaired and tested in the workshop', zh: '维修中心已修好并试机' },
  RETURN_SCHEDULED: { en: 'the return is arranged', zh: '已安排送回' },
  RETURNED: { en: 'back with you', zh: '机器已送回' },
}

/** What comes next. `{when}` is a date, `{who}` the technician. */
export const NEXT = {
  visit: { en: 'Visit: {when}', zh: '上门时间：{when}' },
  proposed: { en: 'Your answer to the time we asked for: {when}', zh: '等您答复我们提出的时间：{when}' },
  eta: { en: '{who} should be there at {when}', zh: '{who}预计{when}到达' },
  door: { en: '{who} is at your door', zh: '{who}在您门口' },
  here: { en: '{who} is with you', zh: '{who}正在为您服务' },
  quote: { en: 'Your answer to the plan; nothing is done before it', zh: '等您确认方案，确认前不会动工' },
  blocked: { en: 'Work goes on at {when}', zh: '{when}继续维修' },
  part: { en: 'The part is expected on {when}; then we agree a time', zh: '配件预计{when}到货，到货后与您约时间' },
  ordered: { en: 'We tell you the date of the part when it is known', zh: '到货日期确定后会告诉您' },
  workshop: { en: 'Promised back by {when}', zh: '承诺送回时间：{when}' },
  ready: {
    en: 'Ready to be brought back: tap "Choose a time" above, or write "person"',
    zh: '可以送回了：请点上面的“选送回时间”，或回复“人工”',
  },
  again: { en: 'Another time is to be agreed: write "reschedule"', zh: '需要重新约时间：请回复“改期”' },
  acceptance: { en: 'Please tell us whether everything works', zh: '请告诉我们是否一切正常' },
} as const satisfies Readonly<Record<string, Text>>
