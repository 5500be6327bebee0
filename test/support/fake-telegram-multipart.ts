/** Just enough of multipart/form-data for the Bot API. */

/**
 * Fields as strings, or as JSON where they are objects; files as `{ name, bytes }`. A field that says `attach://x` is
 * replaced by the file of part `x`, as Telegram does it.
 */
export function parseMultipart(body: Buffer, boundary: string): Record<string, unknown> {
  const fields: Record<string, unknown> = {}
  const files = new Map<string, { name: string; bytes: Uint8Array }>()
  for (const part of partsOf(body, `--${boundary}`)) {
    const end = part.indexOf('\r\n\r\n')
    const head = part.subarray(0, end).toString('utf8')
    const content = part.subarray(end + 4)
    const name = /name="([^"]*)"/.exec(head)?.[1]
    if (name === undefined) continue
    const file = /filename="?([^"\r\n]*)"?/.exec(head)?.[1]
    if (file !== undefined) files.set(name, { name: file, bytes: Uint8Array.from(content) })
    else fields[name] = readField(content.toString('utf8'))
  }
  const attach = (value: unknown): unknown => {
    if (typeof value === 'string' && value.startsWith('attach://')) return files.get(value.slice(9))
    if (typeof value !== 'object' || value === null) return value
    if (Array.isArray(value)) return value.map(attach)
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, attach(one)]))
  }
  for (const [name, value] of Object.entries(fields)) fields[name] = attach(value)
  for (const [name, file] of files) fields[name] ??= file
  return fields
}

function readField(text: string): unknown {
  if (!text.startsWith('{') && !text.startsWith('[')) return text
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

function* partsOf(body: Buffer, delimiter: string): Generator<Buffer> {
  let start = body.indexOf(delimiter)
  while (start >= 0) {
    start += delimiter.length + 2
    const end = body.indexOf(`\r\n${delimiter}`, start)
    if (end < 0) return
    yield body.subarray(start, end)
    start = end + 2
  }
}
