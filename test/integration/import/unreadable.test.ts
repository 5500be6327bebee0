import { afterEach, beforeEach, expect, test } from 'vitest'
import { type ImportWorld, openImportWorld } from './import-world.ts'

let world: ImportWorld

beforeEach(async () => {
  world = await openImportWorld()
})
afterEach(() => world.close())

const OUTLETS = 'id,name_en,name_zh,zone,areas_en,areas_zh,radius_km,tiers,products,holidays'
const NANJING =
  'nanjing,Nanjing centre,南京中心,Asia/Shanghai,Nanjing|Jiangning=20,南京,60,30=2h|200=6h,refrigerator,2027-01-01'

/** Few lines that stand for a thousand million entries. */
const ALIAS_BOMB = [
  'a: &a [x, x, x, x, x, x, x, x, x, x]',
  ...['ba', 'cb', 'dc', 'ed', 'fe', 'gf', 'hg', 'ih'].map(([key, of]) => `${key}: &${key} [${`*${of}, `.repeat(10)}]`),
  'outlets: *i',
].join('\n')

test.each([
  ['not UTF-8', 'a.csv', Buffer.from([0xd6, 0xd0, 0x2c, 0xce, 0xc4]), 'a.csv:1 the file is not UTF-8'],
  ['empty', 'a.csv', '', 'a.csv:1 the file is empty'],
  ['of another kind', 'a.xlsx', 'x', 'a.xlsx:1 nobody can tell whether this is CSV or YAML'],
  ['with a column too many', 'a.csv', `${OUTLETS},colour\n`, 'a.csv:1 there is no column "colour"'],
  ['with a column twice', 'a.csv', `${OUTLETS},zone\n`, 'a.csv:1 the column "zone" is there twice'],
  ['with a column too few', 'a.csv', 'id,name_en,name_zh\n', 'a.csv:1 the column "zone" is missing'],
  ['with a quote too many', 'a.csv', `${OUTLETS}\n${NANJING}\n"x\n`, 'a.csv:3 the quotes of a field are not right'],
  ['of broken YAML', 'a.yaml', 'outlets:\n  - id: [\n', 'a.yaml:3 '],
  [
    'of YAML that refers to what is not there',
    'a.yaml',
    'outlets:\n  - id: *a\n',
    'a.yaml:2 nothing before this is called "&a"',
  ],
  ['of YAML that multiplies itself', 'a.yaml', ALIAS_BOMB, 'a.yaml:2 the aliases of this file stand for too much'],
  ['of YAML without an end of depth', 'a.yaml', '['.repeat(200_000), 'a.yaml:1 '],
  ['too large', 'a.csv', Buffer.alloc(20_000_001, 'x'), 'a.csv:1 the file is larger than 20 MB'],
  ['of YAML without the list', 'a.yaml', 'outlet: x\n', 'a.yaml:1 there is no list of outlets'],
])('a file %s is refused', async (_, name, content, expected) => {
  const { code, text } = await world.imports('outlets', name, content)
  expect(code).toBe(1)
  expect(text).toContain(expected)
})
