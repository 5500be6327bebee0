import { expect, test } from 'vitest'
import { DESK_CHANNEL, useSlackDesk } from '../../support/slack-desk-rig.ts'

const rig = useSlackDesk()

/** A card that was posted, and the process ended before that was on disk. */
async function copy(): Promise<{ channel: string; threadTs: string }> {
  await rig.start()
  const threadTs = await rig.post()
  rig.board.posts.clear()
  return { channel: DESK_CHANNEL, threadTs }
}

test('who writes to the customer below a card that is followed elsewhere hears that nothing was sent', async () => {
  const place = await copy()
  await rig.wei.says('> We come at four.', place)
  const told = await rig.wei.hears(/Nothing was sent.*newer card/, place)
  expect(told.ephemeralFor).toBe('U0WEI')
  expect(rig.handedIn).toBe(0)
})

test('what is for colleagues there is nobody’s business, nor what is below a post of a colleague', async () => {
  const place = await copy()
  await rig.wei.says('Who posted this twice?', place)
  const { ts } = await rig.mei.says('Lunch?', { channel: DESK_CHANNEL })
  await rig.wei.says('> yes', { channel: DESK_CHANNEL, threadTs: ts })
  await rig.slack.fake.idle()
  expect(rig.slack.fake.calls('chat.postEphemeral')).toEqual([])
  expect(rig.handedIn).toBe(0)
})
