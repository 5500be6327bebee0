import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { describe, expect, test } from 'vitest'

/**
 * Who may import whom (docs/decisions/0002). `types` are rooms a room may know by their types alone. Packages are given
 * by their first name; `node:` modules are listed where a room needs them.
 */
type Room = {
  readonly rooms: readonly string[]
  readonly types?: readonly string[]
  /** Single files of other rooms: what both sides must do or spell alike, with no imports of their own but types. */
  readonly files?: readonly string[]
  readonly packages: readonly string[]
}

const ROOMS: Readonly<Record<string, Room>> = {
  'src/flow': {
    rooms: [],
    packages: [
      'yaml',
      'zod',
      'intl-messageformat',
      '@marcbachmann/cel-js',
      '@formatjs/icu-messageformat-parser',
      'node:crypto',
    ],
  },
  'src/language': {
    rooms: [],
    types: ['src/flow'],
    packages: ['natural', 'luxon', 'libphonenumber-js', 'node:crypto'],
  },
  'src/service': { rooms: [], types: ['src/flow'], packages: ['luxon', 'zod', 'yaml'] },
  'src/store': {
    rooms: [],
    types: ['src/flow', 'src/service'],
    packages: [
      '@mikro-orm/core',
      '@mikro-orm/sqlite',
      '@mikro-orm/migrations',
      'node:crypto',
      'node:fs',
      'node:fs/promises',
      'node:path',
    ],
  },
  'src/import': {
    rooms: ['src/language', 'src/service', 'src/store'],
    packages: ['csv-parse', 'yaml', 'zod', 'node:util'],
  },
  'src/assistant': {
    rooms: ['src/flow', 'src/language', 'src/service', 'src/store'],
    types: ['src/desk'],
    packages: ['pino', 'node:fs/promises', 'node:path', 'node:perf_hooks'],
  },
  'src/documents': {
    rooms: [],
    types: ['src/flow', 'src/service'],
    packages: ['ical-generator', 'pdfkit', 'node:fs/promises', 'node:module', 'node:zlib'],
  },
  'src/desk': {
    rooms: ['src/flow', 'src/service', 'src/store'],
    types: ['src/assistant'],
    packages: ['pino'],
  },
  'src/channels': { rooms: [], packages: [] },
  'src/channels/telegram': {
    rooms: [],
    types: ['src/assistant', 'src/flow'],
    files: ['src/channels/seams.ts'],
    packages: ['grammy', 'undici', 'fastify', 'pino', 'node:'],
  },
  'src/channels/slack': {
    rooms: [],
    types: ['src/assistant', 'src/desk', 'src/flow'],
    files: [
      'src/desk/post.ts',
      'src/desk/visit-forms.ts',
      'src/desk/visit-form-words.ts',
      'src/desk/visit-field-words.ts',
      'src/channels/seams.ts',
    ],
    packages: ['@slack/bolt', '@slack/web-api', '@slack/socket-mode', '@slack/types', 'fastify', 'pino', 'node:'],
  },
  'src/channels/web': {
    rooms: [],
    types: ['src/assistant', 'src/desk', 'src/flow'],
    packages: ['fastify', 'zod', 'htm', 'node:'],
  },
  'src/channels/terminal': {
    rooms: [],
    types: ['src/assistant', 'src/flow'],
    packages: ['node:'],
  },
  'src/http': {
    rooms: [],
    types: ['src/desk', 'src/service'],
    files: ['src/desk/visit-forms.ts'],
    packages: ['fastify', '@fastify/swagger', 'fastify-type-provider-zod', 'zod', 'pino', 'node:'],
  },
}

