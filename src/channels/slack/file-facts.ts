/** In channels shared with another company, Slack tells of a file its id alone: the rest has to be asked for. */
import type { WebClient } from '@slack/web-api'
import type { SlackFile, SlackMessageEvent } from './inbound.ts'

/**
 * The event with what Slack knows of its files, so that a photo is known as one. What Slack does not tell in time stays
 * as it is, for the message must be stored. Never rejects. `withinMs` is for all of them together.
 */
export async function withFileFacts(
  web: Pick<WebClient, 'files'>,
  event: SlackMessageEvent,
  withinMs: number,
): Promise<SlackMessageEvent> {
  if (!event.files?.some(isBare)) return event
  let timer: NodeJS.Timeout | undefined
  const tired = new Promise<undefined>(resolve => {
    timer = setTimeout(() => resolve(undefined), withinMs)
  })
  const files = await Promise.all(
    event.files.map(async file => (isBare(file) ? ((await Promise.race([ask(web, file), tired])) ?? file) : file)),
  )
  clearTimeout(timer)
  return { ...event, files }
}

function isBare({ mimetype, mode }: SlackFile): boolean {
  return mimetype === undefined && mode !== 'tombstone'
}

async function ask(web: Pick<WebClient, 'files'>, { id }: SlackFile): Promise<SlackFile | undefined> {
  try {
    const { file } = await web.files.info({ file: id })
    // Slack also says `subtype`, which the types of its client leave out.
    return file && ({ ...file, id } as SlackFile)
  } catch {
    return undefined
  }
}
