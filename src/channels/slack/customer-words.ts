/** What customers read in Slack beside the texts of the flows: App Home, the form for a number, lists, a place. */
import type { Language } from '../../flow/flow.ts'

export type CustomerWords = {
  readonly home: {
    readonly title: string
    readonly nobody: string
    readonly visit: string
    readonly technician: (name: string) => string
    readonly noTechnician: string
    readonly cases: string
    readonly more: (count: number) => string
    readonly unnamed: string
    /** `day` is the day in Slack's markup, in the reader's own form. */
    readonly since: (day: string) => string
    readonly book: string
    readonly human: string
    readonly language: string
  }
  /** How a case stands, by its state. */
  readonly cases: Readonly<Record<string, string>>
  /** How a visit stands, by its state. */
  readonly visits: Readonly<Record<string, string>>
  readonly contact: {
    readonly title: string
    readonly send: string
    readonly close: string
    readonly phone: string
    readonly phoneHint: string
    readonly name: string
    readonly noPhone: string
  }
  /** On a list of choices before one is chosen. */
  readonly choose: string
  readonly place: string
  /** Said to somebody who pressed a button of another customer's question. */
  readonly notYours: string
}

const EN: CustomerWords = {
  home: {
    title: 'Your service',
    nobody:
      'Nothing is open. If something does not work as it should, write to me under Messages, or book a visit here.',
    visit: 'Your next visit',
    technician: name => `${name} comes to you`,
    noTechnician: 'We tell you here who comes as soon as it is settled.',
    cases: 'Your open cases',
    more: count =>
      count === 1 ? 'And one more. Ask me for it under Messages.' : `And ${count} more. Ask me under Messages.`,
    unnamed: 'Appliance not named yet',
    since: day => `Noted ${day}`,
    book: 'Book a visit',
    human: 'Talk to a person',
    language: '可以用中文和我交流：在“消息”里发送“切换成中文”。',
  },
  cases: {
    DRAFT: 'We are noting what is wrong.',
    OPEN: 'Noted. No visit has been booked yet.',
    DIAGNOSING: 'We are looking for the cause together.',
    REMOTE_GUIDED: 'We are waiting to hear whether it works again.',
    SCHEDULED: 'A visit is booked.',
    ESCALATED: 'A colleague is looking after this personally.',
    IN_SERVICE: 'The engineer is with you.',
    RESOLVED: 'Solved.',
    CLOSED: 'Closed.',
    REOPENED: 'Open again: it is not solved yet.',
    CANCELLED: 'Cancelled.',
  },
  visits: {
    REQUESTED: 'Booked. We are choosing the engineer.',
    ASSIGNED: 'Booked, and an engineer is assigned.',
    CONFIRMED: 'Booked, and confirmed by you.',
    UNCONFIRMED: 'Booked. Please tell us whether the time still suits you.',
    RESCHEDULE_PROPOSED: 'Booked. We have asked you for another time; until you agree, this one stands.',
    EN_ROUTE: 'The engineer is on the way.',
    ARRIVED: 'The engineer has arrived.',
    ARRIVED_NO_ANSWER: 'The engineer is at your door, and nobody opens.',
    MISSED_CUSTOMER: 'We did not meet you. Please choose another time when it suits you.',
    STAFF_NO_SHOW: 'Nobody of ours came. We are sorry. Please choose another time.',
    AWAITING_QUOTE: 'The engineer is with you. Work begins when you approve the quote.',
    DECLINED: 'You declined the quote. Nothing was changed on the appliance.',
    WORKING: 'The engineer is at work.',
    AWAITING_PART: 'A part is on its way. After that an engineer comes again.',
    PULLED_BACK: 'The appliance is in our workshop.',
    BLOCKED: 'Work has to wait for a while. We have told you until when.',
    COMPLETED: 'The work is done.',
    AWAITING_ACCEPTANCE: 'The work is done. Please tell us whether everything is in order.',
    ACCEPTED: 'The work is done, and you have accepted it.',
    CANCELLED: 'Cancelled.',
  },
  contact: {
    title: 'Your phone number',
    send: 'Send',
    close: 'Not now',
    phone: 'Phone number',
    phoneHint: 'So that we can call you about this matter.',
    name: 'Your name',
    noPhone: 'This does not look like a phone number. Please give it with the area or country code.',
  },
  choose: 'Please choose',
  place: 'Location',
  notYours: 'This question is for somebody else. Please mention me in a message of your own, and I will help you, too.',
}

const ZH: CustomerWords = {
  home: {
    title: '我的服务',
    nobody: '目前没有进行中的服务。如果电器有问题，请在“消息”里告诉我，或在这里预约上门。',
    visit: '下次上门',
    technician: name => `${name}为您上门服务`,
    noTechnician: '确定由哪位工程师上门后，我们会通知您。',
    cases: '进行中的服务单',
    more: count => `还有 ${count} 个服务单，可在“消息”里询问。`,
    unnamed: '电器待确认',
    since: day => `登记于 ${day}`,
    book: '预约上门',
    human: '转人工客服',
    language: 'You can write to me in English: send "switch to English" under Messages.',
  },
  cases: {
    DRAFT: '正在登记问题。',
    OPEN: '已登记，尚未预约上门。',
    DIAGNOSING: '正在和您一起查找原因。',
    REMOTE_GUIDED: '等待您确认是否恢复正常。',
    SCHEDULED: '已预约上门。',
    ESCALATED: '同事正在人工跟进。',
    IN_SERVICE: '工程师正在为您服务。',
    RESOLVED: '已解决。',
    CLOSED: '已结案。',
    REOPENED: '已重新打开，问题尚未解决。',
    CANCELLED: '已取消。',
  },
  visits: {
    REQUESTED: '已预约，正在安排工程师。',
    ASSIGNED: '已预约，工程师已安排。',
    CONFIRMED: '已预约，您已确认时间。',
    UNCONFIRMED: '已预约，请告诉我们时间是否仍然方便。',
    RESCHEDULE_PROPOSED: '已预约。我们想与您协商改时间，您同意之前原时间不变。',
    EN_ROUTE: '工程师正在路上。',
    ARRIVED: '工程师已到达。',
    ARRIVED_NO_ANSWER: '工程师在您门口，暂时无人应门。',
    MISSED_CUSTOMER: '工程师没有遇到您，您方便时请另选时间。',
    STAFF_NO_SHOW: '我们没有按时上门，非常抱歉。请您另选时间。',
    AWAITING_QUOTE: '工程师已到，等您确认报价后开始维修。',
    DECLINED: '您没有同意报价，电器保持原样。',
    WORKING: '工程师正在维修。',
    AWAITING_PART: '配件正在调货，到货后再次上门。',
    PULLED_BACK: '电器正在我们的维修中心。',
    BLOCKED: '维修暂停中，恢复时间已告知您。',
    COMPLETED: '服务已完成。',
    AWAITING_ACCEPTANCE: '服务已完成，请告诉我们是否一切正常。',
    ACCEPTED: '服务已完成，您已验收。',
    CANCELLED: '已取消。',
  },
  contact: {
    title: '联系电话',
    send: '发送',
    close: '暂不填写',
    phone: '电话号码',
    phoneHint: '方便我们就此事与您联系。',
    name: '您的称呼',
    noPhone: '这不像是电话号码。请填写完整的号码，固定电话请加区号。',
  },
  choose: '请选择',
  place: '位置',
  notYours: '这个问题是问另一位客户的。请您自己发一条消息并提到我，我也会帮您。',
}

export const CUSTOMER_WORDS: Readonly<Record<Language, CustomerWords>> = { en: EN, zh: ZH }
