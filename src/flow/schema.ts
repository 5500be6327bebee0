/** The JSON Schema of flow files, `flows/flow.schema.json`: lets editors complete and mark what authors write. */
import { z } from 'zod'
import { flowFile } from './shape.ts'

/** The whole file as it is stored, with its last newline. */
export function flowSchemaFile(): string {
  const schema = z.toJSONSchema(flowFile, { io: 'input', target: 'draft-7' })
  const titled = { title: 'A flow of Aftercare', description: 'See docs/flow-language.md.', ...schema }
  return `${JSON.stringify(titled, null, 2)}\n`
}
