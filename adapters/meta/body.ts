import type { IncomingMessage } from 'node:http'
import { CodedError } from '#machine/coded-error.ts'
import type { Clock } from '#machine/clock.ts'
import { inTime } from '#machine/deadline.ts'
import { jsonIn } from '#machine/json-in.ts'

const STATUS = { 'too-large': 413, 'too-slow': 408, 'broken-off': 400, busy: 503 } as const

/** A body that is not read to its end. Fastify answers with the `statusCode`. */
export class BodyError extends CodedError<keyof typeof STATUS> {
  override readonly name = 'BodyError'
  get statusCode(): number {
    return STATUS[this.code]
  }
}

export type BodyLimits = {
  readonly bytesMax: number
  readonly timeoutMs: number
  /** Of all bodies together that are being read, beyond the first of each: whoever sends them has not proved anything. */
  readonly heldBytesMax: number
  readonly clock: Clock
}

/** Reads the bytes of requests, all of them or none: a signature is over the bytes, before anything is decoded. */
export class Bodies {
  readonly #limits: BodyLimits
  #heldBytes = 0

  constructor(limits: BodyLimits) {
    this.#limits = limits
  }

  /** @throws {BodyError} */
  async read(request: IncomingMessage): Promise<Buffer> {
    const { bytesMax, timeoutMs, clock } = this.#limits
    if (Number(request.headers['content-length'] ?? 0) > bytesMax) throw tooLarge(bytesMax)
    const reading = this.#whole(request)
    const bytes = await inTime(reading, { limitMs: timeoutMs, clock })
    if (bytes !== undefined) return bytes
    // The request is refused already, and a later failure to read it changes nothing.
    reading.catch(() => undefined)
    throw new BodyError('too-slow', `The body did not come within ${timeoutMs} ms.`)
  }

  async #whole(request: IncomingMessage): Promise<Buffer> {
    const { bytesMax, heldBytesMax } = this.#limits
    // Copied together as they come: one byte that stays a chunk of its own takes hundreds.
    let whole = Buffer.allocUnsafeSlow(FIRST_BYTES)
    let bytes = 0
    let held = 0
    try {
      for await (const chunk of request as AsyncIterable<Buffer>) {
        const before = bytes
        bytes += chunk.length
        if (bytes > bytesMax) throw tooLarge(bytesMax)
        const more = Math.max(0, bytes - SMALL_BYTES) - held
        if (this.#heldBytes + more > heldBytesMax) throw new BodyError('busy', 'Too many large bodies come at once.')
        held += more
        this.#heldBytes += more
        if (bytes > whole.length) whole = longer(whole, bytes)
        chunk.copy(whole, before)
      }
      return whole.subarray(0, bytes)
    } catch (error) {
      throw error instanceof BodyError ? error : new BodyError('broken-off', 'The body broke off.')
    } finally {
      this.#heldBytes -= held
    }
  }
}

const FIRST_BYTES = 4096

/** At least twice as long, so that the copying costs little. */
function longer(buffer: Buffer, bytesMin: number): Buffer<ArrayBuffer> {
  const grown = Buffer.allocUnsafeSlow(Math.max(bytesMin, buffer.length * 2))
  buffer.copy(grown)
  return grown
}

const tooLarge = (bytesMax: number) => new BodyError('too-large', `The body has more than ${bytesMax} bytes.`)

/** Far above what Meta sends, and parsed in some 40 ms. */
const VALUES_MAX = 100_000
/** As nearly all of Meta's are. */
const SMALL_BYTES = 65_536
const [COLON, COMMA, BRACE, BRACKET] = [...Buffer.from(':,{[')]

/** The JSON in it; undefined for none, and for one with so many values that reading it would hold up everything else. */
export function boundedJson(bytes: Buffer): unknown {
  if (bytes.length > SMALL_BYTES && valuesIn(bytes) > VALUES_MAX) return undefined
  return jsonIn(bytes.toString('utf8'))
}

/** At least as many as there are keys and elements, objects and lists. */
function valuesIn(bytes: Buffer): number {
  let count = 0
  for (const byte of bytes) if (byte === COLON || byte === COMMA || byte === BRACE || byte === BRACKET) count += 1
  return count
}
