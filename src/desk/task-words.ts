/** What staff are asked to do, in words of both languages, on every desk: by kind, and by what the task brings with it. */
import type { Text, Value, Values } from '../flow/flow.ts'
import { instantLabel } from '../service/windows.ts'
import { FIELD_NAMES, fieldWords } from './visit-field-words.ts'
import { optionText } from './visit-form-words.ts'

const TITLES: Readonly<Record<string, Text>> = {
  unhandled: { en: 'A message nobody understood', zh: '助手没有听懂的消息' },
  aside: { en: 'A message that could not be worked on', zh: '未能处理的消息' },
  unreachable: { en: 'The customer can no longer be reached here', zh: '在此渠道已联系不上客户' },
  undelivered: { en: 'A message that could not be delivered', zh: '未能送达的消息' },
  'confirm-visit': { en: 'Call: is the visit confirmed?', zh: '回电：确认上门时间' },
  rating: { en: 'Call: how was the service?', zh: '回电：询问服务满意度' },
  recheck: { en: 'Call: does it work again?', zh: '回电：询问是否恢复正常' },
  verify: { en: 'Details to verify', zh: '待核实的信息' },
  reassign: { en: 'Find another time or technician', zh: '重新安排时间或师傅' },
  unassigned: { en: 'Nobody is assigned yet', zh: '尚未安排师傅' },
  'call-customer': { en: 'Call the customer', zh: '致电客户' },
  'late-remedy': { en: 'Late: is something due to the customer?', zh: '迟到：是否给予客户补偿？' },
  'no-show': { en: 'Nobody of ours came', zh: '我方未按时上门' },
  'centre-informed': { en: 'A note was left at the door', zh: '师傅已留条离开' },
  'approve-quote': { en: 'A charge that is not in the tariff', zh: '报价含收费标准以外的项目' },
  'approve-part': { en: 'A part to be approved', zh: '配件申请待批准' },
  'tech-department': { en: 'For the technical department: the cause is not known', zh: '技术部门协助：故障原因待查' },
  'loaner-missing': { en: 'No loaner is free', zh: '没有可用的备用机' },
  'left-without-report': { en: 'The site was left without a report', zh: '已离场，未提交完工单' },
  'staff-in-danger': { en: 'A technician needs help', zh: '师傅紧急求助' },
  'no-window-soon': { en: 'No time is free as soon as it is promised', zh: '承诺时限内没有可预约的时间' },
  'out-of-area': { en: 'Farther than the outlet goes', zh: '超出网点服务范围' },
  'second-opinion': { en: 'The customer asks for a second opinion', zh: '客户要求复检' },
  'acceptance-override': { en: 'Accept the work for the customer?', zh: '是否代客户验收？' },
  'report-missing': { en: 'The repair report is missing', zh: '维修报告尚未提交' },
  part: { en: 'A part is missing', zh: '缺少配件' },
  'part-refused': { en: 'A part was refused', zh: '配件申请未获批准' },
  'old-part-untagged': { en: 'An old part has no tag', zh: '旧件未贴标签' },
  'accept-visit': { en: 'Call: is the work accepted?', zh: '回电：请客户确认验收' },
  'tell-technician': { en: 'Tell the technician', zh: '转告师傅' },
  'state-arrival': {
    en: 'A machine far away: tell the customer when somebody can be there',
    zh: '设备较远：请告知客户工程师何时到达',
  },
  'manager-present': { en: 'The customer asks for a manager to be there', zh: '客户要求主管到场' },
  'late-apology': { en: 'The customer does not accept the apology', zh: '客户不接受迟到道歉' },
  'part-late': { en: 'A part is not there in time', zh: '配件未按时到货' },
  'return-at-risk': { en: 'The promised return is near, and it is not ready', zh: '承诺的送回时间将至，尚未修好' },
  'return-broken': {
    en: 'Not back as promised: tell the customer a new day',
    zh: '未按承诺送回：请告知客户新的日期',
  },
  'return-incomplete': { en: 'The case cannot be closed yet', zh: '服务单暂不能关闭' },
  'loaner-due': { en: 'A loaner is to come back', zh: '备用机待收回' },
  identity: { en: 'Doubts who is at the door', zh: '客户对上门人员身份有疑问' },
  delivery: { en: 'Goods to deliver', zh: '待送货' },
  'prepare-visit': { en: 'To prepare for a visit', zh: '上门前需准备' },
  overhaul: { en: 'Overhaul before the warranty ends', zh: '保修到期前的检修' },
}

