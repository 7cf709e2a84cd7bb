import type { IncomingMessage } from 'node:http'

/**
 * Reads a whole body. Node reports one that is shorter than its stated length as an error.
 * @throws {RangeError} when it is longer than `bytesMax`
 */
export async function wholeBody(message: IncomingMessage, bytesMax: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of message as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > bytesMax) throw new RangeError(`The body is longer than ${bytesMax} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
