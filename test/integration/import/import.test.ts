import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type ImportWorld, openImportWorld } from './import-world.ts'

let world: ImportWorld

beforeEach(async () => {
  world = await openImportWorld()
})
afterEach(() => world.close())

const OUTLETS = 'id,name_en,name_zh,zone,areas_en,areas_zh,radius_km,tiers,products,holidays'
const NANJING =
  'nanjing,Nanjing centre,南京中心,Asia/Shanghai,Nanjing|Jiangning=20,南京,60,30=2h|200=6h,refrigerator,2027-01-01'
const TECHNICIANS = 'id,outlet,name_en,name_zh,permit_no,skills,mon,fri,absences'
const XU_HAO =
  'xu-hao,shanghai,Xu Hao,徐浩师傅,N1,refrigerator,08:00-12:00|13:30-18:00,20:00-06:00,2027-02-05/2027-02-14'

describe('outlets, technicians and loaners', () => {
  test('come from the samples, and a second time change nothing', async () => {
    for (const kind of ['outlets', 'technicians', 'loaners', 'customers'] as const) {
      const first = await world.importsSample(kind, `${kind}.csv`)
      expect(first).toMatchObject({
        code: 0,
        text: expect.stringMatching(/^\w+: added [2-4], changed 0, unchanged 0\./),
      })
      const again = await world.importsSample(kind, `${kind}.csv`)
      expect(again).toMatchObject({
        code: 0,
        text: expect.stringMatching(/^\w+: added 0, changed 0, unchanged [2-4]\./),
      })
    }
    // The same outlet, written in YAML.
    expect((await world.importsSample('outlets', 'outlets.yaml')).text).toBe(
      'outlets: added 0, changed 0, unchanged 1.\n',
    )
  })

  test('are kept as outlets.yaml writes them', async () => {
    await world.imports('outlets', 'a.csv', `${OUTLETS}\n${NANJING}\n`)
    const [row] = await world.rows('select id, place, body from outlet')
    expect({ ...row, body: JSON.parse(String(row?.body)) }).toEqual({
      id: 'nanjing',
      place: 1,
      body: {
        id: 'nanjing',
        name: { en: 'Nanjing centre', zh: '南京中心' },
        zone: 'Asia/Shanghai',
        areas: { en: ['Nanjing', { word: 'Jiangning', km: 20 }], zh: ['南京'] },
        radiusKm: 60,
        tiers: [
          { upToKm: 30, within: '2h' },
          { upToKm: 200, within: '6h' },
        ],
        products: ['refrigerator'],
        holidays: ['2027-01-01'],
      },
    })
  })

  test('are changed by id; the first outlet stays the head office', async () => {
    const other = NANJING.replaceAll('nanjing', 'suzhou')
    await world.imports('outlets', 'a.csv', `${OUTLETS}\n${NANJING}\n`)
    const { text } = await world.imports('outlets', 'b.csv', `${OUTLETS}\n${other}\n${NANJING.replace('60', '80')}\n`)
    expect(text).toMatch(/^outlets: added 1, changed 1, unchanged 0\./)
    const places = await world.rows("select id, body ->> '$.radiusKm' as km from outlet order by place")
    expect(places).toEqual([
      { id: 'nanjing', km: 80 },
      { id: 'suzhou', km: 60 },
    ])
  })

  test('are only looked at in a dry run', async () => {
    const { code, text } = await world.imports('outlets', 'a.csv', `${OUTLETS}\n${NANJING}\n`, true)
    expect({ code, text }).toEqual({
      code: 0,
      text: 'outlets: added 1, changed 0, unchanged 0.\nNobody works at the outlet "nanjing" yet: import its technicians.\nThis was a dry run: nothing was written.\n',
    })
    expect(
      await world.rows("select id from outlet union all select key from setting where key like 'directory%'"),
    ).toEqual([])
  })

  test('with bad lines are not imported at all, and every bad line is named with what to do', async () => {
    const lines = [
      TECHNICIANS,
      XU_HAO,
      XU_HAO.replace('xu-hao', 'a').replace('shanghai', 'mars'),
      XU_HAO.replace('xu-hao', 'Not An Id'),
      XU_HAO.replace('xu-hao', 'b').replace('refrigerator', 'toaster'),
      XU_HAO.replace('xu-hao', 'c').replace('08:00-12:00', '8-12'),
      XU_HAO.replace('xu-hao', 'd').replace('2027-02-14', '2027-02-04'),
      'e,shanghai,Only Half',
      XU_HAO.replace('xu-hao', 'f').replace('N1', ''),
      XU_HAO,
    ]
    const { code, text } = await world.imports('technicians', 'a.csv', lines.join('\n'))
    expect(code).toBe(1)
    const named = text.split('\n').filter(line => line.startsWith('a.csv:'))
    expect(named).toEqual([
      'a.csv:3 outlet: There is no outlet "mars"',
      'a.csv:4 id: An id is at most 40 small letters, digits and hyphens',
      'a.csv:5 skills: There is no appliance "toaster" in catalogue.yaml',
      'a.csv:6 mon: "8-12" is not a time of day from-to',
      'a.csv:7 absences: This ends before it begins',
      'a.csv:8 this line has 3 fields, the first has 9',
      'a.csv:9 permit_no: this is blank',
      'a.csv:10 id: "xu-hao" is there twice',
    ])
    expect(text).toContain('= Use one of shanghai, hangzhou, jiading-machinery.')
    expect(text).toMatch(/8 faults in 1 file\nNothing was imported\.\n$/)
    expect(await world.rows('select id from technician')).toEqual([])
  })

  test('of an outlet that is replaced must be brought with it', async () => {
    expect((await world.imports('technicians', 'a.csv', `${TECHNICIANS}\n${XU_HAO}\n`)).code).toBe(0)
    const { code, text } = await world.imports('outlets', 'b.csv', `${OUTLETS}\n${NANJING}\n`)
    expect(code).toBe(1)
    expect(text).toContain('b.csv:1 technicians "xu-hao": There is no outlet "shanghai"')
    expect(await world.rows('select id from outlet')).toEqual([])
  })

  test('in YAML are named by the line of the key', async () => {
    const yaml = [
      '- id: fridge-1',
      '  outlet: shanghai',
      '  appliance: refrigerator',
      '  name: { en: A, zh: 甲 }',
      '- id: fridge-2',
      '  outlet: shanghai',
      '  appliance: toaster',
      '  name: { en: B, zh: 乙 }',
      '- id: fridge-3',
      '  outlets: shanghai',
      '  outlet: shanghai',
      '  appliance: refrigerator',
      '  name: { en: C }',
      '- just a word',
    ]
    const { code, text } = await world.imports('loaners', 'a.yml', yaml.join('\n'))
    expect(code).toBe(1)
    const lines = text.split('\n').filter(line => line.startsWith('a.yml:'))
    expect(lines.map(line => line.split(' ').slice(0, 2).join(' '))).toEqual([
      'a.yml:7 appliance:',
      'a.yml:9 Unrecognized',
      'a.yml:13 name.zh:',
      'a.yml:14 this',
    ])
  })
})

