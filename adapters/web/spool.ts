import { createHash, type Hash } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { syncFolder } from '#machine/sync-folder.ts'
import type { WebLimits } from './limits.ts'
import { Shares, type Holder, type Share } from '#http/shares.ts'
import { WebError } from '#http/web-error.ts'
import { fileGone, fileTooLarge } from '../shared/file-errors.ts'

/** Counted for a file at least: many tiny files fill a folder too. */
const CHARGED_BYTES_MIN = 16_384
const RETRY_AFTER_SECONDS = 600
const REF = /^([A-Za-z0-9_-]{1,64})\.[0-9a-f]{64}$/

/** The ref of a file that is no picture: its bytes are of no use, so they are not kept. */
export const NOT_KEPT = 'not-kept'

export type SpoolOptions = {
  readonly folder: string
  readonly limits: Pick<
    WebLimits,
    'fileBytesMax' | 'spoolBytesMax' | 'spoolBytesPerPersonMax' | 'spoolBytesPerNetworkMax'
  >
  /** Which of these people's files an unfinished turn names. Rejects while the store does not answer. */
  readonly inUse: (people: readonly string[]) => Promise<ReadonlySet<string>>
}

export type Uploader = Holder & { readonly person: string }

/** The files of one form that is being read. */
export type FormFiles = {
  /** Resolves once the bytes are on the disk. Rejects with `WebError` `file-too-large` or `storage-full`. */
  save(bytes: AsyncIterable<Uint8Array>): Promise<{ ref: string; bytes: number }>
  /** Removes the files of a form that was not accepted, but for those that an earlier form brought too. */
  end(form: { isAccepted: boolean }): Promise<void>
}

/** `forms`: how many forms that are being read hold it. `saves` counts up each time: it shows a repeated save. */
type Entry = { readonly share: Share; readonly bytes: number; forms: number; saves: number }

/**
 * Uploaded files, from the person's browser until no unfinished turn needs them. A file lies here, synced, before its
 * message is accepted, so an accepted message never loses its pictures. A file belongs to one person; its name is the
 * person's id and the sha256 of its bytes, so a message that is sent again brings the same file. What no form holds and
 * no unfinished turn names is released; the store alone says what is named, also after a crash. When there is no room,
 * new files are refused.
 */
export class Spool {
  readonly #options: SpoolOptions
  readonly #shares: Shares
  readonly #entries = new Map<string, Entry>()
  readonly #removals = new Map<string, Promise<void>>()
  #parts = 0

  private constructor(options: SpoolOptions) {
    const { spoolBytesPerPersonMax, spoolBytesPerNetworkMax, spoolBytesMax: max } = options.limits
    const limits = { perPersonMax: spoolBytesPerPersonMax, perNetworkMax: spoolBytesPerNetworkMax, max }
    this.#options = options
    this.#shares = new Shares(limits, full)
  }

  static async open(options: SpoolOptions): Promise<Spool> {
    const { folder } = options
    const spool = new Spool(options)
    await mkdir(folder, { recursive: true, mode: 0o700 })
    for (const name of await readdir(folder)) {
      const [, person] = REF.exec(name) ?? []
      if (person !== undefined) spool.#addFound(name, { person, bytes: (await stat(join(folder, name))).size })
      // Left of an upload that a crash interrupted; its message was never accepted.
      else if (name.endsWith('.part')) await rm(join(folder, name), { force: true })
    }
    return spool
  }

  form(uploader: Uploader): FormFiles {
    const refs: string[] = []
    return {
      save: async (bytes) => {
        const saved = await this.#save(uploader, bytes)
        refs.push(saved.ref)
        return saved
      },
      end: async ({ isAccepted }) => {
        for (const ref of refs) this.#leave(ref)
        // While the store does not answer, refused files stay until the next release.
        if (!isAccepted) await this.release(refs).catch(() => undefined)
      },
    }
  }

