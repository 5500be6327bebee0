import { describe, expect, test } from 'vitest'
import { locationOf } from '../../../src/channels/slack/map-link.ts'
import { loneLink, mentionText, typedText } from '../../../src/channels/slack/typed-text.ts'

describe('what Slack makes of a text becomes again what was typed', () => {
  test.each([
    ['plain words', 'it drips', 'it drips'],
    ['the three signs Slack escapes', 'a &lt; b &amp;&amp; b &gt; c', 'a < b && b > c'],
    ['an escape somebody typed', '&amp;lt;', '&lt;'],
    ['a typed mention of everybody, which is none', '&lt;!channel&gt;', '<!channel>'],
    ['a link', 'see <https://example.com/a?b=1&amp;c=2>', 'see https://example.com/a?b=1&c=2'],
    ['an address without its scheme', '<http://example.com|example.com>', 'example.com'],
    ['an address Slack ended with a slash', '<https://example.com/|https://example.com>', 'https://example.com'],
    ['a link under other words', '<https://example.com|my model>', 'my model (https://example.com)'],
    ['a mail address', '<mailto:a@example.com|a@example.com>', 'a@example.com'],
    ['a phone number', 'call <tel:+8613800138000|138 0013 8000>', 'call 138 0013 8000'],
    ['a phone number without its words', '<tel:+8613800138000>', '+8613800138000'],
    ['a mention', 'ask <@U1>', 'ask @U1'],
    ['a mention with a name', 'ask <@U1|wei>', 'ask @wei'],
    ['a channel', 'in <#C1|help>', 'in #help'],
    ['everybody here', '<!here> <!channel> <!everyone>', '@here @channel @everyone'],
    ['a group', '<!subteam^S1|@team>', '@team'],
    ['a date', '<!date^1700000000^{date}|14 November>', '14 November'],
    ['codes of emoji', ':wave: :+1::skin-tone-2:', ':wave: :+1::skin-tone-2:'],
    ['signs of emphasis', '*now* _please_ ~no~ `E18`', '*now* _please_ ~no~ `E18`'],
    ['lines and quotes', 'one\n&gt; two', 'one\n> two'],
    ['Chinese', '洗衣机 &amp; 烘干机不工作', '洗衣机 & 烘干机不工作'],
  ])('%s', (_, raw, typed) => {
    expect(typedText(raw)).toBe(typed)
  })

  test.each([
    ['<@UBOT> it drips', 'it drips'],
    ['<@UBOT>: it drips', 'it drips'],
    ['<@UBOT|aftercare>， 漏水', '漏水'],
    ['hello <@UBOT> it drips', 'hello it drips'],
    ['<@UBOT>', ''],
    ['<@UOTHER> it drips', '<@UOTHER> it drips'],
  ])('a mention of us is no part of %j', (raw, said) => {
    expect(mentionText(raw, 'UBOT')).toBe(said)
  })

  test.each([
    ['<https://maps.apple.com/?ll=1,2>', 'https://maps.apple.com/?ll=1,2'],
    [' <https://maps.apple.com/?ll=1,2&amp;q=x|My home> ', 'https://maps.apple.com/?ll=1,2&q=x'],
    ['I live <https://maps.apple.com/?ll=1,2>', undefined],
    ['<@U1>', undefined],
    ['<!here>', undefined],
  ])('the link of a message that is nothing else: %j', (raw, link) => {
    expect(loneLink(raw)).toBe(link)
  })
})

describe('a link to a map is a place', () => {
  test.each([
    'https://maps.google.com/?q=31.2304,121.4737',
    'https://maps.google.com/maps?q=loc:31.2304,121.4737&z=15',
    'https://www.google.com/maps/search/?api=1&query=31.2304%2C121.4737',
    'https://www.google.com/maps/@31.2304,121.4737,15z',
    'https://www.google.com/maps/place/Shop/@31.1,121.1,17z/data=!3m1!4b1!4m5!3d31.2304!4d121.4737',
    'https://www.google.co.uk/maps?ll=31.2304,121.4737',
    'https://maps.apple.com/?ll=31.2304,121.4737&q=Home',
    'https://maps.apple.com/place?coordinate=31.2304,121.4737',
    'https://www.openstreetmap.org/?mlat=31.2304&mlon=121.4737#map=17/31/121',
    'https://www.openstreetmap.org/#map=17/31.2304/121.4737',
    'https://uri.amap.com/marker?position=121.4737,31.2304&name=Home',
    'geo:31.2304,121.4737',
    'geo:31.2304,121.4737;u=35',
  ])('%s', link => {
    expect(locationOf(link)).toEqual({ latitude: 31.2304, longitude: 121.4737 })
  })

  test('south and west of nought', () => {
    expect(locationOf('geo:-33.9,-70.6')).toEqual({ latitude: -33.9, longitude: -70.6 })
  })

  test.each([
    ['a short link, which says no place', 'https://maps.app.goo.gl/abc'],
    ['a place by its name', 'https://maps.google.com/?q=Shanghai'],
    ['a place nowhere on earth', 'https://maps.google.com/?q=131.2,121.4'],
    ['numbers that are none', 'geo:1.2.3,4'],
    ['a search that is no map', 'https://www.google.com/search?q=31.2,121.4'],
    ['somebody else who calls himself so', 'https://maps.google.com.evil.example/?q=31.2,121.4'],
    ['a link with words around it', 'I live at https://maps.google.com/?q=31.2,121.4'],
    ['words', 'tomorrow at ten'],
    ['a broken address', 'https://['],
  ])('%s is none', (_, link) => {
    expect(locationOf(link)).toBeUndefined()
  })
})
