import { createWriteStream } from 'node:fs'
import { rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { Readable } from 'node:stream'
import { finished, pipeline } from 'node:stream/promises'
import { ZipFile } from 'yazl'
import { syncFolder } from '#machine/sync-folder.ts'

/** Headers of an entry, and its line in the directory at the end of the file. */
const ENTRY_BYTES = 1_024
/** What compression adds to data that cannot be compressed. */
const EXPANSION_SHARE = 1 / 1_000
/** More than what is on its way through the streams of one entry. */
const IN_FLIGHT_BYTES = 2 * 1024 ** 2
const UNFINISHED = '.part'

export type ZipEntry = {
  readonly name: string
  readonly at: Date
  /** False for what is compressed already. */
  readonly isText: boolean
  /** Before compression: an entry that would not fit begins a new file. */
  readonly bytesMax: number
  readonly content: AsyncIterable<Uint8Array>
}

export type ZipPart = { readonly path: string; readonly bytes: number }

/**
 * Writes entries into as many zip files as it takes for each to stay within a size. Each is complete in itself. What an
 * entry will take is counted before compression, so a file may get smaller than it could be, and never larger.
 */
export class ZipParts {
  readonly #options: { readonly bytesMax: number; readonly newPath: () => string }
  readonly #closed: ZipPart[] = []
  #open: OpenZip | undefined

  constructor(options: { readonly bytesMax: number; readonly newPath: () => string }) {
    this.#options = options
  }

  /** Resolves when all of it was read. The signal ends it in between; `discard` must follow. */
  async add(entry: ZipEntry, signal: AbortSignal): Promise<void> {
    const used = this.#open?.bytesUsedMax ?? 0
    if (used > 0 && used + chargeFor(entry.bytesMax) > this.#options.bytesMax) await this.#close()
    this.#open ??= new OpenZip(this.#options.newPath())
    await this.#open.add(entry, signal)
  }

  async end(): Promise<readonly ZipPart[]> {
    await this.#close()
    return this.#closed
  }

  /** Deletes everything that was written. */
  async discard(): Promise<void> {
    await this.#open?.discard()
    await Promise.all(this.#closed.map(({ path: written }) => rm(written, { force: true })))
  }

  async #close(): Promise<void> {
    if (this.#open === undefined) return
    this.#closed.push(await this.#open.close())
    this.#open = undefined
  }
}

const chargeFor = (bytes: number) => Math.ceil(bytes * (1 + EXPANSION_SHARE)) + ENTRY_BYTES

/** One zip file that is being written, under another name until it is complete. */
class OpenZip {
  readonly #path: string
  readonly #zip = new ZipFile()
  readonly #written: Promise<void>
  #entries = 0
  #bytesGiven = 0
  #bytesOut = 0

  constructor(filePath: string) {
    this.#path = filePath
    const file = createWriteStream(filePath + UNFINISHED, { flags: 'wx', mode: 0o600, flush: true })
    const output = this.#zip.outputStream as Readable
    this.#zip.on('error', (error: Error) => output.destroy(error))
    const counted = async function* (this: OpenZip, chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        this.#bytesOut += chunk.length
        yield chunk
      }
    }
    this.#written = pipeline(output, counted.bind(this), file)
    // It is awaited later; until then a failure is no unhandled one.
    this.#written.catch(() => undefined)
  }

  /** At most so large is it once what it was given is written. */
  get bytesUsedMax(): number {
    const compressed = this.#bytesOut + IN_FLIGHT_BYTES + this.#entries * ENTRY_BYTES
    return Math.min(this.#bytesGiven, compressed)
  }

  async add({ name, at, isText, content }: ZipEntry, signal: AbortSignal): Promise<void> {
    let bytes = 0
    const counted = async function* () {
      for await (const chunk of content) {
        signal.throwIfAborted()
        bytes += chunk.byteLength
        yield chunk
      }
    }
    const source = Readable.from(counted())
    // After the signal nobody listens any more.
    source.on('error', () => undefined)
    this.#zip.addReadStream(source, name, { mtime: at, mode: 0o100600, compress: isText })
    const failed = this.#written.then(() => {
      throw new Error('The zip file ended before its last entry.')
    })
    try {
      await Promise.race([finished(source, { signal }), failed])
    } finally {
      source.destroy()
    }
    this.#entries += 1
    this.#bytesGiven += chargeFor(bytes)
  }

  async close(): Promise<ZipPart> {
    this.#zip.end()
    await this.#written
    const unfinished = this.#path + UNFINISHED
    const { size } = await stat(unfinished)
    await rename(unfinished, this.#path)
    await syncFolder(path.dirname(this.#path))
    return { path: this.#path, bytes: size }
  }

  async discard(): Promise<void> {
    ;(this.#zip.outputStream as Readable).destroy(new Error('discarded'))
    await this.#written.catch(() => undefined)
    await rm(this.#path + UNFINISHED, { force: true })
  }
}