/** Words that make a pure room impure: time, chance, the environment and the network are parameters there. */
const IMPURE = [/\bDate\.now\b/, /new Date\(\)/, /\bsetTimeout\b/, /\bprocess\.env\b/, /\bfetch\(/, /\bMath\.random\b/]
const PURE = ['src/flow', 'src/language', 'src/service']

type Import = { readonly from: string; readonly onlyTypes: boolean }

function importsOf(source: string): Import[] {
  const found: Import[] = []
  for (const [statement, from] of source.matchAll(/^(?:import|export)\s[^'"]*?from\s+['"]([^'"]+)['"]/gm)) {
    found.push({ from: from as string, onlyTypes: /^(?:import|export)\s+type\b/.test(statement) })
  }
  for (const [, from] of source.matchAll(/\bimport\(\s*['"]([^'"]+)['"]\s*\)/g)) {
    found.push({ from: from as string, onlyTypes: false })
  }
  return found
}

function roomOf(path: string): string | undefined {
  return Object.keys(ROOMS)
    .filter(room => path.startsWith(`${room}/`))
    .sort((a, b) => b.length - a.length)[0]
}

/** Every breach of the table in one file, as a sentence. */
function breachesOf(path: string, source: string): string[] {
  const name = roomOf(path)
  if (!name) return []
  const room = ROOMS[name] as Room
  const breaches = importsOf(source).flatMap(({ from, onlyTypes }) => {
    if (!from.startsWith('.')) {
      const allowed = room.packages.some(
        item => from === item || from.startsWith(item.endsWith(':') ? item : `${item}/`),
      )
      return allowed ? [] : [`${path} may not import ${from}`]
    }
    const target = normalize(join(dirname(path), from))
    const other = roomOf(target)
    if (other === name || (other && room.rooms.includes(other))) return []
    if (onlyTypes && other && room.types?.includes(other)) return []
    if (room.files?.includes(target)) return []
    return [`${path} may not import ${target}${other && room.types?.includes(other) ? ' but for its types' : ''}`]
  })
  const impure = PURE.includes(name) ? IMPURE.filter(word => word.test(withoutComments(source))) : []
  return [...breaches, ...impure.map(word => `${path} is in a pure room and may not use ${word.source}`)]
}

function withoutComments(source: string): string {
  return source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/\/\/.*$/gm, '')
}

function sourceFiles(): string[] {
  return readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.ts') && !file.includes('migrations'))
    .map(file => join('src', file))
}

describe('the rooms', () => {
  test('are kept apart: nobody imports what is not theirs', () => {
    expect(sourceFiles().flatMap(path => breachesOf(path, readFileSync(path, 'utf8')))).toEqual([])
  })

  test('have a guard that notices a breach', () => {
    expect(breachesOf('src/flow/x.ts', "import { MikroORM } from '@mikro-orm/core'")).toEqual([
      'src/flow/x.ts may not import @mikro-orm/core',
    ])
    expect(breachesOf('src/flow/x.ts', "import { a } from '../store/sql.ts'")).toHaveLength(1)
    expect(breachesOf('src/service/x.ts', 'const now = Date.now()')).toHaveLength(1)
    expect(breachesOf('src/channels/web/x.ts', "import { a } from '../telegram/telegram.ts'")).toHaveLength(1)
    expect(breachesOf('src/channels/slack/x.ts', "import { a } from '../../desk/desk.ts'")).toHaveLength(1)
    expect(breachesOf('src/channels/slack/desk/x.ts', "import type { A } from '../../../desk/post.ts'")).toEqual([])
    expect(breachesOf('src/language/x.ts', "import { a } from '../flow/flow.ts'")).toHaveLength(1)
    expect(breachesOf('src/language/x.ts', "import type { A } from '../flow/flow.ts'")).toEqual([])
  })

  test('share no file that brings others along', () => {
    const shared = new Set(Object.values(ROOMS).flatMap(({ files = [] }) => files))
    for (const file of shared) {
      expect(importsOf(readFileSync(file, 'utf8')).filter(({ onlyTypes }) => !onlyTypes)).toEqual([])
    }
  })

  test('have no file that needs a table of contents', () => {
    const long = sourceFiles().filter(path => readFileSync(path, 'utf8').split('\n').length > 300)
    expect(long).toEqual([])
  })

  test('read the environment at the door only', () => {
    const readers = sourceFiles().filter(path => /process\.env/.test(withoutComments(readFileSync(path, 'utf8'))))
    expect(readers.filter(path => !['src/main.ts', 'src/cli.ts'].includes(path))).toEqual([])
  })
})
