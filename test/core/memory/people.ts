import type { Chat } from '#core/contract/message.ts'
import { accountId, conversationId, type ConversationId, type PersonId, type TurnId } from '#core/contract/ids.ts'
import type { MemoryQuestion } from '#core/memory/memory.ts'
import { addItem, type NewItem } from '#core/memory/items.ts'
import { episodes } from '#core/memory/kinds/episodes.ts'
import { inMemoryOf } from '#core/memory/person-rows.ts'
import type { TestDatabase } from '../../kit/database.ts'

export const never = new AbortController().signal
export const DAY_MS = 86_400_000
export const START_MS = Date.UTC(2026, 2, 2)

const account = accountId('telegram', '1')
const PRIVATE = conversationId(account, 'private')
export const GROUP = conversationId(account, '-100')
const DM: Chat = { kind: 'dm' } as Chat
const GROUP_CHAT: Chat = { kind: 'group' } as Chat

type Saying = { readonly scope?: ConversationId; readonly atMs?: number; readonly before?: string }

let people = 0

/** A person whose memory tests fill and ask. */
export class Remembered {
  readonly id = `person ${++people}` as PersonId
  #turns = 0
  readonly #database: TestDatabase
  constructor(database: TestDatabase) {
    this.#database = database
  }

  async joins(): Promise<this> {
    await this.#database.store.pool.query('insert into person (id, created_at) values ($1, now())', [this.id])
    return this
  }

  /** Stores what they typed as a passage; returns its turn. */
  async said(text: string, { scope, atMs = START_MS, before }: Saying = {}): Promise<TurnId> {
    const turnId = `${this.id} turn ${++this.#turns}` as TurnId
    const about = { scope: scope ?? '', typed: text, saidAtMs: atMs, ...(before !== undefined && { before }) }
    const learning = { turnId, conversation: scope ?? PRIVATE, ...about, candidates: [] }
    await inMemoryOf(this.#database.store.pool, this.id, (rows) => episodes.learn(rows, learning))
    return turnId
  }

  item(item: Partial<NewItem> & Pick<NewItem, 'text'>): Promise<number> {
    const whole: NewItem = {
      kind: 'fact',
      scope: '',
      origin: 'learnt',
      confidence: 1,
      saidAtMs: START_MS,
      ...item,
    }
    return inMemoryOf(this.#database.store.pool, this.id, (rows) => addItem(rows, whole, new Date(START_MS)))
  }

  asks(text: string, where?: Where): MemoryQuestion {
    return questionOf(this.id, text, where)
  }
}

type Where = 'private' | 'group'

export function questionOf(person: PersonId, text: string, where: Where = 'private'): MemoryQuestion {
  const place = where === 'private' ? { chat: DM, conversation: PRIVATE } : { chat: GROUP_CHAT, conversation: GROUP }
  return { text, turn: { id: 'asking' as TurnId, person, ...place } }
}