describe('CSV as programs write it', () => {
  test('with a byte order mark, semicolons and the line ends of Windows', async () => {
    const written = `\uFEFF${[OUTLETS, NANJING].map(line => line.replaceAll(',', ';')).join('\r\n')}\r\n\r\n`
    expect((await world.imports('outlets', 'a.csv', written)).code).toBe(0)
    expect(await world.rows('select id from outlet')).toEqual([{ id: 'nanjing' }])
  })

  test('with quoted line breaks: lines behind them are named as the editor counts them', async () => {
    const address = '"12 Long Road\nbuilding 3, ""the old house"""'
    const lines = `phone,language,address\n+8613800138000,en,${address}\n\n12345,en,x\n+8613800138001,fr,x\n`
    const { code, text } = await world.imports('customers', 'a.csv', lines)
    expect(code).toBe(1)
    expect(text.split('\n').filter(line => line.startsWith('a.csv:'))).toEqual([
      'a.csv:5 phone: This is no phone number',
      'a.csv:6 language: This language is not spoken here',
    ])
    await world.imports('customers', 'a.csv', lines.split('\n').slice(0, 3).join('\n'))
    expect(await world.rows('select address from customer')).toEqual([
      { address: '12 Long Road\nbuilding 3, "the old house"' },
    ])
  })
})

