import type { IncomingMessage } from 'node:http'
import { CodedError } from '#machine/coded-error.ts'
import type { Clock } from '#machine/clock.ts'
import { inTime } from '#machine/deadline.ts'
import { jsonIn } from '#machine/json-in.ts'
import { wholeBody } from '#machine/whole-body.ts'

/** A body that is not read to its end. Fastify answers with the `statusCode`. */
export class BodyError extends CodedError<'too-large' | 'too-slow' | 'broken-off'> {
  override readonly name = 'BodyError'
  get statusCode(): number {
    return { 'too-large': 413, 'too-slow': 408, 'broken-off': 400 }[this.code]
  }
}

export type BodyLimits = { readonly bytesMax: number; readonly timeoutMs: number; readonly clock: Clock }

/** The bytes of a request, all of them or none: its signature is over the bytes, before anything is decoded. */
export async function bytesOf(request: IncomingMessage, { bytesMax, timeoutMs, clock }: BodyLimits): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > bytesMax) throw tooLarge(bytesMax)
  const reading = wholeBody(request, bytesMax).catch((error: unknown) => {
    throw error instanceof RangeError ? tooLarge(bytesMax) : new BodyError('broken-off', 'The body broke off.')
  })
  const bytes = await inTime(reading, { limitMs: timeoutMs, clock })
  if (bytes !== undefined) return bytes
  // It is over for it; what it would still say concerns nobody.
  reading.catch(() => undefined)
  throw new BodyError('too-slow', `The body did not come within ${timeoutMs} ms.`)
}

const tooLarge = (bytesMax: number) => new BodyError('too-large', `The body has more than ${bytesMax} bytes.`)

/** Far above what Meta sends, and parsed in some 40 ms. */
const VALUES_MAX = 100_000
/** Below it there is no need to count. */
const SMALL_BYTES = 65_536
const [COLON, BRACE, BRACKET] = [...Buffer.from(':{[')]

/** The JSON in it; undefined for none, and for one with so many values that reading it would hold up everything else. */
export function boundedJson(bytes: Buffer): unknown {
  if (bytes.length > SMALL_BYTES && valuesIn(bytes) > VALUES_MAX) return undefined
  return jsonIn(bytes.toString('utf8'))
}

/** At least as many as there are keys, objects and lists. */
function valuesIn(bytes: Buffer): number {
  let count = 0
  for (const byte of bytes) if (byte === COLON || byte === BRACE || byte === BRACKET) count += 1
  return count
}