/** Kinds with words of their own. */
export const TASK_KINDS: readonly string[] = Object.keys(TITLES)

/** Kinds that a manager decides; all others are done. */
export const DECIDED_KINDS: readonly string[] = [
  'out-of-area',
  'approve-quote',
  'approve-part',
  'late-remedy',
  'acceptance-override',
]

/** What a kind of task is called; one without words by its id. */
export function taskTitle(kind: string): Text {
  return TITLES[kind] ?? { en: kind, zh: kind }
}

const LABELS: Readonly<Record<string, Text>> = {
  flag: { en: 'Flag', zh: '标记' },
  remedy: { en: 'Remedy', zh: '补偿方式' },
  minutes: { en: 'Minutes late', zh: '迟到分钟数' },
  km: { en: 'Distance in km', zh: '距离（公里）' },
  distanceKm: { en: 'Distance in km', zh: '距离（公里）' },
  radiusKm: { en: 'The outlet goes, in km', zh: '网点服务半径（公里）' },
  total: { en: 'Total (¥)', zh: '合计（¥）' },
  beyond: { en: 'Not in the tariff', zh: '收费标准以外' },
  missing: { en: 'Missing', zh: '缺少' },
  fields: { en: 'To be verified', zh: '待核实' },
  parts: { en: 'Parts', zh: '配件' },
  etaAt: { en: 'Expected', zh: '预计' },
  startsAt: { en: 'Visit', zh: '上门时间' },
  dueAt: { en: 'Due', zh: '截止' },
  since: { en: 'Since', zh: '自' },
  completedAt: { en: 'Completed', zh: '完工时间' },
  at: { en: 'At', zh: '时间' },
  technician: { en: 'Technician', zh: '师傅' },
  by: { en: 'From', zh: '来自' },
  asked: { en: 'Asked so far', zh: '已询问次数' },
  outlet: { en: 'Outlet', zh: '网点' },
  address: { en: 'Address', zh: '地址' },
  place: { en: 'Place', zh: '地点' },
  lastPlace: { en: 'Last shared location', zh: '师傅最近共享的位置' },
  lastPlaceAt: { en: 'Shared at', zh: '共享时间' },
  model: { en: 'Model', zh: '型号' },
  serial: { en: 'Serial number', zh: '序列号' },
  appliance: { en: 'Appliance', zh: '电器' },
  readyOn: { en: 'In stock from', zh: '到货日期' },
  what: { en: 'To be told', zh: '转告内容' },
  name: { en: 'Name', zh: '姓名' },
  amount: { en: 'Amount (¥)', zh: '金额（¥）' },
  loaner: { en: 'Loaner', zh: '备用机' },
  topic: { en: 'Topic', zh: '培训内容' },
  people: { en: 'People', zh: '人数' },
  ready: { en: 'Place is ready', zh: '安装位置已备好' },
}

