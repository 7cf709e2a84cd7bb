import type { IncomingMessage } from 'node:http'
import { bodyOf, type Upload } from '../request-body.ts'

export type RestInput = {
  readonly query: URLSearchParams
  readonly body: Readonly<Record<string, unknown>>
  /** A body that is a list. */
  readonly list: readonly Record<string, unknown>[]
  /** By the number that `attachments` of the body names. */
  readonly files: ReadonlyMap<string, Upload>
}

/** A field that is to be text; ids and nonces may come as numbers. */
export function textField(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' ? value : undefined
}

const FILE_FIELD = /^files\[(\d+)\]$/

/** A body of JSON, or a form with files whose field `payload_json` holds it. */
export async function restInput(request: IncomingMessage, query: URLSearchParams): Promise<RestInput> {
  const whole = await bodyOf(request)
  if (Array.isArray(whole)) return { query, body: {}, list: whole as Record<string, unknown>[], files: new Map() }
  const fields = whole as Record<string, unknown>
  const files = new Map<string, Upload>()
  for (const [name, value] of Object.entries(fields)) {
    const number = FILE_FIELD.exec(name)?.[1]
    if (number !== undefined) files.set(number, value as Upload)
  }
  const json = fields.payload_json
  const body = typeof json === 'string' ? (JSON.parse(json) as Record<string, unknown>) : files.size > 0 ? {} : fields
  return { query, body, list: [], files }
}
