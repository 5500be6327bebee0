import { describe, expect, it } from 'vitest'
import { createToday } from '../../../src/language/calendar.ts'
import { findDates } from '../../../src/language/dates.ts'
import { asking, NOTHING_ASKED, NOW, understand, ZONE } from './catalogue.ts'

const found = (text: string) => understand(text, NOTHING_ASKED).entities

describe('phones', () => {
  it.each([
    ['13912345678', '+8613912345678'],
    ['139 1234 5678', '+8613912345678'],
    ['139-1234-5678', '+8613912345678'],
    ['１３９１２３４５６７８', '+8613912345678'],
    ['我叫李雷,电话13912345678,谢谢', '+8613912345678'],
    ['+49 170 1234567', '+491701234567'],
    ['0086 13912345678', '+8613912345678'],
    ['010-62345678', '+861062345678'],
  ])('%s is %s', (text, phone) => {
    expect(found(text).phone).toBe(phone)
  })

  it.each([
    'order number 13912345678',
    '工单号20240305123456',
    '订单13912345678',
    'XQB80-13912345678',
    '2024-03-05 10:00',
    '1391234567',
    '123456789012345',
  ])('%s holds none', text => {
    expect(found(text).phone).toBeUndefined()
  })

  it('takes what is asked for', () => {
    expect(understand('my number: 13912345678', asking('phone')).entities.phone).toBe('+8613912345678')
  })
})

describe('dates', () => {
  it.each([
    ['2024-03-05', '2024-03-05'],
    ['2024/3/5', '2024-03-05'],
    ['2024年3月5日', '2024-03-05'],
    ['二〇二四年三月', '2024-03'],
    ['去年三月', '2025-03'],
    ['前年5月20号', '2024-05-20'],
    ['去年', '2025'],
    ['前天', '2026-11-21'],
    ['昨天', '2026-11-22'],
    ['上个月', '2026-10'],
    ['三年前', '2023'],
    ['半年前', '2026-05'],
    ['一年半前', '2025-05'],
    ['3月5号', '2026-03-05'],
    ['12月', '2025-12'],
    ['March 2024', '2024-03'],
    ['5 March 2024', '2024-03-05'],
    ['March 5th, 2024', '2024-03-05'],
    ['in May', '2026-05'],
    ['two years ago', '2024'],
    ['a year and a half ago', '2025-05'],
    ['half a year ago', '2026-05'],
    ['last year', '2025'],
    ['last month', '2026-10'],
    ['two weeks ago', '2026-11'],
    ['three days ago', '2026-11-20'],
    ['this year', '2026'],
    ['yesterday', '2026-11-22'],
    ['the day before yesterday', '2026-11-21'],
    ['tomorrow', '2026-11-24'],
    ['31/12/2023', '2023-12-31'],
    ['12/31/2023', '2023-12-31'],
    ['2023', '2023'],
  ])('%s is %s', (text, date) => {
    expect(understand(text, asking('date')).entities.date).toBe(date)
  })

  it.each(['2024-13-05', '2024年2月30日', 'may I ask something', '13912345678', 'soon'])('%s is none', text => {
    expect(understand(text, asking('date')).entities.date).toBeUndefined()
  })

  it('is the day of the zone, not of the clock in Greenwich', () => {
    const late = Date.UTC(2026, 10, 23, 17)
    expect(findDates('yesterday', late, createToday(ZONE))[0]?.date).toBe('2026-11-23')
    expect(findDates('yesterday', late, createToday('Europe/London'))[0]?.date).toBe('2026-11-22')
  })

  it('follows the clock from day to day', () => {
    const today = createToday(ZONE)
    expect(findDates('today', NOW, today)[0]?.date).toBe('2026-11-23')
    expect(findDates('today', NOW + 86_400_000, today)[0]?.date).toBe('2026-11-24')
    expect(findDates('today', NOW, today)[0]?.date).toBe('2026-11-23')
  })

  it('unasked, is only what something was bought on', () => {
    expect(found('bought in March 2024').date).toBe('2024-03')
    expect(found('去年三月买的').date).toBe('2025-03')
    expect(found('it broke last week').date).toBeUndefined()
    expect(found('please come tomorrow').date).toBeUndefined()
  })
})

