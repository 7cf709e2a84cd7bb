import type { ChannelNotes, HistoryPage, KnownChat, ServiceStatus, Sink, WaitingFile } from '#core/contract/channel.ts'
import type { AccountId, ConversationId } from '#core/contract/ids.ts'
import { type ChatEvent, eventKey } from '#core/contract/message.ts'

const WITHIN_MS = 5000

/** A store that keeps events in memory, each once, as the real one does; and can be down for a while. */
export class RecordingSink implements Sink {
  readonly events: ChatEvent[] = []
  readonly cursors = new Map<AccountId, string>()
  /** By their id. */
  readonly files = new Map<string, WaitingFile>()
  /** Attempts, also those that were turned away. */
  attempts = 0
  isDown = false
  readonly #keys = new Set<string>()
  readonly #changes = new EventTarget()

  async accept(events: readonly ChatEvent[], cursor?: string): Promise<void> {
    this.attempts += 1
    this.#changes.dispatchEvent(new Event('change'))
    if (this.isDown) throw new Error('the store is down')
    for (const event of events) this.#store(event)
    const account = events[0]?.account
    if (account !== undefined && cursor !== undefined) this.cursors.set(account, cursor)
    this.#changes.dispatchEvent(new Event('change'))
  }

  async cursor(account: AccountId): Promise<string | undefined> {
    if (this.isDown) throw new Error('the store is down')
    return this.cursors.get(account)
  }

  async history(): Promise<HistoryPage> {
    return { entries: [] }
  }

  async picture(): Promise<undefined> {
    return undefined
  }

  async file(_conversation: ConversationId, fileId: string): Promise<WaitingFile | undefined> {
    return this.files.get(fileId)
  }

  async mediaInUse(): Promise<ReadonlySet<string>> {
    return new Set()
  }

  /** What `unanswered` finds; by default all. */
  answered: readonly string[] = []

  async unanswered(messageIds: readonly string[]): Promise<ReadonlySet<string>> {
    if (this.isDown) throw new Error('the store is down')
    return new Set(messageIds.filter((id) => !this.answered.includes(id)))
  }

  /** What `chats` gives. */
  known: readonly KnownChat[] = []

  async chats(): Promise<readonly KnownChat[]> {
    return this.known
  }

  readonly moves: [string, string][] = []

  async moved(...move: [string, string]): Promise<void> {
    if (this.isDown) throw new Error('the store is down')
    this.moves.push(move)
  }

  readonly notes: ChannelNotes = {
    put: async (key, value) => void this.noted.set(key, value),
    get: async (key) => this.noted.get(key),
    delete: async (key) => void this.noted.delete(key),
  }
  readonly noted = new Map<string, string>()

  status(): ServiceStatus {
    return { model: 'test', engine: 'ready', vision: true, guard: 'demonstration', guardSeesPictures: false }
  }

  /** The words of all messages, in the order in which they were stored. */
  get texts(): string[] {
    const messages = this.events.flatMap((event) => (event.type === 'message' ? [event] : []))
    return messages.map(({ parts }) => parts.map((part) => (part.type === 'text' ? part.text : part.type)).join(' '))
  }

  /** Resolves when `look` finds something; looked at after every attempt and every commit. */
  until<T>(look: (sink: this) => T | undefined | false, withinMs = WITHIN_MS): Promise<T> {
    return new Promise((resolve, reject) => {
      const check = () => {
        const found = look(this)
        if (found === undefined || found === false) return
        clearTimeout(timer)
        this.#changes.removeEventListener('change', check)
        resolve(found)
      }
      const timer = setTimeout(() => {
        this.#changes.removeEventListener('change', check)
        reject(new Error(`not seen within ${withinMs} ms; stored: ${JSON.stringify(this.texts)}`))
      }, withinMs)
      this.#changes.addEventListener('change', check)
      check()
    })
  }

  async count(count: number): Promise<readonly ChatEvent[]> {
    return await this.until(() => this.events.length >= count && this.events)
  }

  #store(event: ChatEvent): void {
    const key = JSON.stringify([event.account, event.chat.id, event.chat.threadId, eventKey(event)])
    if (this.#keys.has(key)) return
    this.#keys.add(key)
    this.events.push(event)
  }
}
