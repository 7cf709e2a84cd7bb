import type { IncomingMessage } from 'node:http'

/** A file that came in a form. */
export type Upload = { readonly fileName: string; readonly mime: string; readonly bytes: Buffer }
export type Payload = Readonly<Record<string, unknown>>

const BYTES_MAX = 64 << 20

/** The parameters of a call: from the address, and from a body of JSON, a form, or a form with files. */
export async function payloadOf(request: IncomingMessage, url: URL): Promise<Payload> {
  return { ...Object.fromEntries(url.searchParams), ...(await bodyOf(request)) }
}

/** What a body of JSON is, or the fields of a form. */
export async function bodyOf(request: IncomingMessage): Promise<Payload> {
  return fieldsOf(request.headers['content-type'] ?? '', await wholeBody(request))
}

function fieldsOf(type: string, body: Buffer): Payload {
  if (body.length === 0) return {}
  const boundary = /^multipart\/form-data;.*boundary="?([^";]+)"?/i.exec(type)?.[1]
  if (boundary) return multipartFields(body, boundary)
  if (type.startsWith('application/json')) return JSON.parse(body.toString('utf8')) as Payload
  return Object.fromEntries(new URLSearchParams(body.toString('utf8')))
}

async function wholeBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > BYTES_MAX) throw new Error('request entity too large')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function multipartFields(body: Buffer, boundary: string): Payload {
  const fields: Record<string, unknown> = {}
  for (const part of partsBetween(body, Buffer.from(`--${boundary}`))) {
    const end = part.indexOf('\r\n\r\n')
    const head = part.subarray(0, end).toString('utf8')
    const value = part.subarray(end + 4)
    const name = /name="([^"]*)"/i.exec(head)?.[1]
    const fileName = /filename="([^"]*)"/i.exec(head)?.[1]
    const mime = /content-type: *([^\r\n;]+)/i.exec(head)?.[1] ?? 'application/octet-stream'
    const upload: Upload | undefined = fileName === undefined ? undefined : { fileName, mime, bytes: value }
    if (name) fields[name] = upload ?? value.toString('utf8')
  }
  return fields
}

function partsBetween(body: Buffer, mark: Buffer): Buffer[] {
  const parts: Buffer[] = []
  for (let at = body.indexOf(mark); at >= 0;) {
    const next = body.indexOf(mark, at + mark.length)
    // Two bytes of line end after the mark, two before the next.
    if (next > 0) parts.push(body.subarray(at + mark.length + 2, next - 2))
    at = next
  }
  return parts
}
