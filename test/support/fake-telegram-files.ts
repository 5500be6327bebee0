/** The methods of the Bot API that send files and places, with their limits (core.telegram.org/bots/api). */
import { type ApiAnswer, done, isAnswer, type Method, type Payload, reach, violation } from './fake-telegram-answers.ts'
import { arrive, type FakeState, type FakeUpload, messageJson } from './fake-telegram-state.ts'

const MB = 1024 * 1024
type Kind = FakeUpload['kind']
/** What each kind may be, by the ending of its name: the bytes of tests are made up. */
const ENDINGS: Readonly<Record<Kind, RegExp>> = {
  photo: /\.(jpe?g|png|webp)$/i,
  video: /\.mp4$/i,
  voice: /\.(ogg|oga|opus|mp3|m4a)$/i,
  audio: /\.(mp3|m4a)$/i,
  document: /./,
}

/** What is wrong with the words under a file, in UTF-16 units. */
export function faultOfCaption(caption: unknown): string | undefined {
  if (caption === undefined) return undefined
  if (typeof caption !== 'string') return 'caption must be a text'
  if (caption.length > 1024) return 'message caption is too long'
  return /\p{Surrogate}/u.test(caption) ? 'strings must be encoded in UTF-8' : undefined
}

function faultOfUpload(kind: Kind, upload: unknown): string | undefined {
  if (!isUpload(upload)) return `there is no ${kind} in the request`
  if (upload.bytes.length === 0) return 'file must be non-empty'
  if (upload.bytes.length > (kind === 'photo' ? 10 : 50) * MB) return `${kind} is too big`
  return ENDINGS[kind].test(upload.name) ? undefined : `${upload.name} is no ${kind}`
}

function isUpload(value: unknown): value is { name: string; bytes: Uint8Array } {
  return typeof value === 'object' && value !== null && 'bytes' in value
}

const textOf = (caption: unknown) => (typeof caption === 'string' ? caption : '')

function sendFile(method: string, kind: Kind): Method {
  return (state, payload) => {
    const upload = payload[kind]
    const fault = faultOfCaption(payload.caption) ?? faultOfUpload(kind, upload)
    if (fault !== undefined || !isUpload(upload)) return violation(state, method, fault ?? 'no file')
    const chat = reach(state, payload)
    if (isAnswer(chat)) return chat
    const file = { kind, name: upload.name, bytes: upload.bytes }
    const message = { from: 'bot', text: textOf(payload.caption), buttons: [], fixed: false, upload: file } as const
    return done(messageJson(state, chat, arrive(state, chat, message)))
  }
}

const GROUPED = ['photo', 'video', 'audio', 'document']

function sendMediaGroup(state: FakeState, payload: Payload): ApiAnswer {
  const method = 'sendMediaGroup'
  const { media } = payload
  if (!Array.isArray(media) || media.length < 2 || media.length > 10) {
    return violation(state, method, 'there must be 2-10 files in an album')
  }
  const kinds = media.map(item => String(item.type))
  const alone = kinds.find(kind => kind === 'audio' || kind === 'document')
  if (alone !== undefined && kinds.some(kind => kind !== alone)) {
    return violation(state, method, `${alone} can't be mixed with other media types`)
  }
  for (const { type, media: upload, caption } of media) {
    const fault = GROUPED.includes(type)
      ? (faultOfCaption(caption) ?? faultOfUpload(type, upload))
      : `${type} is nothing for an album`
    if (fault !== undefined) return violation(state, method, fault)
  }
  const chat = reach(state, payload)
  if (isAnswer(chat)) return chat
  const album = `album-of-bot-${state.lastMessageId}`
  const sent = media.map(({ type, media: { name, bytes }, caption }) => {
    const upload = { kind: type as Kind, name, bytes }
    return arrive(state, chat, { from: 'bot', text: textOf(caption), buttons: [], fixed: false, upload, album })
  })
  return done(sent.map(message => messageJson(state, chat, message)))
}

function sendLocation(state: FakeState, payload: Payload): ApiAnswer {
  const { latitude, longitude } = payload
  const onGlobe = Math.abs(Number(latitude)) <= 90 && Math.abs(Number(longitude)) <= 180
  if (typeof latitude !== 'number' || typeof longitude !== 'number' || !onGlobe) {
    return violation(state, 'sendLocation', 'bad location')
  }
  const chat = reach(state, payload)
  if (isAnswer(chat)) return chat
  const message = { from: 'bot', text: '', buttons: [], fixed: false, location: { latitude, longitude } } as const
  return done(messageJson(state, chat, arrive(state, chat, message)))
}

/** By their names in the Bot API. */
export const FILE_METHODS: Readonly<Record<string, Method>> = {
  sendPhoto: sendFile('sendPhoto', 'photo'),
  sendVideo: sendFile('sendVideo', 'video'),
  sendVoice: sendFile('sendVoice', 'voice'),
  sendAudio: sendFile('sendAudio', 'audio'),
  sendDocument: sendFile('sendDocument', 'document'),
  sendMediaGroup,
  sendLocation,
}
