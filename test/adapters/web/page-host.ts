import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { openWeb, type WebOptions } from '#adapters/web/channel.ts'
import { openListener, type Readiness } from '#http/listener.ts'
import type {
  Channel,
  ChannelNotes,
  HistoryEntry,
  HistoryPage,
  KnownChat,
  OutgoingMessage,
  ServiceStatus,
  Sink,
  WaitingFile,
} from '#core/contract/channel.ts'
import { conversationId, type ConversationId, type ReplyId } from '#core/contract/ids.ts'
import { eventKey, type Chat, type ChatEvent } from '#core/contract/message.ts'
import { systemClock } from '#machine/clock.ts'
import { logFor } from '#machine/log.ts'
import { englishOf } from '#machine/sentence.ts'

export const STATUS: ServiceStatus = {
  model: 'tiny-scout',
  engine: 'ready',
  vision: true,
  guard: 'demonstration',
  guardSeesPictures: false,
}

/** What core would keep, in memory. Each event counts once, as in the store. */
export class MemorySink implements Sink {
  readonly events: ChatEvent[] = []
  readonly entries = new Map<ConversationId, HistoryEntry[]>()
  readonly pictures = new Map<string, { mime: string; bytes: Uint8Array }>()
  isDown = false
  /** Of one page of the history; the real one goes by bytes. */
  entriesMax = 100
  state = STATUS
  onEvent: (event: ChatEvent) => void = () => {}

  async accept(events: readonly ChatEvent[]): Promise<void> {
    if (this.isDown) throw new Error('the store is down')
    for (const event of events) {
      const key = eventKey(event).messageId
      if (this.events.some((known) => eventKey(known).messageId === key)) continue
      this.events.push(event)
      this.onEvent(event)
    }
  }

  async cursor(): Promise<undefined> {
    return undefined
  }

  async history(conversation: ConversationId, { before }: { before?: string | undefined }): Promise<HistoryPage> {
    if (this.isDown) throw new Error('the store is down')
    const entries = this.entries.get(conversation) ?? []
    const end = before === undefined ? entries.length : Number(before)
    const start = Math.max(0, end - this.entriesMax)
    return { entries: entries.slice(start, end), ...(start > 0 && { older: String(start) }) }
  }

  async picture(conversation: ConversationId, pictureId: string) {
    return this.pictures.get(`${conversation} ${pictureId}`)
  }

  /** By conversation and id. */
  readonly files = new Map<string, WaitingFile>()

  async file(conversation: ConversationId, fileId: string): Promise<WaitingFile | undefined> {
    return this.files.get(`${conversation} ${fileId}`)
  }

  /** Ids of the messages whose turn has ended. */
  readonly answered = new Set<string>()

  timesAskedInUse = 0

  async unanswered(): Promise<ReadonlySet<string>> {
    return new Set()
  }

  async mediaInUse(conversations: readonly ConversationId[]): Promise<ReadonlySet<string>> {
    this.timesAskedInUse += 1
    if (this.isDown) throw new Error('the store is down')
    const messages = this.events.filter((event) => event.type === 'message')
    const undone = messages.filter(({ messageId }) => !this.answered.has(messageId))
    const asked = undone.filter(({ account, chat }) => conversations.includes(conversationId(account, chat.id)))
    return new Set(asked.flatMap(({ parts }) => parts.flatMap((part) => ('ref' in part ? [part.ref] : []))))
  }

  async chats(): Promise<readonly KnownChat[]> {
    return []
  }

  async moved(): Promise<void> {}

  /** The page keeps none. */
  readonly notes: ChannelNotes = { put: async () => {}, get: async () => undefined, delete: async () => {} }

  status(): ServiceStatus {
    return this.state
  }

  addEntry(conversation: ConversationId, entry: HistoryEntry): void {
    this.entries.set(conversation, [...(this.entries.get(conversation) ?? []), entry])
  }
}

export type PageHost<Kept extends Sink = MemorySink> = {
  readonly url: string
  readonly port: number
  readonly channel: Channel
  readonly sink: Kept
  readonly spoolFolder: string
  readonly key: Buffer
  /** The listener's, for the operator. */
  readonly advice: () => string | undefined
  [Symbol.asyncDispose](): Promise<void>
}

export type HostOptions<Kept extends Sink = MemorySink> = Partial<Omit<WebOptions, 'listener'>> & {
  sink?: Kept
  host?: string
  port?: number
  trustProxy?: string
  connectionsMax?: number
  readiness?: () => Readiness
}

/** The page on a free port of this computer, with a store in memory behind it. */
export async function hostPage<Kept extends Sink = MemorySink>(
  options: HostOptions<Kept> = {},
): Promise<PageHost<Kept>> {
  const folder = options.spoolFolder ?? (await mkdtemp(join(tmpdir(), 'chasqui-web-')))
  const key = options.key ?? randomBytes(32)
  const log = options.log ?? logFor('test:web')
  const listener = await openListener({
    host: options.host ?? '127.0.0.1',
    port: options.port ?? 0,
    publicUrl: options.publicUrl,
    trustProxy: options.trustProxy,
    ...(options.connectionsMax !== undefined && { connectionsMax: options.connectionsMax }),
    log,
    readiness: options.readiness ?? (() => ({ ready: true, parts: [] })),
  })
  const channel = openWeb({
    clock: systemClock,
    log,
    random: () => randomBytes(16).toString('base64url'),
    ...options,
    listener: listener.fastify,
    key,
    spoolFolder: folder,
  })
  const sink = options.sink ?? (new MemorySink() as Sink as Kept)
  const { port } = await listener.listen()
  await channel.start(sink)
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    channel,
    sink,
    spoolFolder: folder,
    key,
    advice: () => listener.advice && englishOf(listener.advice),
    async [Symbol.asyncDispose]() {
      await channel[Symbol.asyncDispose]()
      await listener[Symbol.asyncDispose]()
      if (options.spoolFolder === undefined) await rm(folder, { recursive: true, force: true })
    },
  }
}

/** The same for one test, closed after it. */
export async function host(options?: HostOptions): Promise<PageHost> {
  const page = await hostPage(options)
  onTestFinished(() => page[Symbol.asyncDispose]())
  return page
}

export const chatOf = (id: string): Chat => ({ id, kind: 'dm' })

export function outgoing(replyId: string, text: string, more: Partial<OutgoingMessage> = {}): OutgoingMessage {
  return { replyId: replyId as ReplyId, index: 0, kind: 'answer', text, final: false, ...more }
}
