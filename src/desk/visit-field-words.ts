/** What stands beside the fields of a visit's forms, in both languages, on every desk. */
import type { Text } from '../flow/flow.ts'

export type FieldWords = {
  readonly label: Text
  /** What becomes of it, or what it is for. */
  readonly hint?: Text
  /** Stands in an empty field. */
  readonly example?: Text
}

const FIELD_WORDS: Readonly<Record<string, FieldWords>> = {
  technician: {
    label: { en: 'Technician', zh: '师傅' },
    hint: { en: 'Trained for the appliance and free at that time.', zh: '具备该电器的维修资格，且该时段有空。' },
  },
  billingClass: {
    label: { en: 'Billing class', zh: '结算类别' },
    hint: { en: 'Stands on the record from now on.', zh: '派工后记入服务单。' },
  },
  despiteBillingConflict: {
    label: { en: 'I have checked the warranty: assign all the same', zh: '已核对保修情况，仍按此派工' },
  },
  window: {
    label: { en: 'New time', zh: '新的上门时间' },
    hint: {
      en: 'The old time stands until the customer agrees.',
      zh: '客户同意之前，原来的时间仍然有效。',
    },
  },
  reason: {
    label: { en: 'Reason', zh: '原因' },
    hint: { en: 'Only what is true: the customer may read it.', zh: '请如实选择，客户可能会看到。' },
  },
  minutes: {
    label: { en: 'Minutes until arrival', zh: '预计几分钟后到' },
    hint: { en: 'The customer is told.', zh: '会通知客户。' },
  },
  checklist: {
    label: { en: 'With you', zh: '出发前自查' },
    hint: { en: 'Everything must be ticked before setting out.', zh: '全部勾选后才能出发。' },
  },
  called: {
    label: { en: 'I called the customer and left a note', zh: '已致电客户，并留下留言条' },
  },
  purchasedOn: {
    label: { en: 'Day of purchase on the card or receipt', zh: '保修卡或发票上的购买日期' },
    hint: { en: 'Only if you have seen it.', zh: '请以您亲眼所见为准，没有可不填。' },
    example: { en: '2025-03-01', zh: '2025-03-01' },
  },
  plan: {
    label: { en: 'What is going to be done', zh: '维修方案' },
    hint: { en: 'The customer reads it before agreeing.', zh: '客户确认前会看到。' },
    example: { en: 'e.g. replace the drain pump, then a test run', zh: '例如：更换排水泵，然后试机' },
  },
  tariff: {
    label: { en: 'From the tariff', zh: '收费项目' },
  },
  extraName: {
    label: { en: 'Something that is not in the tariff', zh: '收费标准以外的项目' },
    hint: { en: 'A manager must agree before the customer sees it.', zh: '须经主管同意后才会发给客户。' },
  },
  extraPrice: { label: { en: 'Its price (¥)', zh: '该项金额（¥）' } },
  extraClass: { label: { en: 'Its class', zh: '该项类别' } },
  part: {
    label: { en: 'Part', zh: '配件' },
    example: { en: 'e.g. drain pump', zh: '例如：排水泵' },
  },
  qty: { label: { en: 'Pieces', zh: '数量' } },
  partAt: {
    label: { en: 'When it is there', zh: '到货时间' },
    hint: { en: 'The customer is told this date.', zh: '会把这个时间告诉客户。' },
  },
  workshopReason: {
    label: { en: 'Why in the workshop', zh: '拉回维修的原因' },
    hint: { en: 'The customer is told.', zh: '会如实告诉客户。' },
  },
  condition: {
    label: { en: 'Condition and accessories', zh: '外观和随机附件' },
    hint: { en: 'Stands on the receipt.', zh: '写入收机凭证。' },
    example: { en: 'e.g. scratch on the left side, with hose', zh: '例如：左侧有划痕，含进水管' },
  },
  promisedReturnAt: {
    label: { en: 'Back by', zh: '承诺送回时间' },
    hint: { en: 'The customer is told this date.', zh: '会把这个时间告诉客户。' },
  },
  loaner: { label: { en: 'Loaner', zh: '备用机' } },
  blockReason: { label: { en: 'Why', zh: '原因' } },
  until: {
    label: { en: 'Until when', zh: '预计恢复时间' },
    hint: { en: 'The customer is told.', zh: '会通知客户。' },
  },
  method: { label: { en: 'How', zh: '方式' } },
  why: { label: { en: 'Why', zh: '理由' } },
  outcome: { label: { en: 'Came to', zh: '处理结果' } },
  severity: {
    label: { en: 'Severity', zh: '严重程度' },
    hint: { en: 'A serious defect needs a photo or a video.', zh: '严重故障须有照片或视频。' },
  },
  cause: {
    label: { en: 'Cause', zh: '故障原因' },
    example: { en: 'e.g. drain pump blocked by a coin', zh: '例如：排水泵被硬币卡住' },
  },
  measures: {
    label: { en: 'What was done', zh: '处理措施' },
    example: { en: 'e.g. coin removed, pump cleaned', zh: '例如：取出硬币，清洗水泵' },
  },
  parts: {
    label: { en: 'Parts used', zh: '所用配件' },
    example: { en: 'e.g. none', zh: '例如：无' },
  },
  replaced: {
    label: { en: 'Replaced under a warranty of its own', zh: '更换的保修件' },
  },
  tagNo: {
    label: { en: 'Tag of the old part', zh: '旧件标签号' },
    hint: { en: 'The number of the record; the old part comes back.', zh: '与服务单号一致，旧件须带回。' },
  },
  despiteUntaggedPart: {
    label: { en: 'The old part cannot be tagged: complete all the same', zh: '旧件无法贴标签，仍然完工' },
  },
  testRun: { label: { en: 'Test run done', zh: '已试机' } },
  noOtherFaults: { label: { en: 'No other fault found', zh: '通检无其他故障' } },
  cleaned: { label: { en: 'Place left clean', zh: '现场已清洁' } },
  demonstrated: { label: { en: 'Use shown to the customer', zh: '已向客户演示使用' } },
  explained: { label: { en: 'Cause and care explained', zh: '已讲解原因和保养' } },
  acceptanceList: { label: { en: 'Acceptance list gone through', zh: '已逐项核对验收清单' } },
  configuration: { label: { en: 'Configuration noted', zh: '已登记配置' } },
  maintenanceManual: { label: { en: 'Maintenance manual handed over', zh: '已交付保养手册' } },
  faq: { label: { en: 'Frequent questions explained', zh: '已讲解常见问题' } },
  openedAndChecked: { label: { en: 'Unpacked and checked together', zh: '已当面开箱验货' } },
  result: { label: { en: 'Inspection', zh: '检查结果' } },
  receiptReclaimed: { label: { en: 'Receipt taken back', zh: '已收回收机凭证' } },
  loanerReturned: { label: { en: 'Loaner taken back', zh: '已取回备用机' } },
  signedSheet: { label: { en: 'The customer has signed the sheet', zh: '客户已在服务单上签字' } },
}

/** What stands beside a field; one without words is called by its name. */
export function fieldWords(name: string): FieldWords {
  return FIELD_WORDS[name] ?? { label: { en: name, zh: name } }
}

export const FIELD_NAMES: readonly string[] = Object.keys(FIELD_WORDS)
