/** What the terminal shows: messages and its own few words, as lines of text. Pure. */
import { styleText } from 'node:util'
import type { OutboundContent, OutboundFile } from '../../assistant/channel.ts'
import type { Language } from '../../flow/flow.ts'

/** What runs in a conversation, for `:who`. `flows` are the open flows, the one that speaks last. */
export type Look = {
  readonly owner: string
  readonly flows: readonly { readonly flow: string; readonly step: string }[]
  readonly slots: Readonly<Record<string, unknown>>
}

type Style = 'bold' | 'dim' | 'cyan' | 'green' | 'yellow'
export type Paint = (style: Style, text: string) => string

/** Colours, or none where the environment asks for none. */
export function createPaint(colour: boolean): Paint {
  return colour ? (style, text) => styleText(style, text, { validateStream: false }) : (_, text) => text
}

/** Whatever a message is made of, as lines of text; of an edit or a deletion, what has changed. */
export function drawMessage(
  content: Exclude<OutboundContent, { kind: 'settle' }>,
  language: Language,
  paint: Paint,
): string {
  const words = WORDS[language]
  switch (content.kind) {
    case 'text':
      return drawText(content, language, paint)
    case 'files': {
      const told = content.files.map(({ kind, name }) => [words[kind], ...(name ? [printable(name)] : [])].join(': '))
      const names = told.map(one => paint('dim', `[${one}]`))
      return [...names, ...(content.text === '' ? [] : [printable(content.text)])].join('\n')
    }
    case 'location':
      return paint('dim', `[${words.place}: ${content.latitude}, ${content.longitude}]`)
    case 'edit':
      return `${paint('dim', `(${words.edited})`)} ${printable(content.text)}`
    case 'delete':
      return paint('dim', `(${words.deleted})`)
  }
}

/** A message with its choices numbered from 1. */
function drawText(content: Extract<OutboundContent, { kind: 'text' }>, language: Language, paint: Paint): string {
  const lines = [printable(content.text)]
  for (const [index, button] of (content.buttons ?? []).entries()) {
    lines.push(`  ${paint('cyan', `${index + 1}.`)} ${printable(button.label)}`)
  }
  if (content.request) {
    const word = content.request.kind === 'contact' ? ':contact +8613812345678' : ':location 30.27,120.15'
    lines.push(`  ${paint('dim', `${printable(content.request.label)} (${WORDS[language].type} ${word})`)}`)
  }
  return lines.join('\n')
}

/** What a number picked, in the words of the button. */
export function drawPick(label: string, paint: Paint): string {
  return paint('dim', `  ✓ ${printable(label)}`)
}

/** Owner, open flows with their steps, and every filled slot. */
export function drawLook(look: Look | undefined, language: Language, paint: Paint): string {
  if (!look) return paint('dim', WORDS[language].silent)
  const stack = look.flows.map(frame => `${frame.flow}.${frame.step}`).join(' › ')
  const slots = Object.entries(look.slots).map(
    ([name, value]) => `  ${paint('dim', `${name}:`)} ${printable(JSON.stringify(value) ?? '')}`,
  )
  return [`${paint('bold', stack === '' ? '–' : stack)} ${paint('dim', `(${look.owner})`)}`, ...slots].join('\n')
}

/** Nothing that comes from outside may move the cursor or change the colours. */
function printable(text: string): string {
  return text.replace(/[^\P{Cc}\n\t]/gu, '')
}

type Words = Readonly<
  Record<
    | 'welcome'
    | 'help'
    | 'unknown'
    | 'noTimer'
    | 'silent'
    | 'type'
    | 'clock'
    | 'bye'
    | 'failed'
    | 'place'
    | 'edited'
    | 'deleted'
    | OutboundFile['kind'],
    string
  >
>

export const WORDS: Readonly<Record<Language, Words>> = {
  en: {
    welcome: 'Say what is wrong, or :help.',
    help: [
      'A number or a label picks a choice; anything else is said. /commands go to the assistant.',
      ':wait 30m   moves the clock on (s, m, h, d)',
      ':next       moves the clock to the next timer',
      ':who        shows the open flows, the step and the slots',
      ':contact N  shares a phone number      :location LAT,LON  shares a place',
      ':photo FILE sends a photo              :quit  leaves',
    ].join('\n'),
    unknown: 'The terminal does not know {word}. :help lists its commands.',
    noTimer: 'No timer is armed.',
    silent: 'Nothing has been said yet.',
    type: 'type',
    clock: 'It is now {time}.',
    bye: 'Goodbye.',
    failed: 'That did not reach the assistant. Please type it once more.',
    photo: 'photo',
    video: 'video',
    voice: 'voice message',
    audio: 'audio',
    file: 'file',
    sticker: 'sticker',
    place: 'place',
    edited: 'changed',
    deleted: 'an earlier message was taken back',
  },
  zh: {
    welcome: '请说说遇到了什么问题，或输入 :help。',
    help: [
      '输入编号或选项文字即可选择，其他内容会作为消息发送。/命令 会交给助手。',
      ':wait 30m   把时钟往后拨(s 秒、m 分、h 时、d 天)',
      ':next       拨到下一个定时提醒',
      ':who        查看正在进行的流程、步骤和已知信息',
      ':contact 号码  分享电话号码      :location 纬度,经度  分享位置',
      ':photo 文件    发送照片          :quit  退出',
    ].join('\n'),
    unknown: '终端不认识 {word}。输入 :help 可查看命令。',
    noTimer: '目前没有定时提醒。',
    silent: '还没有对话。',
    type: '请输入',
    clock: '现在时间：{time}。',
    bye: '再见。',
    failed: '这条消息没有送达助手，请再输入一次。',
    photo: '照片',
    video: '视频',
    voice: '语音',
    audio: '音频',
    file: '文件',
    sticker: '贴纸',
    place: '位置',
    edited: '已修改',
    deleted: '一条消息已撤回',
  },
}