/** Codes that tasks name, where no form does. */
const CODES: Readonly<Record<string, Text>> = {
  late: { en: 'we are late', zh: '我方迟到' },
  proposal: { en: 'another time was asked for, and not answered', zh: '改约请求未回复' },
  unconfirmed: { en: 'the visit was not confirmed', zh: '上门时间未确认' },
  remedy: { en: 'what was approved for the delay', zh: '迟到补偿已批准' },
  NEW_FAULT: { en: 'never seen at this model', zh: '该型号首次出现的故障' },
  gift: { en: 'a gift', zh: '礼品' },
  compensation: { en: 'a compensation', zh: '补偿' },
  'choose-time': { en: 'another time is still to be agreed', zh: '尚未重新约定上门时间' },
  door: { en: 'nobody opens the door', zh: '上门无人应门' },
  moment: { en: 'the customer is at a meal and decides now', zh: '客户正在用餐，马上决定' },
  'not-yet': { en: 'the customer needs a moment', zh: '客户请稍候' },
  cannot: { en: 'no work is possible now', zh: '现在无法作业' },
  'go-on': { en: 'the customer asks to go on', zh: '客户请师傅继续' },
  'come-in': { en: 'the customer asks to come in', zh: '客户请师傅进门' },
  model: { en: 'model', zh: '型号' },
  purchased: { en: 'day of purchase', zh: '购买日期' },
  symptom: { en: 'symptom', zh: '故障现象' },
  unsure: { en: 'not sure', zh: '不确定' },
  modelNo: { en: 'model', zh: '型号' },
  return: { en: 'the appliance is not back', zh: '机器尚未送回' },
  receipt: { en: 'the receipt', zh: '收条' },
  acceptance: { en: 'the customer’s acceptance', zh: '客户验收' },
  serialNo: { en: 'serial number', zh: '序列号' },
  purchasedOn: { en: 'day of purchase', zh: '购买日期' },
  appliance: { en: 'appliance', zh: '电器' },
  refrigerator: { en: 'refrigerator', zh: '冰箱' },
  'washing-machine': { en: 'washing machine', zh: '洗衣机' },
  'air-conditioner': { en: 'air conditioner', zh: '空调' },
}

/** From here on a number is an instant (September 2001), not a count. */
const FIRST_INSTANT = 1_000_000_000_000

/** One line for each thing that a task brings and the desk has words for; ids are for the desk itself. */
export function taskLines(data: Values | null, zone: string): Text[] {
  return Object.entries(data ?? {}).flatMap(([key, value]) => {
    const label = LABELS[key] ?? (HAS_FIELD.has(key) ? fieldWords(key).label : undefined)
    const shown = label && valueText(value, zone)
    return shown ? [{ en: `${label.en}: ${shown.en}`, zh: `${label.zh}：${shown.zh}` }] : []
  })
}

/** Fields of forms that a task repeats. */
const HAS_FIELD = new Set([
  'minutes',
  'reason',
  'part',
  'qty',
  'partAt',
  'plan',
  'why',
  'method',
  'condition',
  'workshopReason',
  'promisedReturnAt',
  'until',
  'purchasedOn',
  'severity',
  'window',
  'cause',
])

function valueText(value: Value | undefined, zone: string): Text | undefined {
  if (value === null || value === undefined || value === '') return undefined
  if (typeof value === 'number') return value >= FIRST_INSTANT ? instantLabel(value, zone) : same(String(value))
  if (typeof value === 'boolean') return value ? { en: 'yes', zh: '是' } : { en: 'no', zh: '否' }
  if (typeof value === 'string') return codeText(value)
  if (Array.isArray(value)) {
    const all = value.flatMap(one => valueText(one, zone) ?? [])
    return all.length === 0
      ? undefined
      : { en: all.map(({ en }) => en).join(', '), zh: all.map(({ zh }) => zh).join('、') }
  }
  return inBoth(value as Values, zone)
}

/** Text in both languages, or a line of a quote: its name and its amount. */
function inBoth(value: Values, zone: string): Text | undefined {
  const { en, zh, name, total } = value
  if (typeof en === 'string' && typeof zh === 'string') return { en, zh }
  const named = valueText(name, zone)
  if (named === undefined) return undefined
  return typeof total === 'number' ? { en: `${named.en} ¥${total}`, zh: `${named.zh} ¥${total}` } : named
}

function codeText(code: string): Text {
  return CODES[code] ?? (FIELD_NAMES.includes(code) ? fieldWords(code).label : optionText(code))
}

function same(text: string): Text {
  return { en: text, zh: text }
}
