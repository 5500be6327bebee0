/** The service made from the content files that come with Aftercare. */
import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { parseDuration } from '../../src/flow/duration.ts'
import { createService, type Service, type ServiceSources } from '../../src/service/service.ts'

export function sampleSources(): ServiceSources {
  return { policy: content('policy.yaml'), catalogue: content('catalogue.yaml'), outlets: content('outlets.yaml') }
}

export function sampleService(): Service {
  const { service, problems } = createService(sampleSources(), parseDuration)
  if (!service) throw new Error(`The content files are at fault: ${JSON.stringify(problems)}`)
  return service
}

function content(file: string): unknown {
  return parse(readFileSync(new URL(`../../flows/${file}`, import.meta.url), 'utf8'))
}
