import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { type AccountId, conversationId, type ConversationId } from '#core/contract/ids.ts'
import type { Chat } from '#core/contract/message.ts'
import { fileTooLarge } from '../shared/file-errors.ts'

const FILE_BYTES_MAX = 20_000_000
const SPOOL_BYTES_MAX = 256 * 1024 ** 2
const PERSON_BYTES_MAX = 64 * 1024 ** 2
const DOWNLOADS_AT_ONCE_MAX = 4
const DOWNLOADS_WAITING_MAX = 200
const DOWNLOAD_MS_MAX = 60_000
/** For events that are still on their way into the store, and for pictures that a message only quotes. */
const KEPT_MS_MIN = 10 * 60_000

/** User, chat, thread or 0, and the three parts of the ref. */
const NAME = /^(\d{1,20})\.(\d{1,20})\.(\d{1,20})\.(\d{1,20})-(\d{1,20})-(\d{1,20})$/

export type SpoolOptions = {
  readonly folder: string
  readonly account: AccountId
  readonly hasRoom: () => boolean
  readonly now: () => number
}

/** Whose file it is, and in which chat. */
export type FileOwner = { readonly userId: string; readonly chat: Chat }
export type Download = (options: { bytesMax: number }, signal: AbortSignal) => Promise<Uint8Array>

type Entry = {
  readonly userId: string
  readonly conversation: ConversationId
  readonly name: string
  readonly atMs: number
  readonly bytes: number
}

/**
 * Pictures, from the moment they are received until no unfinished turn names them: a link of Discord ends, and a message
 * may be deleted, while a turn waits. What finds no room here is asked for again when it is needed.
 */
export class Spool {
  readonly #options: SpoolOptions
  readonly #entries = new Map<string, Entry>()
  readonly #running = new Map<string, Promise<void>>()
  readonly #waiting: (() => void)[] = []
  readonly #closing = new AbortController()
  #downloads = 0

  private constructor(options: SpoolOptions) {
    this.#options = options
  }

  static async open(options: SpoolOptions): Promise<Spool> {
    const { folder } = options
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const spool = new Spool(options)
    for (const name of await readdir(folder)) {
      // Left of a download that a crash interrupted.
      if (!NAME.test(name)) await rm(path.join(folder, name), { force: true })
      else {
        const { size, mtimeMs } = await stat(path.join(folder, name))
        spool.#enter(name, { atMs: mtimeMs, bytes: size })
      }
    }
    return spool
  }

  /** Begins to download, unless there is no room. */
  keep(ref: string, owner: FileOwner, download: Download): void {
    if (this.#entries.has(ref) || this.#running.has(ref) || !this.#hasRoomFor(owner)) return
    if (this.#waiting.length >= DOWNLOADS_WAITING_MAX) return
    const kept = this.#keep(ref, owner, download)
      .catch(() => undefined)
      .finally(() => this.#running.delete(ref))
    this.#running.set(ref, kept)
  }

  /** Undefined: not here. */
  async read(ref: string, { bytesMax }: { bytesMax: number }, signal: AbortSignal): Promise<Uint8Array | undefined> {
    const running = this.#running.get(ref)
    if (running) await Promise.race([running, aborted(signal)])
    signal.throwIfAborted()
    const entry = this.#entries.get(ref)
    if (entry === undefined) return undefined
    if (entry.bytes > bytesMax) throw fileTooLarge(bytesMax)
    return await readFile(this.#pathOf(entry), { signal }).catch(() => undefined)
  }

  /** Removes what no unfinished turn names. `inUse` rejects while the store does not answer; then nothing is removed. */
  async release(inUse: (of: readonly ConversationId[]) => Promise<ReadonlySet<string>>): Promise<void> {
    const oldMs = this.#options.now() - KEPT_MS_MIN
    const old = [...this.#entries].filter(([, { atMs }]) => atMs < oldMs)
    if (old.length === 0) return
    const named = await inUse([...new Set(old.map(([, { conversation }]) => conversation))])
    await this.#remove(old.filter(([ref]) => !named.has(ref)).map(([ref]) => ref))
  }

  /** Removes the files of these people; returns how many. */
  async forget(userIds: ReadonlySet<string>): Promise<number> {
    await Promise.all(this.#running.values())
    const own = [...this.#entries].filter(([, { userId }]) => userIds.has(userId)).map(([ref]) => ref)
    await this.#remove(own)
    return own.length
  }

  async close(): Promise<void> {
    this.#closing.abort()
    for (const start of this.#waiting.splice(0)) start()
    await Promise.all(this.#running.values())
  }

  async #keep(ref: string, owner: FileOwner, download: Download): Promise<void> {
    if (this.#downloads >= DOWNLOADS_AT_ONCE_MAX) await new Promise<void>((resolve) => this.#waiting.push(resolve))
    this.#downloads += 1
    try {
      const signal = AbortSignal.any([this.#closing.signal, AbortSignal.timeout(DOWNLOAD_MS_MAX)])
      signal.throwIfAborted()
      const bytes = await download({ bytesMax: FILE_BYTES_MAX }, signal)
      const name = nameOf(ref, owner)
      const part = path.join(this.#options.folder, `${name}.part`)
      await writeFile(part, bytes, { mode: 0o600 })
      await rename(part, path.join(this.#options.folder, name))
      this.#enter(name, { atMs: this.#options.now(), bytes: bytes.length })
    } finally {
      this.#downloads -= 1
      this.#waiting.shift()?.()
    }
  }

  #hasRoomFor({ userId }: FileOwner): boolean {
    let all = FILE_BYTES_MAX * this.#running.size
    let own = 0
    for (const entry of this.#entries.values()) {
      all += entry.bytes
      if (entry.userId === userId) own += entry.bytes
    }
    return this.#options.hasRoom() && all < SPOOL_BYTES_MAX && own < PERSON_BYTES_MAX
  }

  #enter(name: string, { atMs, bytes }: { atMs: number; bytes: number }): void {
    const [, userId = '', chatId = '', threadId, channelId, messageId, attachmentId] = NAME.exec(name) ?? []
    const conversation = conversationId(this.#options.account, chatId, threadId === '0' ? undefined : threadId)
    this.#entries.set(`${channelId}/${messageId}/${attachmentId}`, { userId, conversation, name, atMs, bytes })
  }

  async #remove(refs: readonly string[]): Promise<void> {
    for (const ref of refs) {
      const entry = this.#entries.get(ref)
      this.#entries.delete(ref)
      if (entry) await rm(this.#pathOf(entry), { force: true })
    }
  }

  #pathOf({ name }: Entry): string {
    return path.join(this.#options.folder, name)
  }
}

/** Resolves when the caller gives up. */
const aborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))

const nameOf = (ref: string, { userId, chat }: FileOwner) =>
  `${userId}.${chat.id}.${chat.threadId ?? '0'}.${ref.replaceAll('/', '-')}`
