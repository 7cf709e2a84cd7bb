import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { backOffMs } from './back-off.mjs'
import { systemClock, type Clock } from './clock.ts'
import { DownloadError, placeOf } from './download-error.ts'
import { PartFile } from './part-file.ts'
import { receive } from './receive.ts'

export type DownloadOptions = {
  /** The same file in several places, the best first. */
  urls: readonly string[]
  /** Where the file goes, under its own name only when it is whole and its digest is right. */
  to: string
  /** Hexadecimal. */
  sha256: string
  /** Its size, when it is known: checked against the free space before, and against what comes. */
  bytes?: number
  /** Sent to the sites in `urls` and to nobody they redirect to. */
  headers?: Record<string, string>
  signal: AbortSignal
  onProgress?: (progress: { receivedBytes: number; totalBytes: number | undefined }) => void
  /** A body that brings nothing for so long is cut off and asked for again. */
  stallMs?: number
  clock?: Clock
}

/**
 * Brings one file, or finds it there already. What an interrupted run received is kept and used by the next one. A
 * place that fails is tried again with growing pauses, then the next one is used.
 *
 * @throws {DownloadError} of the last place, when none could deliver; the signal's reason when it aborts
 */
export async function download(options: DownloadOptions): Promise<void> {
  const { urls, to, sha256, signal } = options
  signal.throwIfAborted()
  if (await isAlreadyThere(to, sha256, signal)) return
  const part = await PartFile.open(to, signal)
  try {
    await part.checkSpace(options.bytes)
    let failure: unknown = new DownloadError('unreachable', `No place to download ${to} from is known.`)
    for (const url of urls) {
      try {
        return await fromPlace(part, url, options)
      } catch (error) {
        signal.throwIfAborted()
        if (!(error instanceof DownloadError) || FINAL.has(error.code)) throw error
        failure = error
      }
    }
    throw failure
  } finally {
    await part.close()
    if (part.bytes === 0) await part.remove()
  }
}

// Another place would not help.
const FINAL = new Set(['disk-full', 'not-writable'])
const ATTEMPTS_WITHOUT_PROGRESS_MAX = 4
const ATTEMPTS_MAX = 100
const BACK_OFF = { firstMs: 500, maxMs: 10_000 }
const STALL_MS = 30_000

async function isAlreadyThere(to: string, sha256: string, signal: AbortSignal): Promise<boolean> {
  const found = await stat(to).catch(() => undefined)
  if (!found?.isFile()) return false
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(to, { signal })) hash.update(chunk as Buffer)
  return hash.digest('hex') === sha256.toLowerCase()
}

async function fromPlace(part: PartFile, url: string, options: DownloadOptions): Promise<void> {
  const { clock = systemClock, signal, headers = {}, stallMs = STALL_MS } = options
  for (let attempt = 1, idle = 0; ; attempt += 1) {
    const beforeBytes = part.bytes
    try {
      await receive(part, { ...options, url, headers, stallMs, clock })
      if (await isAccepted(part, url, options)) return
      idle = 0
    } catch (error) {
      signal.throwIfAborted()
      idle = part.bytes > beforeBytes ? 0 : idle + 1
      const isOver = idle >= ATTEMPTS_WITHOUT_PROGRESS_MAX || attempt >= ATTEMPTS_MAX
      if (!(error instanceof DownloadError) || !error.isPassing || isOver) throw error
      await clock.sleep(backOffMs(idle + 1, BACK_OFF), signal)
    }
  }
}

/** False when the whole must be fetched anew, because parts of different files may have been put together. */
async function isAccepted(part: PartFile, url: string, { to, sha256, signal }: DownloadOptions): Promise<boolean> {
  const digest = part.sha256()
  if (digest === sha256.toLowerCase()) {
    await part.finish().catch(async (error: NodeJS.ErrnoException) => {
      // Another process that fetched the same file was faster.
      if (error.code !== 'ENOENT' || !(await isAlreadyThere(to, sha256, signal))) throw error
    })
    return true
  }
  const { isPatched } = part
  await part.startOver()
  if (isPatched) return false
  const digests = `its sha256 is ${digest} in place of ${sha256}`
  throw new DownloadError('sha256-mismatch', `${placeOf(url)} is not the file we know: ${digests}. It was thrown away.`)
}
