import { open, type FileHandle } from 'node:fs/promises'

/**
 * Reads the head of a GGUF file from front to back, a quarter of a megabyte at a time. `need` loads bytes from disk;
 * they are then read synchronously, since a vocabulary has hundreds of thousands of strings.
 * https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
 */
export class GgufHead {
  readonly #file: FileHandle
  readonly #signal: AbortSignal
  #chunk = Buffer.alloc(0)
  #chunkAt = 0
  #at = 0

  private constructor(file: FileHandle, signal: AbortSignal) {
    this.#file = file
    this.#signal = signal
  }

  static async open(path: string, signal: AbortSignal): Promise<GgufHead> {
    return new GgufHead(await open(path), signal)
  }

  /** Position in the file. */
  get position(): number {
    return this.#chunkAt + this.#at
  }

  has(bytes: number): boolean {
    return this.#chunk.length - this.#at >= bytes
  }

  /** @throws {RangeError} when the file ends too early, or the head is longer than any valid one */
  async need(bytes: number): Promise<void> {
    if (this.has(bytes)) return
    this.#signal.throwIfAborted()
    if (bytes > READ_BYTES_MAX || this.position > HEAD_BYTES_MAX)
      throw new RangeError('The head of the file is too long.')
    const { position } = this
    const chunk = Buffer.alloc(Math.max(bytes, CHUNK_BYTES))
    const { bytesRead } = await this.#file.read(chunk, 0, chunk.length, position)
    if (bytesRead < bytes) throw new RangeError('The file ends within its head.')
    this.#hold(chunk.subarray(0, bytesRead), position)
  }

  moveTo(position: number): void {
    const at = position - this.#chunkAt
    if (at >= 0 && at <= this.#chunk.length) this.#at = at
    else this.#hold(Buffer.alloc(0), position)
  }

  skip(bytes: number): void {
    this.moveTo(this.position + bytes)
  }

  u32(): number {
    this.#at += 4
    return this.#chunk.readUInt32LE(this.#at - 4)
  }

  u64(): number {
    this.#at += 8
    return Number(this.#chunk.readBigUInt64LE(this.#at - 8))
  }

  text(bytes: number): string {
    this.#at += bytes
    return this.#chunk.toString('utf8', this.#at - bytes, this.#at)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#file.close()
  }

  #hold(chunk: Buffer<ArrayBuffer>, position: number): void {
    this.#chunk = chunk
    this.#chunkAt = position
    this.#at = 0
  }
}

const CHUNK_BYTES = 256 * 1024
/** The largest known vocabulary with its merges takes about 20 MB. */
const HEAD_BYTES_MAX = 512 * 1024 * 1024
/** Of one value: a string, or a list of numbers. */
const READ_BYTES_MAX = 64 * 1024 * 1024
