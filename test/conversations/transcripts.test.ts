import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { shippedContent } from '../support/house.ts'
import { playTranscript, transcript } from '../support/transcript.ts'

const content = await shippedContent()
const files = readdirSync('flows', { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.test.yaml'))

for (const file of files.sort()) {
  describe(file, () => {
    for (const document of parseAllDocuments(readFileSync(join('flows', file), 'utf8'))) {
      const script = transcript.parse(document.toJS())
      test(`${script.script} (${script.language})`, () => playTranscript(script, content))
    }
  })
}
