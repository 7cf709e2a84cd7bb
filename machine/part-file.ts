import { createHash, type Hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, readFile, rename, rm, statfs, writeFile, type FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'
import { DownloadError } from './download-error.ts'

/**
 * A file that is not whole yet: `<name>.part`, with the validator of its source beside it, so that a later run can go
 * on where this one stopped. Its hash grows with it.
 */
export class PartFile {
  readonly #to: string
  readonly #file: FileHandle
  #hash: Hash
  #bytes: number
  /** Where the bytes came from and the source's own mark of the version, when it gave one. */
  source: Source | undefined
  /** Whether it may hold parts of different files: some bytes are of an earlier run, or of another place. */
  isPatched: boolean

  private constructor(to: string, parts: { file: FileHandle; hash: Hash; bytes: number; source: Source | undefined }) {
    this.#to = to
    this.#file = parts.file
    this.#hash = parts.hash
    this.#bytes = parts.bytes
    this.source = parts.source
    this.isPatched = parts.bytes > 0
  }

  static async open(to: string, signal: AbortSignal): Promise<PartFile> {
    try {
      await mkdir(dirname(to), { recursive: true })
      const file = await open(`${to}.part`, 'a').then((made) => made.close()).then(() => open(`${to}.part`, 'r+'))
      return await PartFile.#takenUp(to, file, signal).catch(async (error: unknown) => {
        await file.close()
        throw error
      })
    } catch (error) {
      signal.throwIfAborted()
      throw writeError(to, error)
    }
  }

  static async #takenUp(to: string, file: FileHandle, signal: AbortSignal): Promise<PartFile> {
    const hash = createHash('sha256')
    let bytes = 0
    for await (const chunk of createReadStream(`${to}.part`, { signal })) {
      hash.update(chunk as Buffer)
      bytes += (chunk as Buffer).length
    }
    return new PartFile(to, { file, hash, bytes, source: await sourceOf(to) })
  }

  get bytes(): number {
    return this.#bytes
  }

  /** Written at its place, not at the end: two downloads of one file then write the same bytes over each other. */
  async append(chunk: Uint8Array): Promise<void> {
    try {
      for (let written = 0; written < chunk.length; ) {
        const { bytesWritten } = await this.#file.write(chunk, written, chunk.length - written, this.#bytes + written)
        written += bytesWritten
      }
    } catch (error) {
      throw writeError(this.#to, error)
    }
    this.#hash.update(chunk)
    this.#bytes += chunk.length
  }

  async startOver(): Promise<void> {
    await this.#file.truncate(0)
    this.#hash = createHash('sha256')
    this.#bytes = 0
    this.source = undefined
    this.isPatched = false
  }

  /** Remembered on disk, so that the next run can ask whether its source is still the same. */
  async cameFrom(source: Source): Promise<void> {
    this.source = source
    await writeFile(`${this.#to}.part.json`, JSON.stringify(source))
  }

  /** How large the file may grow before the disk is as good as full. */
  async bytesMax(): Promise<number> {
    const { bavail, bsize } = await statfs(dirname(this.#to))
    return this.#bytes + bavail * bsize - SPARE_BYTES
  }

  /** @throws {DownloadError} when a file of this size does not fit on the disk */
  async checkSpace(totalBytes: number | undefined): Promise<void> {
    const bytesMax = await this.bytesMax()
    if (totalBytes === undefined || totalBytes <= bytesMax) return
    const sizes = `${megabytes(totalBytes - this.#bytes)} are to come, ${megabytes(bytesMax - this.#bytes)} fit`
    throw new DownloadError('disk-full', `There is too little room on the disk for ${this.#to}: ${sizes}. Free some ` +
      'space, or set CHASQUI_CACHE to a folder on another disk.')
  }

  sha256(): string {
    return this.#hash.copy().digest('hex')
  }

  /** Makes it the file itself, synced. */
  async finish(): Promise<void> {
    await this.#file.sync()
    await rename(`${this.#to}.part`, this.#to)
    await rm(`${this.#to}.part.json`, { force: true })
  }

  async remove(): Promise<void> {
    await Promise.all([rm(`${this.#to}.part`, { force: true }), rm(`${this.#to}.part.json`, { force: true })])
  }

  close(): Promise<void> {
    return this.#file.close()
  }
}

// Room that a download leaves to everything else on the disk.
const SPARE_BYTES = 64 * 1024 * 1024

const megabytes = (bytes: number) => `${Math.max(0, Math.ceil(bytes / 1e6))} MB`

export type Source = { place: string; validator: string }

async function sourceOf(to: string): Promise<Source | undefined> {
  try {
    const { place, validator } = JSON.parse(await readFile(`${to}.part.json`, 'utf8')) as Partial<Source>
    return typeof place === 'string' && typeof validator === 'string' ? { place, validator } : undefined
  } catch {
    return undefined
  }
}

function writeError(to: string, cause: unknown): unknown {
  const { code = '' } = cause as NodeJS.ErrnoException
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new DownloadError('disk-full', `The disk is full while ${to} is written. Free some space and try again; ` +
      'what was downloaded is kept.', { cause })
  }
  if (['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'ENOENT', 'EISDIR'].includes(code)) {
    return new DownloadError('not-writable', `${to} cannot be written (${code}).`, { cause })
  }
  return cause
}