  /** Rejects with `ChannelError`: `media-gone`, `media-too-large`. */
  async read(ref: string, { bytesMax }: { bytesMax: number }, signal: AbortSignal): Promise<Uint8Array> {
    if (ref === NOT_KEPT) return new Uint8Array()
    const entry = this.#entries.get(ref)
    if (entry === undefined) throw fileGone('Chasqui')
    if (entry.bytes > bytesMax) throw fileTooLarge(bytesMax)
    return readFile(join(this.#options.folder, ref), { signal })
  }

  /** Removes those of these files that no turn needs any more. Rejects while the store does not answer. */
  async release(refs: readonly string[] = [...this.#entries.keys()]): Promise<void> {
    const idle = refs.flatMap((ref) => {
      const { forms, saves } = this.#entries.get(ref) ?? { forms: 1, saves: 0 }
      return forms === 0 ? [{ ref, saves }] : []
    })
    if (idle.length === 0) return
    const people = new Set(idle.map(({ ref }) => ref.slice(0, ref.indexOf('.'))))
    const named = await this.#options.inUse([...people])
    // A file saved again meanwhile may belong to a message that was not stored yet when the store was asked.
    const unneeded = idle.filter(({ ref, saves }) => {
      const entry = this.#entries.get(ref)
      return !named.has(ref) && entry?.forms === 0 && entry.saves === saves
    })
    await Promise.all(unneeded.map(({ ref }) => this.#remove(ref)))
  }

  /** Removes a person's files, except those of a form that is being read; returns how many. */
  async forget(person: string): Promise<number> {
    const own = [...this.#entries].filter(([ref, { forms }]) => forms === 0 && ref.startsWith(`${person}.`))
    await Promise.all(own.map(([ref]) => this.#remove(ref)))
    return own.length
  }

  async #save(uploader: Uploader, bytes: AsyncIterable<Uint8Array>): Promise<{ ref: string; bytes: number }> {
    const { folder } = this.#options
    const part = join(folder, `${(this.#parts += 1)}.part`)
    const share = await this.#withRoom(() => this.#shares.take(uploader, { amount: CHARGED_BYTES_MIN }))
    const written = { hash: createHash('sha256'), bytes: 0 }
    let ref: string | undefined
    try {
      await this.#write(part, bytes, { written, share })
      const name = `${uploader.person}.${written.hash.digest('hex')}`
      while (this.#removals.has(name)) await this.#removals.get(name)
      this.#enter((ref = name), { share, bytes: written.bytes })
      await rename(part, join(folder, name))
      await syncFolder(folder)
      return { ref: name, bytes: written.bytes }
    } catch (error) {
      if (ref === undefined) share.release()
      else this.#leave(ref)
      await rm(part, { force: true })
      throw error
    }
  }

  async #write(path: string, bytes: AsyncIterable<Uint8Array>, { written, share }: Writing): Promise<void> {
    const { fileBytesMax } = this.#options.limits
    const file = await open(path, 'w', 0o600)
    try {
      for await (const chunk of bytes) {
        const before = Math.max(written.bytes, CHARGED_BYTES_MIN)
        written.bytes += chunk.length
        if (written.bytes > fileBytesMax) throw tooLarge(fileBytesMax)
        if (written.bytes > before) await this.#withRoom(() => share.grow(written.bytes - before))
        written.hash.update(chunk)
        await file.writeFile(chunk)
      }
      await file.sync()
    } finally {
      await file.close()
    }
  }

  /** Turns that ended since the last release may have freed enough room. */
  async #withRoom<T>(take: () => T): Promise<T> {
    try {
      return take()
    } catch (refusal) {
      await this.release().catch(() => Promise.reject(refusal as Error))
      return take()
    }
  }

  #addFound(ref: string, { person, bytes }: { person: string; bytes: number }): void {
    // Its network is not known after a restart; it is kept, whatever the limits are now.
    const amount = charged(bytes)
    const share = this.#shares.take({ person, network: undefined }, { amount, ignoresLimits: true })
    this.#entries.set(ref, { share, bytes, forms: 0, saves: 0 })
  }

  #enter(ref: string, { share, bytes }: { share: Share; bytes: number }): void {
    const known = this.#entries.get(ref)
    if (known !== undefined) share.release()
    const entry = known ?? { share, bytes, forms: 0, saves: 0 }
    entry.forms += 1
    entry.saves += 1
    this.#entries.set(ref, entry)
  }

  #leave(ref: string): void {
    const entry = this.#entries.get(ref)
    if (entry !== undefined) entry.forms -= 1
  }

  async #remove(ref: string): Promise<void> {
    this.#entries.get(ref)?.share.release()
    this.#entries.delete(ref)
    const removal = rm(join(this.#options.folder, ref), { force: true }).finally(() => this.#removals.delete(ref))
    this.#removals.set(ref, removal)
    await removal
  }
}

type Writing = { readonly written: { readonly hash: Hash; bytes: number }; readonly share: Share }

const charged = (bytes: number) => Math.max(bytes, CHARGED_BYTES_MIN)

const full = () =>
  new WebError('storage-full', 'No room for more pictures at the moment. Please try again later.', {
    retryAfterSeconds: RETRY_AFTER_SECONDS,
  })

export const tooLarge = (bytesMax: number) =>
  new WebError('file-too-large', `A picture may have at most ${Math.floor(bytesMax / 1024 ** 2)} MB.`)