describe('the wish', () => {
  it.each([
    ['come tomorrow afternoon', 'tomorrow afternoon'],
    ['my washer leaks, can you come on friday after 6pm', 'on friday after 6pm'],
    ['between 2 and 4pm tomorrow', 'between 2 and 4pm tomorrow'],
    ['明天下午来修一下', '明天下午'],
    ['后天上午', '后天上午'],
    ['下周三下午3点以后', '下周三下午3点以后'],
    ['约周六上门', '周六'],
    ['下午两点到四点', '下午两点到四点'],
  ])('%s: %s', (text, wish) => {
    expect(found(text).wish).toBe(wish)
  })

  it.each([
    'it leaks every morning',
    'broken since monday',
    '从昨天晚上开始不制冷',
    'it stopped this morning',
    'I have a question',
  ])('%s: none', text => {
    expect(found(text).wish).toBeUndefined()
  })

  it('keeps all that is said when it is asked for itself', () => {
    expect(
      understand('tomorrow, and please call first', asking('text', [], { slot: 'wish' })).entities.wish,
    ).toBeUndefined()
  })
})

describe('numbers, models, names, addresses, appliances', () => {
  it.each([
    ['3', 3],
    ['three', 3],
    ['twenty-one', 21],
    ['三', 3],
    ['十二', 12],
    ['一百二十', 120],
    ['两次', 2],
    ['about 5 times', 5],
    ['-18', -18],
    ['3.5', 3.5],
  ])('the number in "%s" is %s', (text, number) => {
    expect(understand(text, asking('number')).entities.number).toBe(number)
  })

  it.each(['一直在响', 'the other one', '一下', 'XQB80'])('there is no number in "%s"', text => {
    expect(understand(text, asking('number')).entities.number).toBeUndefined()
  })

  it.each([
    ['my washer is a xqb80-1258', 'XQB80-1258'],
    ['型号BCD215', 'BCD-215'],
    ['kfr 35gw', 'KFR-35GW'],
    ['KFR-3SGW', 'KFR-35GW'],
    ['XQB80', 'XQB80-1258'],
    ['XQB90-77', 'XQB90-77'],
    ['BCD-216', 'BCD-216'],
  ])('the model in "%s" is %s', (text, model) => {
    expect(found(text).model).toBe(model)
  })

  it.each(['error E2', 'order AC12345', 'in may 2024', 'after 6pm', 'room 12'])('there is no model in "%s"', text => {
    expect(found(text).model).toBeUndefined()
  })

  it.each([
    ['My name is Anna Smith', 'Anna Smith'],
    ["I'm Anna.", 'Anna'],
    ['call me Anna', 'Anna'],
    ['my name is Anna and my washer leaks', 'Anna'],
    ['我叫李雷,电话13912345678', '李雷'],
    ['我姓王', '王'],
    ['我姓王,女士', '王'],
    ['免贵姓王先生', '王先生'],
  ])('the name in "%s" is %s', (text, name) => {
    expect(found(text).name).toBe(name)
  })

  it.each(["I'm having trouble", 'I am not sure', "I'm Very angry", '我叫了师傅', 'this is broken'])(
    'there is no name in "%s"',
    text => {
      expect(found(text).name).toBeUndefined()
    },
  )

  it.each([
    ['The address is 12 Long Road, thanks', '12 Long Road'],
    ['please come to 12 Long Road', '12 Long Road'],
    ['I live at 5 High Street, phone +49 170 1234567', '5 High Street'],
    ['地址是北京路12号3楼', '北京路12号3楼'],
    ['我家在长江路8号,电话13912345678', '长江路8号'],
  ])('the address in "%s" is %s', (text, address) => {
    expect(found(text).address).toBe(address)
  })

  it.each(['my fridge is at home', 'what is your address', '地址不对'])('there is no address in "%s"', text => {
    expect(found(text).address).toBeUndefined()
  })

  it('names the one appliance that is spoken of', () => {
    expect(found('my washer leaks').appliance).toBe('washing-machine')
    expect(found('空调不冷').appliance).toBe('air-conditioner')
    expect(found('the fridge, I mean the freezer').appliance).toBe('refrigerator')
    expect(found('冰箱和空调都坏了').appliance).toBeUndefined()
  })

  it('finds several values in one sentence', () => {
    expect(
      found('my washer XQB80-1258 leaks, bought in March 2024, come tomorrow afternoon, 13912345678'),
    ).toMatchObject({
      appliance: 'washing-machine',
      model: 'XQB80-1258',
      date: '2024-03',
      wish: 'tomorrow afternoon',
      phone: '+8613912345678',
    })
  })
})
