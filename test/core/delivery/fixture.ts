import { setImmediate } from 'node:timers/promises'
import { eq } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll } from 'vitest'
import type { Capabilities, ReplyFile, ReplyKind } from '#core/contract/channel.ts'
import {
  conversationId,
  type AccountId,
  type ConversationId,
  type PersonId,
  type ReplyId,
  type TurnId,
  type EventId,
} from '#core/contract/ids.ts'
import type { Chat } from '#core/contract/message.ts'
import { createBus, type ReplyTarget } from '#core/delivery/bus.ts'
import { createDelivery, type Delivery } from '#core/delivery/delivery.ts'
import { createStatuses, type Statuses } from '#core/delivery/statuses.ts'
import { conversation, event, outbox, person, turn } from '#core/store/schema.ts'
import { freeLeases } from '#core/store/service-lease.ts'
import { createExportFiles } from '#core/export/export-files.ts'
import { systemClock } from '#machine/clock.ts'
import { logFor } from '#machine/log.ts'
import { openTestDatabase, type TestDatabase } from '../../kit/database.ts'
import { FakePlatform } from './fake-platform.ts'
import { ManualClock } from '../../kit/manual-clock.ts'

const log = logFor('test:delivery')
// The errors in these tests are intended.
log.level = 'silent'

type Finish = { kind?: ReplyKind; wakes?: boolean; files?: ReplyFile[]; answers?: string }

export type TurnOf = ReplyTarget & { readonly number: number; readonly person: PersonId }

/** A store, a bus and a platform with chats, and what worker and mailbox do to them. */
export class DeliveryFixture {
  readonly clock = new ManualClock()
  readonly bus = createBus(log)
  readonly platform: FakePlatform
  /** Of replies; made anew for tests that have some. */
  files = createExportFiles({ dataFolder: '/nowhere', clock: systemClock })
  readonly statuses: Statuses
  readonly #database: TestDatabase
  delivery: Delivery
  readonly #platforms: FakePlatform[] = []
  readonly #chats = new Map<ConversationId, { chat: Chat; account: AccountId }>()
  #isPaced = true
  #processes = 0
  #persons = 0
  #turns = 0
  #events = 0

  private constructor(database: TestDatabase, capabilities: Partial<Capabilities>) {
    this.#database = database
    this.platform = this.anotherPlatform('1', capabilities)
    this.statuses = createStatuses({ store: database.store, clock: this.clock, log })
    this.delivery = this.#newDelivery()
  }

  static async open(database: TestDatabase, capabilities: Partial<Capabilities> = {}): Promise<DeliveryFixture> {
    await database.store.pool.query('truncate person, conversation, delivery_status cascade')
    const fixture = new DeliveryFixture(database, capabilities)
    fixture.delivery.start()
    await fixture.settled()
    return fixture
  }

  /** One more account, from now on. */
  anotherPlatform(botId: string, capabilities: Partial<Capabilities> = {}): FakePlatform {
    const platform = new FakePlatform(this.clock, capabilities, botId)
    this.#platforms.push(platform)
    return platform
  }

  static database(): Promise<TestDatabase> {
    return openTestDatabase()
  }