describe('customers', () => {
  const HEADER = 'phone,language,name,address,appliance,model,serial,purchased_on,proven,warranty_end,profile'

  test('are one for each phone however it is written, with their appliances', async () => {
    const lines = [
      HEADER,
      '13800138000,zh,林晓燕,龙路12号,refrigerator,BCD-470WDPG,F1,2024-05-12,yes,,',
      '+86 138 0013 8000,zh,,,washing-machine,XQG100-14HB,,2023-03,no,2027-01-31,contract-critical',
    ]
    const { text } = await world.imports('customers', 'a.csv', lines.join('\n'))
    expect(text).toBe('customers: added 1, changed 0, unchanged 0.\n')
    expect(await world.rows('select phone, language, name, address, source from customer')).toEqual([
      { phone: '+8613800138000', language: 'zh', name: '林晓燕', address: '龙路12号', source: 'imported' },
    ])
    const assets = await world.rows(
      'select appliance, model_no, serial_no, purchased_on, proven, warranty_end, profile from asset order by id',
    )
    expect(assets.map(row => Object.values(row))).toEqual([
      ['refrigerator', 'BCD-470WDPG', 'F1', '2024-05-12', 1, null, null],
      ['washing-machine', 'XQG100-14HB', null, '2023-03', 0, '2027-01-31', 'contract-critical'],
    ])
  })

  test('are changed by what the list says, and keep what it leaves out', async () => {
    const first = '13800138000,zh,林晓燕,龙路12号,refrigerator,BCD-470WDPG,F1,2024-05-12,yes,,'
    await world.imports('customers', 'a.csv', `${HEADER}\n${first}\n`)
    const { text } = await world.imports('customers', 'b.csv', 'phone,language,address\n13800138000,zh,新路3号\n')
    expect(text).toBe('customers: added 0, changed 1, unchanged 0.\n')
    const third = await world.imports(
      'customers',
      'c.csv',
      'phone,language,appliance,serial,warranty_end\n13800138000,zh,refrigerator,F1,2028-01-01\n',
    )
    expect(third.text).toBe('customers: added 0, changed 1, unchanged 0.\n')
    expect(await world.rows('select name, address from customer')).toEqual([{ name: '林晓燕', address: '新路3号' }])
    expect(await world.rows('select model_no, proven, warranty_end from asset')).toEqual([
      { model_no: 'BCD-470WDPG', proven: 1, warranty_end: '2028-01-01' },
    ])
    const audit = await world.rows("select actor, data ->> '$.was.address' as was from audit_event")
    expect(audit).toEqual([{ actor: 'import', was: '龙路12号' }])
  })

  test('that contradict themselves are named', async () => {
    const lines = [
      HEADER,
      '13800138000,zh,林晓燕,,refrigerator,A,F1,2024,,,',
      '13800138000,zh,王芳,,refrigerator,A,F1,2024,,,',
      '13800138001,zh,,,toaster,A,,2024-13,maybe,,',
      '13800138002,zh,,,refrigerator,A,,2024-13,,2027-02-30,gold',
    ]
    const { code, text } = await world.imports('customers', 'a.csv', lines.join('\n'))
    expect(code).toBe(1)
    expect(text.split('\n').filter(line => line.startsWith('a.csv:'))).toEqual([
      'a.csv:3 name: this differs from line 2, which has the same phone',
      'a.csv:3 this customer has the same appliance twice',
      'a.csv:4 proven: "maybe" is neither yes nor no',
      'a.csv:5 purchased_on: This is no date',
      'a.csv:5 warranty_end: This is no date',
      'a.csv:5 profile: This is no profile of policy.yaml',
    ])
    expect(await world.rows('select id from customer')).toEqual([])
  })

  test.each(['2025-1', '2025-', '2025-12-3', '2025-1-01', '2025-02-30', '25', ' 2025-1 '])(
    'are not imported with a day of purchase like "%s", of which no warranty could be told',
    async written => {
      const { code, text } = await world.imports(
        'customers',
        'a.csv',
        `${HEADER}\n13800138000,zh,,,refrigerator,A,F1,${written},yes,,\n`,
      )
      expect(code).toBe(1)
      expect(text).toContain('a.csv:2 purchased_on: This is no date')
      expect(text).toContain('Write it like 2025-03-01, or 2025-03, or 2025.')
      expect(await world.rows('select id from customer')).toEqual([])
    },
  )

  test.each(['2025', '2025-12', '2024-02-29'])('are imported with the day of purchase "%s"', async written => {
    const line = `13800138000,zh,,,refrigerator,A,F1,${written},yes,,`
    expect((await world.imports('customers', 'a.csv', `${HEADER}\n${line}\n`)).code).toBe(0)
    expect(await world.rows('select purchased_on from asset')).toEqual([{ purchased_on: written }])
  })

  test('come from YAML too', async () => {
    const yaml = `customers:
  - phone: "+8613800138000"
    language: en
    name: Anna Long
    appliances:
      - { appliance: refrigerator, serial: "007", purchasedOn: "2025" }
  - { phone: 13800138001, language: en }
`
    expect((await world.imports('customers', 'a.yaml', yaml)).text).toContain('a.yaml:7 phone: This is no text')
    await world.imports('customers', 'a.yaml', yaml.replace('13800138001', '"13800138001"'))
    expect(await world.rows('select phone from customer order by id')).toEqual([
      { phone: '+8613800138000' },
      { phone: '+8613800138001' },
    ])
  })
})

test('the page about importing names every column', async () => {
  const page = readFileSync('docs/import.md', 'utf8')
  const columns = await import('../../../src/import/columns.ts')
  const tables = [columns.OUTLET_COLUMNS, columns.TECHNICIAN_COLUMNS, columns.CUSTOMER_COLUMNS, columns.LOANER_COLUMNS]
  for (const { name } of tables.flat()) {
    expect(page).toContain(`\`${name}\``)
  }
})
