/** Contract of every channel: words arrive as they were written, in both directions. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ChannelHouse, openChannelHouse, PLATFORMS } from '../../support/channel-rig.ts'
import { heardTexts, type Person } from '../../support/customer.ts'
import type { Content } from '../../support/house.ts'
import { LINES, offeredWindows, reachPerson, reachWindows } from '../../support/journey.ts'
import { slackContent } from '../../support/slack-house.ts'
import { replyOf } from '../../support/staff.ts'

/** What some platform could take for something else than words. */
const ODD = [
  '<b>bold</b> <script>alert(1)</script>',
  '*bold* _italic_ ~gone~ `code` ```block```',
  '&lt;not a tag&gt; &amp;amp; & < >',
  '<!channel> <!here> <@U0LIN> <#C0STAFF|desk> @everyone',
  '<https://example.com|click here> [link](https://example.com)',
  '👩‍👩‍👧‍👦 🇨🇳 :smile: é',
  'שלום, המכונה שלי לא עובדת (דגם 80)',
  '{name} {{y}} %s \\n',
  'line one\n\n  line three',
]

let content: Content
beforeAll(async () => {
  content = await slackContent()
})

describe.each(PLATFORMS)('on %s', platform => {
  let house: ChannelHouse
  let anna: Person
  let escalation: number

  beforeAll(async () => {
    house = await openChannelHouse(platform, content)
    anna = house.person()
    escalation = await reachPerson(house, anna, LINES.en)
  })
  afterAll(() => house.close())

  const reply = async (text: string) => {
    expect(await house.desk(anna.conversation, replyOf(escalation, text))).toMatchObject({ ok: true })
    await house.settled()
  }
  const said = () =>
    house.rows<{ text: string }>("select payload ->> '$.content.text' as text from inbox where conversation_id = ?", [
      anna.conversation,
    ])

  test.each(ODD)('a customer’s %j arrives literally', async text => {
    await anna.says(text)
    await house.settled()
    expect((await said()).at(-1)?.text).toBe(text)
  })

  test.each(ODD)('%j for a customer arrives literally', async text => {
    await reply(text)
    expect(heardTexts(anna).at(-1)).toBe(text)
  })

  test('the longest message of a customer arrives whole', async () => {
    const text = `${'The drum turns & the water stays. 排水泵一直在响。 '.repeat(200).slice(0, 4095)}.`
    await anna.says(text)
    await house.settled()
    expect((await said()).at(-1)?.text).toBe(text)
  })

  test('a message longer than any platform takes arrives whole and in order', async () => {
    const before = heardTexts(anna).length
    const text = Array.from({ length: 300 }, (_, index) => `Line ${index} & <more> of it: 第${index}行。`).join('\n')
    expect(text.length).toBeGreaterThan(8192)
    await reply(text)
    const parts = heardTexts(anna).slice(before)
    expect(parts.length).toBeGreaterThan(platform === 'web' ? 0 : 1)
    expect(wordsOf(parts.join(''))).toBe(wordsOf(text))
  })

  test('the longest texts of the flows arrive whole, in both languages', async () => {
    for (const text of longestTexts(content)) {
      const before = heardTexts(anna).length
      await reply(text)
      expect(wordsOf(heardTexts(anna).slice(before).join(''))).toBe(wordsOf(text))
    }
  })

  test('what a customer said is told back by the assistant as it was said', async () => {
    const customer = house.person()
    const home = '12 Long Road <b>3</b> & *5*, <!here>, Minhang, Shanghai'
    await reachWindows(customer, { ...LINES.en, home })
    await customer.taps(offeredWindows(customer)[0] ?? '')
    expect((await customer.hears(LINES.en.summary)).text).toContain(home)
  })

  test('a customer is spoken to in the language of their platform', async () => {
    for (const [language, script] of [
      ['zh', /\p{Script=Han}/u],
      ['en', /^\P{Script=Han}+$/u],
    ] as const) {
      const customer = house.person({ language })
      await customer.says('😀')
      await customer.hears(script)
    }
  })
})

/** At a seam between two messages white space is all that goes. */
function wordsOf(text: string): string {
  return text.replace(/\s+/g, '')
}

/** Three of each language, of everything in the flows that is written in both. */
function longestTexts({ loaded }: Content): string[] {
  const found: { en: string; zh: string }[] = []
  const look = (value: unknown) => {
    if (typeof value !== 'object' || value === null) return
    if ('en' in value && 'zh' in value && typeof value.en === 'string' && typeof value.zh === 'string') {
      found.push({ en: value.en, zh: value.zh })
    } else for (const part of Object.values(value)) look(part)
  }
  look(loaded.content)
  return (['en', 'zh'] as const).flatMap(language =>
    found
      .map(text => text[language])
      .sort((a, b) => b.length - a.length)
      .slice(0, 3),
  )
}
