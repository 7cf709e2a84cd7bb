import type { Clock } from './clock.ts'
import { DownloadError, placeOf } from './download-error.ts'
import { openUrl } from './open-url.ts'
import type { PartFile } from './part-file.ts'

export type ReceiveOptions = {
  url: string
  headers: Record<string, string>
  bytes?: number
  signal: AbortSignal
  onProgress?: (progress: { receivedBytes: number; totalBytes: number | undefined }) => void
  stallMs: number
  clock: Clock
}

/**
 * One request, from where the part file ends to the end of the file.
 *
 * @throws {DownloadError} when the answer ends early, stalls, or is not what was asked for; what came is kept
 */
export async function receive(part: PartFile, options: ReceiveOptions): Promise<void> {
  const { url, headers, bytes, signal, clock } = options
  if (bytes !== undefined && part.bytes === bytes) return
  const over = new AbortController()
  const asked = { ...headers, ...rangeHeaders(part, url) }
  try {
    const response = await openUrl({ url, headers: asked, clock }, AbortSignal.any([signal, over.signal]))
    const totalBytes = await placeToContinue(part, response, url)
    if (bytes !== undefined && totalBytes !== undefined && totalBytes !== bytes) {
      const sizes = `has ${totalBytes} bytes in place of ${bytes}`
      throw new DownloadError('size-mismatch', `${placeOf(url)} ${sizes}: it is not the file we know.`)
    }
    await part.checkSpace(totalBytes)
    await readBody(part, response, { ...options, totalBytes: totalBytes ?? bytes })
  } finally {
    over.abort()
  }
}

/** A byte range of a compressed body would be of the compressed bytes: we ask for the plain ones. */
function rangeHeaders(part: PartFile, url: string): Record<string, string> {
  const plain = { 'accept-encoding': 'identity' }
  if (part.bytes === 0) return plain
  const range = { ...plain, range: `bytes=${part.bytes}-` }
  // Another place has other validators; what it adds is judged by the digest of the whole.
  return part.source?.place === placeOf(url) ? { ...range, 'if-range': part.source.validator } : range
}

/** Brings the part file to where the answer begins; returns the size of the whole file, when the answer tells it. */
async function placeToContinue(part: PartFile, response: Response, url: string): Promise<number | undefined> {
  const [, from, total] = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(response.headers.get('content-range') ?? '') ?? []
  if (response.status === 206 && Number(from) === part.bytes) {
    if (part.source?.place !== placeOf(url)) part.isPatched = true
    return total === '*' ? undefined : Number(total)
  }
  await part.startOver()
  if (response.status !== 200) {
    throw new DownloadError('unreachable', `${placeOf(url)} cannot go on in the middle of a file.`, { isPassing: true })
  }
  const etag = response.headers.get('etag')
  const validator = etag && !etag.startsWith('W/') ? etag : response.headers.get('last-modified')
  if (validator) await part.cameFrom({ place: placeOf(url), validator })
  const length = response.headers.get('content-length')
  return length === null ? undefined : Number(length)
}

async function readBody(
  part: PartFile,
  response: Response,
  options: ReceiveOptions & { totalBytes: number | undefined },
): Promise<void> {
  const { totalBytes, url, onProgress } = options
  const bytesMax = totalBytes ?? (await part.bytesMax())
  const reader = (response.body ?? new Blob([]).stream()).getReader() as ReadableStreamDefaultReader<Uint8Array>
  for (;;) {
    const chunk = await nextChunk(reader, options)
    if (!chunk) break
    if (part.bytes + chunk.length > bytesMax) {
      throw new DownloadError('size-mismatch', `${placeOf(url)} sends more than the ${bytesMax} bytes it should.`)
    }
    await part.append(chunk)
    onProgress?.({ receivedBytes: part.bytes, totalBytes })
  }
  if (totalBytes !== undefined && part.bytes < totalBytes) {
    throw new DownloadError('unreachable', `${placeOf(url)} ended in the middle of the file.`, { isPassing: true })
  }
}

/** The next piece, or undefined at the end. It waits on the signal itself: a stalled body need not hear of an abort. */
async function nextChunk(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  { stallMs, clock, signal, url }: ReceiveOptions,
): Promise<Uint8Array | undefined> {
  const arrived = new AbortController()
  const patience = clock.sleep(stallMs, AbortSignal.any([signal, arrived.signal])).then(() => {
    throw new DownloadError('stalled', `${placeOf(url)} sent nothing for ${stallMs / 1000} s.`, { isPassing: true })
  })
  try {
    const { done, value } = await Promise.race([reader.read(), patience])
    return done ? undefined : value
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof DownloadError) throw error
    throw new DownloadError('unreachable', `${placeOf(url)} broke off.`, { isPassing: true })
  } finally {
    arrived.abort()
    patience.catch(() => undefined)
  }
}
