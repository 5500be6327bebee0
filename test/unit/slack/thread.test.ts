import { describe, expect, test } from 'vitest'
import { degreesIn, meantFor } from '../../../src/channels/slack/desk/meant.ts'

/** What colleagues write to each other below a card, as Slack sends it. */
const CHATTER = [
  'Does anyone know this model?',
  'I think it is the pump',
  'he said &gt; 20 minutes, so the filter',
  'temperature &gt; 8 degrees since yesterday',
  'a -&gt; b -&gt; c, then it stops',
  '-&gt; see the manual, page 12',
  '--&gt; C1007',
  '=&gt; pump',
  'x &lt; y &amp;&amp; y &gt; z',
  '&lt;tag&gt; in the app log',
  'see <https://example.com/manual?page=3&amp;part=pump>',
  '<https://example.com|the manual> says so',
  '<@U0AGENT> can you take it?',
  '<!here> who is free at four?',
  '<!channel> storm warning for tomorrow',
  '<!subteam^S0LEADS> please look',
  '<#C0STAFF|staff> is the place',
  '```\n&gt; hello\n```',
  '```&gt; not for the customer```',
  '`&gt; hello` is how you write to the customer',
  '`>` goes to the customer, they say',
  'She wrote:\n&gt; it still leaks\nI do not believe it',
  'quote from the manual\n&gt; close the tap first',
  'two quotes\n&gt; one\nand\n&gt; two',
  'last line\n\n&gt; sorry',
  '*bold*',
  '*&gt; bold*',
  '_&gt; slanted_',
  '~&gt; gone~',
  '• &gt; first of a list',
  '1. &gt; first of a list',
  '- &gt; dash',
  '# heading',
  '/who',
  '// only for us',
  '//',
  '/aftercare case C1007',
  ':wave:',
  ':eyes: &gt; me',
  '👍',
  '+1',
  '+1 &gt; -1',
  'ok',
  'OK.',
  '…',
  '...',
  '?',
  '!',
  '!!!',
  '&amp;',
  '&lt;',
  '&lt;3',
  '&lt;&lt; back',
  '&lt;&gt;',
  '&gt;_&lt;',
  '&gt;.&lt;',
  '&gt;:(',
  '&gt;:-(',
  '&gt;;-)',
  '&gt;=5 bar is too much',
  '&gt;&lt; that model again',
  '&gt;-&lt;',
  'C1007',
  '1007',
  '42',
  '31.2304, 121.4737',
  'https://maps.google.com/?q=31.2304,121.4737',
  '13800138000',
  'call him: 13800138000',
  'She is angry. Careful.',
  'he is an idiot',
  'refund? no way',
  'I would not promise him that',
  'do not tell the customer yet',
  'tell the customer tomorrow',
  'customer: it leaks',
  'To the customer: we are sorry',
  'Dear Ms Lin, shall I write it like this?',
  'Reply: we will come at four',
  'reply &gt; we will come at four',
  '"&gt; we will come"',
  "'&gt; we will come'",
  '(&gt; we will come)',
  '[&gt; we will come]',
  '|&gt; pipe',
  '~&gt; home',
  '$ ls &gt; files.txt',
  'echo hello &gt; /dev/null',
  'SELECT * FROM visit WHERE id &gt; 5',
  '{"a": "&gt;"}',
  '大家看一下这个单子',
  '客户说 &gt; 漏水了',
  '温度 &gt; 8 度',
  '先别告诉客户',
  '》这不是标记',
  '>这也不是标记',
  '〉也不是',
  '»nor this',
  '›nor this',
  '&amp;gt; typed as an entity',
  '&amp;gt;',
  '',
  ' ',
  '\n',
  '\n\nlate thoughts',
  '\ta tab',
]

describe('posts in the thread of a case', () => {
  test('are more than a hundred kinds of talk among colleagues, none of which is for the customer', () => {
    expect(CHATTER.length).toBeGreaterThanOrEqual(100)
    expect(CHATTER.filter(text => meantFor(text, 'internal').for !== 'staff')).toEqual([])
  })

  test.each([
    ['&gt; We come at four.', 'We come at four.'],
    ['&gt;We come at four.', 'We come at four.'],
    ['  &gt; We come at four.', 'We come at four.'],
    ['&gt; We come at four.\n&gt; Please be there.', 'We come at four.\nPlease be there.'],
    ['&gt; We come at four.\n&gt;\n&gt; Please be there.', 'We come at four.\n\nPlease be there.'],
    ['&gt; We come at four.\n\n&gt; Please be there.', 'We come at four.\n\nPlease be there.'],
    ['&gt;&gt;&gt; We come at four.\nPlease be there.', 'We come at four.\nPlease be there.'],
    ['&gt;&gt; We come at four.', 'We come at four.'],
    ['&gt; more than &gt; 20 minutes', 'more than &gt; 20 minutes'],
    ['&gt;   two blanks stay', 'two blanks stay'],
    ['&gt; :+1:', ':+1:'],
    ['&gt;:tada: done', ':tada: done'],
    ['&gt; 好的,师傅四点到。', '好的,师傅四点到。'],
    ['&gt;\u3000好的', '好的'],
    ['&gt;', ''],
    ['&gt; <https://example.com|the manual>', '<https://example.com|the manual>'],
  ])('%j is for the customer, who reads %j', (text, read) => {
    expect(meantFor(text, 'internal')).toEqual({ for: 'customer', text: read })
  })

  test.each([
    '&gt; it still leaks\nDoes anyone believe her?',
    '&gt; it still leaks\n\nDoes anyone believe her?',
    '&gt; one\nno\n&gt; two',
    '&gt; one\n&gt;_&lt;',
  ])('%j is a quote and a remark: neither is guessed to be for the customer (peers I33)', text => {
    expect(meantFor(text, 'internal')).toEqual({ for: 'unclear', why: 'mixed' })
  })

  test.each([
    ['We come at four.', 'We come at four.'],
    ['&gt; We come at four.', 'We come at four.'],
    ['&gt; You wrote this\nand we answer', '&gt; You wrote this\nand we answer'],
    ['https://example.com//a', 'https://example.com//a'],
  ])('of a shop whose posts go to the customer: %j is read as %j', (text, read) => {
    expect(meantFor(text, 'customer')).toEqual({ for: 'customer', text: read })
  })

  test.each(['// only for us', '  // only for us', '//'])('of such a shop: %j stays among the staff', text => {
    expect(meantFor(text, 'customer')).toEqual({ for: 'staff' })
  })
})

describe('a place', () => {
  test.each([
    ['31.2304, 121.4737', 31.2304, 121.4737],
    ['31.2304,121.4737', 31.2304, 121.4737],
    ['31.2304\uff0c121.4737', 31.2304, 121.4737],
    [' -33.86,151.2 ', -33.86, 151.2],
  ])('is in %j', (text, latitude, longitude) => {
    expect(degreesIn(text)).toEqual({ latitude, longitude })
  })

  test.each(['Between 10.5, 12.5', '10, 12', '3.5, 200.25', '95.5, 10.5', '31.2, 181.5', '31.2 121.5', ''])(
    'is not in %j',
    text => {
      expect(degreesIn(text)).toBeUndefined()
    },
  )
})
