import { createHash } from 'node:crypto'
import { createReadStream, promises as fs } from 'node:fs'
import path from 'node:path'
import { DownloadError } from './download-error.mjs'

/** @typedef {{ location: string, validator: string }} Source */

/**
 * An incomplete download: `<name>.part`, with the validator of its source beside it, so that a later run can resume it.
 * Its hash is computed as it grows.
 */
export class PartFile {
  #to
  #file
  #hash
  #bytes
  /** The location of the source and its validator (ETag or date), if it sent one. @type {Source | undefined} */
  source
  /** Whether it may mix different files: some bytes are from an earlier run or from another URL. */
  isPatched

  /**
   * @private
   * @param {string} to
   * @param {{ file: fs.FileHandle, hash: import('node:crypto').Hash, bytes: number, source: Source | undefined }} state
   */
  constructor(to, { file, hash, bytes, source }) {
    this.#to = to
    this.#file = file
    this.#hash = hash
    this.#bytes = bytes
    this.source = source
    this.isPatched = bytes > 0
  }

  /**
   * @param {string} to
   * @param {AbortSignal} signal
   */
  static async open(to, signal) {
    try {
      await fs.mkdir(path.dirname(to), { recursive: true })
      const file = await fs
        .open(`${to}.part`, 'a')
        .then((made) => made.close())
        .then(() => fs.open(`${to}.part`, 'r+'))
      return await PartFile.#resumed(to, file, signal).catch(async (/** @type {unknown} */ error) => {
        await file.close()
        throw error
      })
    } catch (error) {
      signal.throwIfAborted()
      throw writeError(to, error)
    }
  }

  /**
   * @param {string} to
   * @param {fs.FileHandle} file
   * @param {AbortSignal} signal
   */
  static async #resumed(to, file, signal) {
    const hash = createHash('sha256')
    let bytes = 0
    for await (const chunk of createReadStream(`${to}.part`, { signal })) {
      hash.update(chunk)
      bytes += chunk.length
    }
    return new PartFile(to, { file, hash, bytes, source: await sourceOf(to) })
  }

  get bytes() {
    return this.#bytes
  }

  /**
   * Written at its offset, not at the end: two downloads of one file then write the same bytes over each other.
   * @param {Uint8Array} chunk
   */
  async append(chunk) {
    try {
      for (let written = 0; written < chunk.length;) {
        const { bytesWritten } = await this.#file.write(chunk, written, chunk.length - written, this.#bytes + written)
        written += bytesWritten
      }
    } catch (error) {
      throw writeError(this.#to, error)
    }
    this.#hash.update(chunk)
    this.#bytes += chunk.length
  }

  async startOver() {
    await this.#file.truncate(0)
    this.#hash = createHash('sha256')
    this.#bytes = 0
    this.source = undefined
    this.isPatched = false
  }

  /** Stored on disk, so that the next run can check whether the source is unchanged. @param {Source} source */
  async setSource(source) {
    this.source = source
    await fs.writeFile(`${this.#to}.part.json`, JSON.stringify({ place: source.location, validator: source.validator }))
  }

  /** The size that the file may reach before the disk counts as full; unknown before Node 18.15. */
  async bytesMax() {
    if (!('statfs' in fs)) return Infinity
    const { bavail, bsize } = await fs.statfs(path.dirname(this.#to))
    return this.#bytes + bavail * bsize - SPARE_BYTES
  }

  /**
   * @param {number | undefined} totalBytes
   * @throws {DownloadError} when a file of this size does not fit on the disk
   */
  async checkSpace(totalBytes) {
    const bytesMax = await this.bytesMax()
    if (totalBytes === undefined || totalBytes <= bytesMax) return
    const sizes = `${megabytes(totalBytes - this.#bytes)} are to come, ${megabytes(bytesMax - this.#bytes)} fit`
    throw new DownloadError(
      'disk-full',
      `There is too little room on the disk for ${this.#to}: ${sizes}. Free some ` +
        'space, or set CHASQUI_CACHE to a folder on another disk.',
    )
  }

  sha256() {
    return this.#hash.copy().digest('hex')
  }

  /** Syncs it and renames it to the final name. */
  async finish() {
    await this.#file.sync()
    await fs.rename(`${this.#to}.part`, this.#to)
    await fs.rm(`${this.#to}.part.json`, { force: true })
  }

  async remove() {
    await Promise.all([fs.rm(`${this.#to}.part`, { force: true }), fs.rm(`${this.#to}.part.json`, { force: true })])
  }

  close() {
    return this.#file.close()
  }
}

// A download leaves this much of the disk free.
const SPARE_BYTES = 64 * 1024 * 1024

/** @param {number} bytes */
const megabytes = (bytes) => `${Math.max(0, Math.ceil(bytes / 1e6))} MB`

/**
 * @param {string} to
 * @returns {Promise<Source | undefined>}
 */
async function sourceOf(to) {
  try {
    const { place: location, validator } = JSON.parse(await fs.readFile(`${to}.part.json`, 'utf8'))
    return typeof location === 'string' && typeof validator === 'string' ? { location, validator } : undefined
  } catch {
    return undefined
  }
}

/**
 * @param {string} to
 * @param {unknown} cause
 */
function writeError(to, cause) {
  const { code = '' } = /** @type {NodeJS.ErrnoException} */ (cause)
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new DownloadError(
      'disk-full',
      `The disk is full while ${to} is written. Free some space and try again; what was downloaded is kept.`,
      { cause },
    )
  }
  if (['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'ENOENT', 'EISDIR'].includes(code)) {
    return new DownloadError('not-writable', `${to} cannot be written (${code}).`, { cause })
  }
  return cause
}
