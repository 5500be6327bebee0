import { describe, expect, test } from 'vitest'
import { contactForm, readContact } from '../../../src/channels/slack/contact-form.ts'
import { CUSTOMER_WORDS } from '../../../src/channels/slack/customer-words.ts'
import { LANGUAGES, type Language } from '../../../src/flow/flow.ts'
import { faultsOfView } from '../../support/fake-slack-blocks.ts'

const conversation = 'slack:U1/C1/1700000000.000100'

const read = (phone: string | null, name?: string | null, language: Language = 'en') =>
  readContact({
    private_metadata: contactForm(language, { conversation }).private_metadata ?? '',
    state: { values: { phone: { phone: { value: phone } }, name: { name: { value: name } } } },
  })

describe('the form for a number', () => {
  test.each(LANGUAGES)('is one that Slack takes, in %s, and brings its conversation back', language => {
    const view = contactForm(language, { conversation, name: '很长的名字'.repeat(50) })
    expect(faultsOfView(view, 'modal')).toEqual([])
    expect(view.title.text).toBe(CUSTOMER_WORDS[language].contact.title)
    expect(read('138 0013 8000', null, language)).toEqual({
      ok: true,
      conversation,
      contact: { phone: '138 0013 8000' },
    })
  })

  test.each([
    ['+86 138-0013-8000', '+86 138-0013-8000'],
    ['（021）6234 5678', '(021)6234 5678'],
    ['１３８００１３８０００', '13800138000'],
    [' 12345 ', '12345'],
  ])('takes a number as people write it: %s', (written, phone) => {
    expect(read(written, ' Li Wei ')).toEqual({ ok: true, conversation, contact: { phone, name: 'Li Wei' } })
  })

  test.each([
    [null],
    [''],
    ['call me'],
    ['1234'],
    ['1234567890123456'],
    ['138 0013 8000 or 139'],
    ['++86 13800138000'],
  ])('says at its field that %j is none', written => {
    expect(read(written, 'Li', 'zh')).toEqual({ ok: false, errors: { phone: CUSTOMER_WORDS.zh.contact.noPhone } })
  })

  test.each(['', 'x', '{}', '{"conversation":"slack:U1","language":"fr"}', 'null'])(
    'is not ours when it carries %j',
    private_metadata => {
      expect(readContact({ private_metadata, state: { values: {} } })).toBeUndefined()
    },
  )
})
