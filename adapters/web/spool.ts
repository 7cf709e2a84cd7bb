import { createHash, type Hash } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { ChannelError } from '#core/contract/channel.ts'
import type { Clock } from '#machine/clock.ts'
import { syncFolder } from '#machine/sync-folder.ts'
import type { WebLimits } from './limits.ts'
import { WebError } from './web-error.ts'

/** Many tiny files fill a folder too. */
const CHARGED_BYTES_MIN = 16_384
const RETRY_AFTER_SECONDS = 600
const REF = /^[A-Za-z0-9_-]{1,64}\.[0-9a-f]{64}$/

export type SpoolOptions = {
  readonly folder: string
  readonly clock: Clock
  readonly limits: Pick<
    WebLimits,
    'fileBytesMax' | 'spoolBytesMax' | 'spoolBytesPerPersonMax' | 'spoolAgeMaxMs' | 'spoolFetchedAgeMaxMs'
  >
}

type Entry = { readonly bytes: number; readonly savedAtMs: number; fetchedAtMs?: number }

/**
 * Uploaded files between the person's browser and the moment core fetches them. A file lies here, synced, before its
 * message is accepted, so an accepted message never loses its pictures. A file belongs to one person; its name is the
 * person's id and the sha256 of its bytes, so a resend writes the same file. Nothing accepted is thrown out before its
 * time: when the spool is full, new files are refused.
 */
export class Spool {
  readonly #options: SpoolOptions
  readonly #entries = new Map<string, Entry>()
  #bytes = 0
  #parts = 0

  private constructor(options: SpoolOptions) {
    this.#options = options
  }

  static async open(options: SpoolOptions): Promise<Spool> {
    const spool = new Spool(options)
    await mkdir(options.folder, { recursive: true, mode: 0o700 })
    for (const name of await readdir(options.folder)) {
      if (REF.test(name)) spool.#add(name, await entryOf(join(options.folder, name)))
      // A part of an upload that a crash cut off; its message was never accepted.
      else if (name.endsWith('.part')) await rm(join(options.folder, name), { force: true })
    }
    await spool.sweep()
    return spool
  }

  /** Resolves once the bytes are on the disk. Rejects with `WebError` `file-too-large` or `storage-full`. */
  async save(person: string, bytes: AsyncIterable<Uint8Array>): Promise<{ ref: string; bytes: number }> {
    const { folder, clock, limits } = this.#options
    if (this.#bytesOf(person) > limits.spoolBytesPerPersonMax) throw full()
    const part = join(folder, `${(this.#parts += 1)}.part`)
    const written = { hash: createHash('sha256'), bytes: 0 }
    try {
      await this.#write(part, bytes, written)
      const ref = `${person}.${written.hash.digest('hex')}`
      await rename(part, join(folder, ref))
      await syncFolder(folder)
      this.#drop(ref)
      this.#add(ref, { bytes: written.bytes, savedAtMs: clock.now() })
      return { ref, bytes: written.bytes }
    } catch (error) {
      await rm(part, { force: true })
      throw error
    } finally {
      this.#bytes -= written.bytes
    }
  }

  async #write(path: string, bytes: AsyncIterable<Uint8Array>, written: { hash: Hash; bytes: number }): Promise<void> {
    const { clock, limits } = this.#options
    const file = await open(path, 'w', 0o600)
    try {
      for await (const chunk of bytes) {
        written.bytes += chunk.length
        this.#bytes += chunk.length
        if (written.bytes > limits.fileBytesMax) throw tooLarge(limits.fileBytesMax)
        if (this.#bytes > limits.spoolBytesMax) await this.#makeRoom()
        written.hash.update(chunk)
        await file.writeFile(chunk)
      }
      const now = new Date(clock.now())
      await file.utimes(now, now)
      await file.sync()
    } finally {
      await file.close()
    }
  }

  /** Rejects with `ChannelError`: `media-gone`, `media-too-large`. */
  async read(ref: string, { bytesMax }: { bytesMax: number }, signal: AbortSignal): Promise<Uint8Array> {
    const entry = REF.test(ref) ? this.#entries.get(ref) : undefined
    if (entry === undefined) throw new ChannelError('media-gone', 'The uploaded file is no longer kept.')
    if (entry.bytes > bytesMax) throw new ChannelError('media-too-large', `The file is larger than ${bytesMax} bytes.`)
    const bytes = await readFile(join(this.#options.folder, ref), { signal })
    entry.fetchedAtMs = this.#options.clock.now()
    return bytes
  }

  /** Removes what is past its time. */
  async sweep(): Promise<void> {
    const { clock, limits } = this.#options
    const now = clock.now()
    for (const [ref, entry] of [...this.#entries]) {
      const age = now - entry.savedAtMs
      const fetchedAge = entry.fetchedAtMs === undefined ? 0 : now - entry.fetchedAtMs
      if (age > limits.spoolAgeMaxMs || fetchedAge > limits.spoolFetchedAgeMaxMs) await this.#remove(ref)
    }
  }

  async #makeRoom(): Promise<void> {
    for (const [ref, entry] of [...this.#entries]) {
      if (this.#bytes <= this.#options.limits.spoolBytesMax) return
      if (entry.fetchedAtMs !== undefined) await this.#remove(ref)
    }
    if (this.#bytes <= this.#options.limits.spoolBytesMax) return
    throw full()
  }

  #bytesOf(person: string): number {
    let bytes = 0
    for (const [ref, entry] of this.#entries) if (ref.startsWith(`${person}.`)) bytes += charged(entry)
    return bytes
  }

  async #remove(ref: string): Promise<void> {
    this.#drop(ref)
    await rm(join(this.#options.folder, ref), { force: true })
  }

  #add(ref: string, entry: Entry): void {
    this.#entries.set(ref, entry)
    this.#bytes += charged(entry)
  }

  #drop(ref: string): void {
    const entry = this.#entries.get(ref)
    if (entry === undefined) return
    this.#entries.delete(ref)
    this.#bytes -= charged(entry)
  }
}

const charged = (entry: Entry) => Math.max(entry.bytes, CHARGED_BYTES_MIN)

const full = () =>
  new WebError('storage-full', 'No room for more pictures at the moment. Please try again later.', {
    retryAfterSeconds: RETRY_AFTER_SECONDS,
  })

export const tooLarge = (bytesMax: number) =>
  new WebError('file-too-large', `A picture may have at most ${Math.floor(bytesMax / 1024 ** 2)} MB.`)

async function entryOf(path: string): Promise<Entry> {
  const { size, mtimeMs } = await stat(path)
  return { bytes: size, savedAtMs: mtimeMs }
}
