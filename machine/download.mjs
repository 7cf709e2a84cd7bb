import { createHash } from 'node:crypto'
import { createReadStream, promises as fs } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { backOffMs } from './back-off.mjs'
import { DownloadError, urlError } from './download-error.mjs'
import { PartFile } from './part-file.mjs'
import { receive } from './receive.mjs'

/** The only module of machine/ that set-up imports for downloads. */
export { proxiesIn } from './proxy.mjs'

/**
 * @typedef {object} DownloadOptions
 * @property {readonly string[]} urls of the same file, the best first
 * @property {string} to the path of the file; it exists only once it is complete and its digest is right
 * @property {string} sha256 hexadecimal
 * @property {number | undefined} [bytes] its size, if known: compared with the free space and with what is received
 * @property {Record<string, string>} [headers] sent to the sites in `urls`, but not to other sites they redirect to
 * @property {AbortSignal} signal
 * @property {import('./receive.mjs').OnProgress} [onProgress]
 * @property {(error: DownloadError) => void} [failed] called for each URL that failed
 * @property {number} [headMs] deadline of the answer's head
 * @property {number} [stallMs] a body without data for this long is cut off and requested again
 * @property {number} [idleTriesMax] tries of one URL in a row that received no data
 * @property {(error: DownloadError) => boolean} [isTransient] whether the same URL is retried
 * @property {import('./open-url.mjs').Sleep} [clock]
 */

/**
 * Downloads one file, unless it exists already. What an interrupted run received is kept and used by the next one. A
 * URL that fails is retried with growing pauses, then the next one is used. Plain JavaScript for Node 18 and later,
 * without dependencies: set-up uses it before anything is installed.
 * @param {DownloadOptions} options
 * @throws {DownloadError} of the last URL, when all failed; the signal's reason when it aborts
 */
export async function download(options) {
  const { urls, to, sha256, signal, failed } = options
  signal.throwIfAborted()
  if (await isAlreadyThere(to, sha256, signal)) return
  const part = await PartFile.open(to, signal)
  try {
    await part.checkSpace(options.bytes)
    let failure = new DownloadError('unreachable', `There is no URL to download ${to} from.`)
    for (const url of urls) {
      try {
        return await fromUrl(part, url, options)
      } catch (error) {
        signal.throwIfAborted()
        if (!(error instanceof DownloadError) || FINAL.has(error.code)) throw error
        failed?.(error)
        failure = error
      }
    }
    throw failure
  } finally {
    await part.close()
    if (part.bytes === 0) await part.remove()
  }
}

// Another URL would not help.
const FINAL = new Set(['disk-full', 'not-writable'])
const IDLE_TRIES_MAX = 4
const TRIES_MAX = 100
const BACK_OFF = { firstMs: 500, maxMs: 10_000 }
const STALL_MS = 30_000

/** @type {import('./open-url.mjs').Sleep} */
const REAL_TIME = { sleep: (delayMs, signal) => sleep(delayMs, undefined, signal && { signal }) }

/**
 * @param {string} to
 * @param {string} sha256
 * @param {AbortSignal} signal
 */
async function isAlreadyThere(to, sha256, signal) {
  const found = await fs.stat(to).catch(() => undefined)
  if (!found?.isFile()) return false
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(to, { signal })) hash.update(chunk)
  return hash.digest('hex') === sha256.toLowerCase()
}

/**
 * Not `retry`, which counts failures: here a try that received data does not count, however it ended.
 * @param {PartFile} part
 * @param {string} url
 * @param {DownloadOptions} options
 */
async function fromUrl(part, url, options) {
  const { clock = REAL_TIME, signal, headers = {}, stallMs = STALL_MS, idleTriesMax = IDLE_TRIES_MAX } = options
  const { isTransient = (error) => error.isTransient } = options
  for (let tries = 1, idle = 0; ; tries += 1) {
    const beforeBytes = part.bytes
    try {
      await receive(part, { ...options, url, headers, stallMs, clock })
      if (await isAccepted(part, url, options)) return
      idle = 0
    } catch (error) {
      signal.throwIfAborted()
      idle = part.bytes > beforeBytes ? 0 : idle + 1
      const isOver = idle >= idleTriesMax || tries >= TRIES_MAX
      if (!(error instanceof DownloadError) || !isTransient(error) || isOver) throw error
      await clock.sleep(backOffMs(idle + 1, BACK_OFF), signal)
    }
  }
}

/**
 * False when the file must be fetched from the start, because it may mix bytes of different files.
 * @param {PartFile} part
 * @param {string} url
 * @param {DownloadOptions} options
 */
async function isAccepted(part, url, { to, sha256, signal }) {
  const digest = part.sha256()
  if (digest === sha256.toLowerCase()) {
    await part.finish().catch(async (/** @type {NodeJS.ErrnoException} */ error) => {
      // Another process that fetched the same file was faster.
      if (error.code !== 'ENOENT' || !(await isAlreadyThere(to, sha256, signal))) throw error
    })
    return true
  }
  const { isPatched } = part
  await part.startOver()
  if (isPatched) return false
  const digests = `its sha256 is ${digest} in place of ${sha256}`
  throw urlError('sha256-mismatch', url, `sent another file than the pinned one: ${digests}. It was thrown away.`)
}
