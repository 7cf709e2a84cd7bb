import { DownloadError, urlError, locationOf } from './download-error.mjs'
import { joinedController, openUrl } from './open-url.mjs'

/**
 * @typedef {(progress: { receivedBytes: number, totalBytes: number | undefined }) => void} OnProgress
 *
 * @typedef {object} ReceiveOptions
 * @property {string} url
 * @property {Record<string, string>} headers
 * @property {number | undefined} [bytes]
 * @property {AbortSignal} signal
 * @property {OnProgress | undefined} [onProgress]
 * @property {number | undefined} [headMs]
 * @property {number} stallMs
 * @property {import('./open-url.mjs').Sleep} clock
 *
 * @typedef {import('./part-file.mjs').PartFile} PartFile
 */

/**
 * One request, from where the part file ends to the end of the file.
 * @param {PartFile} part
 * @param {ReceiveOptions} options
 * @throws {DownloadError} when the answer ends early, stalls, or is not what was requested; received bytes are kept
 */
export async function receive(part, options) {
  const { url, headers, bytes, signal, clock, headMs } = options
  if (bytes !== undefined && part.bytes === bytes) return
  const over = joinedController(signal)
  const asked = { ...headers, ...rangeHeaders(part, url) }
  try {
    const response = await openUrl({ url, headers: asked, clock, headMs }, over.signal)
    if (response.statusCode === 416 && part.bytes > 0) {
      // There is nothing after these bytes: the file is complete, or another one. The digest decides.
      part.isPatched = true
      return
    }
    const totalBytes = await resumeFrom(part, response, url)
    if (bytes !== undefined && totalBytes !== undefined && totalBytes !== bytes) {
      const reason = `has ${totalBytes} bytes in place of ${bytes}: it is not the file we know.`
      throw urlError('size-mismatch', url, reason)
    }
    await part.checkSpace(totalBytes)
    await readBody(part, response, { ...options, signal: over.signal, totalBytes: totalBytes ?? bytes })
  } finally {
    over.abort()
  }
}

/**
 * A byte range of a compressed body would count compressed bytes, so the plain body is requested.
 * @param {PartFile} part
 * @param {string} url
 */
function rangeHeaders(part, url) {
  const plain = { 'accept-encoding': 'identity' }
  if (part.bytes === 0) return plain
  const range = { ...plain, range: `bytes=${part.bytes}-` }
  // Another URL has other validators; the digest of the whole file is checked at the end.
  return part.source?.location === locationOf(url) ? { ...range, 'if-range': part.source.validator } : range
}

/**
 * Sets the part file to the offset at which the answer begins; returns the size of the whole file, if it is known.
 * @param {PartFile} part
 * @param {import('node:http').IncomingMessage} response
 * @param {string} url
 * @returns {Promise<number | undefined>}
 */
async function resumeFrom(part, { statusCode, headers }, url) {
  const length = headers['content-length'] === undefined ? undefined : Number(headers['content-length'])
  const stated = headers['content-range']
  const [, from, total = '*'] = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(stated ?? '') ?? []
  // A simple server may not send the offset; the digest shows whether it was the requested one.
  if (statusCode === 206 && (stated === undefined || Number(from) === part.bytes)) {
    if (stated === undefined || part.source?.location !== locationOf(url)) part.isPatched = true
    if (stated === undefined) return length === undefined ? undefined : part.bytes + length
    return total === '*' ? undefined : Number(total)
  }
  await part.startOver()
  if (statusCode !== 200) {
    throw urlError('unreachable', url, 'cannot go on in the middle of a file.', { isTransient: true })
  }
  const { etag } = headers
  const validator = etag && !etag.startsWith('W/') ? etag : headers['last-modified']
  if (validator) await part.setSource({ location: locationOf(url), validator })
  return length
}

/**
 * @param {PartFile} part
 * @param {import('node:http').IncomingMessage} response
 * @param {ReceiveOptions & { totalBytes: number | undefined }} options
 */
async function readBody(part, response, options) {
  const { totalBytes, url, onProgress } = options
  const bytesMax = totalBytes ?? (await part.bytesMax())
  const chunks = response[Symbol.asyncIterator]()
  for (;;) {
    const chunk = await nextChunk(chunks, options)
    if (!chunk) break
    if (part.bytes + chunk.length > bytesMax) {
      throw urlError('size-mismatch', url, `sends more than the ${bytesMax} bytes it should.`)
    }
    await part.append(chunk)
    onProgress?.({ receivedBytes: part.bytes, totalBytes })
  }
  if (totalBytes !== undefined && part.bytes < totalBytes) {
    throw urlError('broken-off', url, 'ended in the middle of the file.', { isTransient: true })
  }
}

/**
 * The next piece, or undefined at the end. It waits for the signal itself, as a stalled body may not react to an abort.
 * @param {AsyncIterator<Buffer>} chunks
 * @param {ReceiveOptions} options
 * @returns {Promise<Buffer | undefined>}
 */
async function nextChunk(chunks, { stallMs, clock, signal, url }) {
  const arrived = joinedController(signal)
  const late = clock.sleep(stallMs, arrived.signal).then(() => {
    throw urlError('stalled', url, `sent nothing for ${stallMs / 1000} s.`, { isTransient: true })
  })
  try {
    const { done, value } = await Promise.race([chunks.next(), late])
    return done ? undefined : value
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof DownloadError) throw error
    throw urlError('broken-off', url, 'broke off.', { isTransient: true })
  } finally {
    arrived.abort()
  }
}
