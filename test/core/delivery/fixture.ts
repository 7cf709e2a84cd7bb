import { setImmediate } from 'node:timers/promises'
import { eq } from 'drizzle-orm'
import type { Capabilities, ReplyFile, ReplyKind } from '#core/contract/channel.ts'
import { conversationId, type ConversationId, type PersonId, type ReplyId, type TurnId } from '#core/contract/ids.ts'
import type { Chat } from '#core/contract/message.ts'
import { createBus, type ReplyTarget } from '#core/delivery/bus.ts'
import { createDelivery, type Delivery } from '#core/delivery/delivery.ts'
import { createStatuses, type Statuses } from '#core/delivery/statuses.ts'
import { conversation, outbox, person, turn } from '#core/store/schema.ts'
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

type Finish = { kind?: ReplyKind; wakes?: boolean; files?: ReplyFile[] }

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
  readonly #chats = new Map<ConversationId, Chat>()
  #processes = 0
  #persons = 0
  #turns = 0

  private constructor(database: TestDatabase, capabilities: Partial<Capabilities>) {
    this.#database = database
    this.platform = new FakePlatform(this.clock, capabilities)
    this.statuses = createStatuses({ store: database.store, clock: this.clock, log })
    this.delivery = this.#newDelivery()
  }

  static async open(database: TestDatabase, capabilities: Partial<Capabilities> = {}): Promise<DeliveryFixture> {
    await database.store.pool.query('truncate person, conversation cascade')
    const fixture = new DeliveryFixture(database, capabilities)
    fixture.delivery.start()
    await fixture.settled()
    return fixture
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
      channelFor: (account) => (account === this.platform.account ? this.platform : undefined),
      clock: this.clock,
      random: () => 0,
      log,
      files: this.files,
      statuses: this.statuses,
      words: (locale) => ({
        label: locale === 'de' ? '(vielleicht wiederholt)' : '(may be a repetition)',
        fileLost: 'the file is lost',
        stop: locale === 'de' ? 'Halt' : 'Stop',
      }),
    })
  }

  /** The process dies, and another one starts. The calls of the old one never end. */
  async crashAndRestart(): Promise<void> {
    await this.delivery[Symbol.asyncDispose]()
    await freeLeases(this.#database.store.pool)
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

  async chat(id: string, kind: Chat['kind'] = 'dm'): Promise<ConversationId> {
    const conversationOf = conversationId(this.platform.account, id)
    const { account } = this.platform
    const chat = { id, kind }
    this.#chats.set(conversationOf, chat)
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
    const chat = this.#chats.get(conversationOf) ?? { id: '', kind: 'dm' }
    const address = { conversation: conversationOf, account: this.platform.account, chat }
    return { reply: replyId, turn: id, ...address, number, person: personId }
  }

  async draft(target: TurnOf, text: string): Promise<void> {
    this.bus.publish({ op: 'reply-draft', target, text })
    await this.settled()
  }

  /** Stores the final text, and wakes the delivery unless `wakes` is false. */
  async finish(of: TurnOf, text: string, options: Finish = {}): Promise<void> {
    const { kind = 'answer', wakes = true, files } = options
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
