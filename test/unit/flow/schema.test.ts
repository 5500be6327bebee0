import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { flowSchemaFile } from '../../../src/flow/schema.ts'

type Schema = {
  readonly description?: string
  readonly properties?: Readonly<Record<string, Schema>>
  readonly items?: Schema
  readonly anyOf?: readonly Schema[]
}

describe('flows/flow.schema.json', () => {
  test('is the schema of the code', () => {
    expect(readFileSync(new URL('../../../flows/flow.schema.json', import.meta.url), 'utf8')).toBe(flowSchemaFile())
  })

  test('describes every word of a flow and of its steps, for the help that editors show', () => {
    const schema = JSON.parse(flowSchemaFile()) as Schema
    const steps = schema.properties?.steps?.items?.anyOf ?? []
    const tables = [schema, ...steps.filter(step => step.properties !== undefined)]
    expect(tables).toHaveLength(12)
    for (const table of tables) {
      for (const [word, part] of Object.entries(table.properties ?? {})) expect(part.description, word).toBeTruthy()
    }
  })
})
