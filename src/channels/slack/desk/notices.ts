/** What the desk tells one person about what they have just done, where no command was refused. */
import type { Language } from '../../../flow/flow.ts'

export type OwnNotice =
  /** A post begins with a quote and goes on without one. */
  | 'mixed'
  /** The post of a reply was changed and is no longer marked for the customer. */
  | 'unmarked'
  /** Written for the customer in the thread of a visit or a task. */
  | 'wrong-thread'
  /** Written for the customer below a copy of a card that is followed elsewhere. */
  | 'copied-card'
  /** The shortcut, on a post that is in no thread of an escalation or that nobody on the staff wrote. */
  | 'no-thread'
  /** The shortcut, on a post that has gone out. */
  | 'sent-already'
  /** The shortcut, on a post that was undone. */
  | 'undone-before'
  /** Slack does not say who is staff; it will bring the post again. */
  | 'unsure-again'
  /** Slack did not open a form in the three seconds it has. */
  | 'form-late'
  /** In a thread: a customer's file that did not reach us. */
  | 'file-lost'
  /** The slash command, by somebody who is not staff. */
  | 'customers-write-elsewhere'

const WORDS: Readonly<Record<OwnNotice, Readonly<Record<Language, string>>>> = {
  mixed: {
    en: 'Some lines of your post begin with `&gt;` and some do not, so nothing was sent to the customer. Please begin every line that is for them with `&gt;`; what is only for colleagues goes in a post of its own.',
    zh: '这条消息里有的行以 `&gt;` 开头，有的没有，所以没有发给客户。请让每一行要发给客户的话都以 `&gt;` 开头，只给同事看的内容请另发一条。',
  },
  unmarked: {
    en: 'This post no longer begins with `&gt;`, so the customer still has what it said before. Begin it with `&gt;` to change what they have, or delete the post to take it back.',
    zh: '这条消息不再以 `&gt;` 开头，客户看到的仍是修改前的内容。要更新请重新以 `&gt;` 开头；要撤回请删除这条消息。',
  },
  'wrong-thread': {
    en: 'Nothing was sent: a customer is written to in the thread of an escalation, and this is not one. Please write in the thread of their card there.',
    zh: '没有发出：只有在转人工卡片的消息列里才能写给客户，这里不是。请到这位客户的转人工卡片下回复。',
  },
  'copied-card': {
    en: 'Nothing was sent: this card was posted twice, and this copy is not followed. Please write in the thread of the newer card.',
    zh: '没有发出：这张卡片重复发了一次，这一张不会再更新。请到较新的那张卡片下回复。',
  },
  'no-thread': {
    en: "Nothing was sent: only a colleague's post in the thread of an escalation can be sent to the customer.",
    zh: '没有发出：只有转人工卡片的消息列里、同事写的消息才能发给客户。',
  },
  'sent-already': {
    en: 'This post has been sent to the customer already. Edit it to change what they have.',
    zh: '这条消息已经发给客户了。要更改内容，直接编辑这条消息即可。',
  },
  'undone-before': {
    en: 'This post was undone, and the customer does not get it. To send it after all, please post it again.',
    zh: '这条消息已经撤回，不会发给客户。如果还是要发，请重新发一条。',
  },
  'unsure-again': {
    en: 'Slack cannot tell me right now who is staff. I try again by myself for some minutes; if nothing about the delivery appears below your post, please send it again.',
    zh: '暂时无法向 Slack 确认您是否为本团队成员。几分钟内我会自动重试；如果您的消息下方没有出现发送状态，请重新发送。',
  },
  'form-late': {
    en: 'Slack did not open the form in time, and nothing was done. Please press the button again.',
    zh: 'Slack 没能及时打开表单，什么都没有改动。请再按一次按钮。',
  },
  'file-lost': {
    en: 'The file could not be fetched. If it matters, please ask the customer to send it again.',
    zh: '文件没能取到。如果需要，请让客户再发一次。',
  },
  'customers-write-elsewhere': {
    en: 'This command is for our staff. If we can help you with an appliance, please send me a direct message.',
    zh: '这个命令仅供工作人员使用。如果您的电器有问题，请直接给我发私信。',
  },
}

/** In Slack's markup, without anything of a customer's. */
export function ownNotice(notice: OwnNotice, language: Language): string {
  return WORDS[notice][language]
}