  #newDelivery(): Delivery {
    const { store } = this.#database
    return createDelivery({
      store,
      bus: this.bus,
      owner: `process-${++this.#processes}`,
      channelFor: (account) => this.#platforms.find((platform) => platform.account === account),
      clock: this.clock,
      random: () => 0,
      log,
      files: this.files,
      statuses: this.statuses,
      isPaced: this.#isPaced,
      words: (locale) => ({
        label: locale === 'de' ? '(vielleicht wiederholt)' : '(may be a repetition)',
        fileLost: 'the file is lost',
        stop: locale === 'de' ? 'Halt' : 'Stop',
      }),
    })
  }

  /** The process dies, and another one starts. The calls of the old one never end. */
  async crashAndRestart({ downMs = 0, isPaced = true } = {}): Promise<void> {
    await this.delivery[Symbol.asyncDispose]()
    await freeLeases(this.#database.store.pool)
    this.clock.turn(downMs)
    this.#isPaced = isPaced
    this.delivery = this.#newDelivery()
    this.delivery.start()
    await this.settled()
  }

  /** Another process on the same store and bus. */
  another(): Delivery {
    const delivery = this.#newDelivery()
    delivery.start()
    return delivery
  }

  settled(): Promise<void> {
    return this.delivery.settled()
  }

  advance(delayMs: number): Promise<void> {
    return this.clock.advance(delayMs, () => this.settled())
  }

  async chat(id: string, kind: Chat['kind'] = 'dm', { account } = this.platform): Promise<ConversationId> {
    const conversationOf = conversationId(account, id)
    const chat = { id, kind }
    this.#chats.set(conversationOf, { chat, account })
    const row = { id: conversationOf, account, chat, createdAt: new Date(this.clock.now()) }
    await this.#database.store.db.insert(conversation).values(row)
    return conversationOf
  }

  /** A worker has claimed the next turn. */
  async turn(conversationOf: ConversationId, number: number): Promise<TurnOf> {
    const { db } = this.#database.store
    const startedAt = new Date(this.clock.now())
    const personId = `person-${++this.#persons}` as PersonId
    const id = `turn-${++this.#turns}` as TurnId
    const replyId = `reply-${this.#turns}` as ReplyId
    await db.insert(person).values({ id: personId, createdAt: startedAt })
    await db.insert(turn).values({
      id,
      conversationId: conversationOf,
      personId,
      number,
      replyId,
      asked: { type: 'message', text: 'hi', pictures: [], others: [] },
      state: 'running',
      attempts: 1,
      startedAt,
    })
    const known = this.#chats.get(conversationOf)
    if (known === undefined) throw new Error('there is no such chat')
    const address = { conversation: conversationOf, ...known }
    return { reply: replyId, turn: id, ...address, number, person: personId }
  }

  /** A message of this turn, or one that came later. */
  async wrote(of: TurnOf, messageId: string): Promise<void> {
    const receivedAt = new Date(this.clock.now())
    await this.#database.store.db.insert(event).values({
      id: `event-${messageId}` as EventId,
      conversationId: of.conversation,
      seq: ++this.#events,
      account: of.account,
      chatId: of.chat.id,
      messageId,
      kind: 'message',
      revision: 0,
      personId: of.person,
      receivedAt,
      state: 'taken',
      turnId: of.turn,
    })
  }

  async draft(target: TurnOf, text: string): Promise<void> {
    this.bus.publish({ op: 'reply-draft', target, text })
    await this.settled()
  }

  /** Stores the final text, and wakes the delivery unless `wakes` is false. */
  async finish(of: TurnOf, text: string, options: Finish = {}): Promise<void> {
    const { kind = 'answer', wakes = true, files, answers } = options
    await this.#database.store.db.transaction(async (tx) => {
      await tx.update(turn).set({ state: 'answered', answer: text }).where(eq(turn.id, of.turn))
      await tx
        .insert(outbox)
        .values({
          id: of.reply,
          turnId: of.turn,
          conversationId: of.conversation,
          personId: of.person,
          turnNumber: of.number,
          kind,
          replyTo: answers ?? null,
          text,
          files: files ?? null,
          state: 'ready',
          createdAt: new Date(this.clock.now()),
        })
        .onConflictDoUpdate({ target: outbox.id, set: { state: 'ready', text, kind } })
    })
    if (wakes) this.wake(of)
  }

  wake(of: TurnOf): void {
    this.bus.publish({ op: 'reply-ready', conversation: of.conversation, reply: of.reply })
  }

  async answer(of: TurnOf, text: string): Promise<void> {
    await this.finish(of, text)
    await this.settled()
  }

  async row(of: TurnOf): Promise<typeof outbox.$inferSelect> {
    const [row] = await this.#database.store.db.select().from(outbox).where(eq(outbox.id, of.reply))
    if (row === undefined) throw new Error('there is no such reply')
    return row
  }

  /** Lets other work of this process run. */
  breathe(): Promise<void> {
    return setImmediate()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.delivery[Symbol.asyncDispose]()
    await this.bus[Symbol.asyncDispose]()
  }
}

/** Gives the tests of a file one database, and ends the fixture of each; `use` is told which one is open. */
export function deliveryTest(use: (opened: DeliveryFixture) => void) {
  let database: TestDatabase
  let fixture: DeliveryFixture
  beforeAll(async () => {
    database = await DeliveryFixture.database()
  })
  afterEach(() => fixture[Symbol.asyncDispose]())
  afterAll(() => database[Symbol.asyncDispose]())
  const open = async (capabilities: Partial<Capabilities> = {}): Promise<DeliveryFixture> => {
    fixture = await DeliveryFixture.open(database, capabilities)
    use(fixture)
    return fixture
  }
  return { open, database: () => database }
}
