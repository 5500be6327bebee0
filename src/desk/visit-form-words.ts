/** What the moves of a visit and the codes of their forms are called, in both languages, on every desk. */
import type { Text } from '../flow/flow.ts'
import type { VisitMove } from './command.ts'

export type MoveWords = {
  /** On the button: at most 24 characters. */
  readonly label: Text
  /** Asked before a move that cannot be taken back, or that alarms people. */
  readonly sure?: Text
}

export const MOVE_WORDS: Readonly<Record<VisitMove, MoveWords>> = {
  assign: { label: { en: 'Assign', zh: '派工' } },
  confirm: { label: { en: 'Confirmed by phone', zh: '电话已确认' } },
  propose: { label: { en: 'Ask for another time', zh: '协商改时间' } },
  'withdraw-proposal': { label: { en: 'Keep the old time', zh: '保留原时间' } },
  'on-the-way': { label: { en: 'On the way', zh: '已出发' } },
  late: { label: { en: 'Running late', zh: '会迟到' } },
  arrived: { label: { en: 'Arrived', zh: '已到达' } },
  'no-answer': { label: { en: 'Nobody opens', zh: '无人应门' } },
  answered: { label: { en: 'Door was opened', zh: '客户已开门' } },
  'left-note': { label: { en: 'Left a note', zh: '留条离开' } },
  'owner-absent': { label: { en: 'Owner is not there', zh: '户主不在' } },
  postpone: { label: { en: 'Work not possible now', zh: '暂时无法施工' } },
  begin: { label: { en: 'Begin work', zh: '开始维修' } },
  quote: { label: { en: 'Quote', zh: '报价' } },
  part: { label: { en: 'Part is missing', zh: '缺件' } },
  'propose-workshop': { label: { en: 'To the workshop', zh: '拉回维修' } },
  block: { label: { en: 'Work stands still', zh: '暂停施工' } },
  resume: { label: { en: 'Go on working', zh: '继续维修' } },
  complete: { label: { en: 'Complete', zh: '完工' } },
  accept: { label: { en: 'Accepted', zh: '代为验收' } },
  'add-finding': { label: { en: 'Add the cause', zh: '补填故障原因' } },
  'leave-site': { label: { en: 'Left the site', zh: '已离开现场' } },
  sos: {
    label: { en: 'I need help', zh: '紧急求助' },
    sure: { en: 'Colleagues are called to your side at once.', zh: '会立即通知同事前来支援。' },
  },
  cancel: {
    label: { en: 'Cancel visit', zh: '取消上门' },
    sure: {
      en: 'The customer is told at once, and the time is free for others again.',
      zh: '会立即通知客户，该时段重新开放给其他客户。',
    },
  },
}

const OPTION_WORDS: Readonly<Record<string, Text>> = {
  // Billing classes.
  PAID: { en: 'A · paid', zh: 'A 类 · 收费' },
  CONTRACT: { en: 'B · contract', zh: 'B 类 · 合同' },
  FREE: { en: 'C · free under warranty', zh: 'C 类 · 保修免费' },
  INTERNAL: { en: 'D · internal', zh: 'D 类 · 内部' },
  // Reasons.
  'previous-visit': { en: 'The visit before took longer', zh: '上一户耗时较长' },
  traffic: { en: 'Traffic', zh: '堵车' },
  vehicle: { en: 'Trouble with the vehicle', zh: '车辆故障' },
  'part-fetched': { en: 'A part is being fetched', zh: '正在取配件' },
  'staff-ill': { en: 'A colleague is ill', zh: '同事身体不适' },
  weather: { en: 'Weather', zh: '天气原因' },
  'power-cut': { en: 'Power cut', zh: '停电' },
  'appliance-elsewhere': { en: 'The appliance is elsewhere', zh: '电器不在现场' },
  'owner-leaving': { en: 'The customer has to leave', zh: '客户有事外出' },
  meal: { en: 'Mealtime', zh: '正值用餐时间' },
  'unknown-fault': { en: 'The fault is not known yet', zh: '故障原因待查' },
  'special-tools': { en: 'Needs special tools', zh: '需要专用设备' },
  'long-test': { en: 'Needs a long test', zh: '需要长时间测试' },
  'sealed-system': { en: 'The sealed system must be opened', zh: '需要打开密封系统' },
  'needs-dismantling': { en: 'Must be taken apart', zh: '需要拆机' },
  other: { en: 'Something else', zh: '其他' },
  // Classes of a fee.
  upgrade: { en: 'Upgrade', zh: '升级' },
  software: { en: 'Software', zh: '软件' },
  'out-of-warranty': { en: 'Out of warranty', zh: '保修外' },
  // How the finished work was accepted, and what it came to.
  'signed-sheet': { en: 'Signed sheet', zh: '客户签字单' },
  override: { en: 'A manager takes it on', zh: '主管代为验收' },
  repaired: { en: 'Repaired', zh: '已修好' },
  'no-fault': { en: 'No fault found', zh: '未发现故障' },
  ordinary: { en: 'Ordinary', zh: '一般' },
  serious: { en: 'Serious', zh: '严重' },
  pass: { en: 'Passed', zh: '合格' },
  fail: { en: 'Not passed', zh: '不合格' },
  // Before setting out.
  tools: { en: 'Tools', zh: '工具' },
  parts: { en: 'Spare parts', zh: '配件' },
  tariff: { en: 'Tariff', zh: '收费标准' },
  permit: { en: 'Work permit', zh: '上岗证' },
  receipts: { en: 'Receipt book', zh: '收据本' },
  // Parts with a warranty of their own (K-14).
  compressor: { en: 'Compressor', zh: '压缩机' },
  motor: { en: 'Motor', zh: '电机' },
}

/** What a code of a form is called; one without words as it is. */
export function optionText(code: string): Text {
  return OPTION_WORDS[code] ?? { en: code, zh: code }
}

export const OPTION_CODES: readonly string[] = Object.keys(OPTION_WORDS)
