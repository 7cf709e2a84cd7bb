import type { Sink } from '#core/contract/channel.ts'
import type { AccountId } from '#core/contract/ids.ts'
import type { ChatEvent } from '#core/contract/message.ts'
import { spreadBackOffMs } from '#machine/back-off.mjs'
import type { Clock } from '#machine/clock.ts'
import type { Logger } from '#machine/log.ts'
import { retry } from '#machine/retry.ts'
import { CatchUp } from './catch-up.ts'
import { partsOf } from './content.ts'
import type { DecodeContext } from './decode-context.ts'
import { GroupTitles } from './group-titles.ts'
import { eventsOf, sentText } from './inbound.ts'
import { type Entry, Intake } from './intake.ts'
import { isGroup, type Jid, phoneJid } from './jid.ts'
import { OwnerQuiet } from './owner.ts'
import type { OwnSends } from './own-sends.ts'
import type { CurrentPage, Page } from './page.ts'
import { People } from './people.ts'
import type { RawEvent } from './raw-event.ts'
import { isForSomebody, jidsIn, keyOf, readWire, type WireEvent } from './wire.ts'

export type ReceptionDeps = {
  readonly sink: Sink
  readonly account: () => AccountId
  readonly page: CurrentPage
  readonly ownSends: OwnSends
  readonly ownerQuietMinutes: number
  /** Somebody wrote. */
  readonly onIn: () => void
  /** Called with whether the store accepted what came. */
  readonly stored: (isStored: boolean) => void
  readonly clock: Clock
  readonly random: () => number
  readonly log: Logger
}

const BACK_OFF = { firstMs: 250, maxMs: 10_000 }
/** What is not about an answer that somebody waits for reaches core also where the owner writes. */
const TOLD_IN_QUIET: readonly ChatEvent['type'][] = ['reaction', 'delete', 'delivery']
/** Clocks of messages count whole seconds. */
const SECOND_MS = 1_000

/** Takes what the library tells of the page: in order for each chat, and once it is stored. */
export class Reception {
  readonly #deps: ReceptionDeps
  readonly #signal: AbortSignal
  readonly #people = new People()
  readonly #titles: GroupTitles
  readonly #owner: OwnerQuiet
  readonly #intake: Intake
  readonly #catchUp: CatchUp
  /** The page of the newest `ready`. */
  #page: Page | undefined
  #reading: Promise<void> | undefined
  #isBehind = false
  #unreadable = 0

  constructor(deps: ReceptionDeps, signal: AbortSignal) {
    this.#deps = deps
    this.#signal = signal
    const { sink, clock, random, log, ownerQuietMinutes: quietMinutes } = deps
    this.#titles = new GroupTitles(clock)
    this.#owner = new OwnerQuiet({ notes: sink.notes, quietMinutes, clock, random, log }, signal)
    this.#intake = new Intake({
      decode: (batch) => this.#decode(batch),
      accept: (events) => sink.accept(events),
      stored: (isStored) => this.#stored(isStored),
      ...{ clock, random },
    })
    this.#catchUp = new CatchUp({
      chats: (sinceMs) => this.#untilStored(() => sink.chats({ sinceMs, countMax: CHATS_MAX })),
      begins: (chatIds) => this.#intake.holdOnly(chatIds),
      missed: (chatId, messages, over) => this.#missed(chatId, messages, over),
      ownerWrote: (chatId, agoMs) => this.#owner.wrote(chatId, agoMs),
      ...{ clock, log },
    })
  }

  async run(): Promise<void> {
    await this.#intake.run(this.#signal)
    await this.#reading
  }

  isQuiet(chatId: Jid): Promise<boolean> {
    return this.#owner.isQuiet(chatId)
  }

  take(raw: RawEvent): void {
    const entry = this.#entryOf(raw)
    if (entry === undefined) return
    this.#noticeOwner(entry.wire)
    if (this.#intake.push(entry)) return
    if (!this.#isBehind)
      this.#deps.log.warn('WhatsApp messages find no room: they are read back once the store takes them')
    this.#isBehind = true
  }

  /** The page listens from now on: what came before is read back. */
  ready(page: Page): void {
    this.#page = page
    this.#intake.holdAll()
    const before = this.#reading ?? Promise.resolve()
    const read = before.then(() => (page === this.#page ? this.#readBack(page) : undefined))
    this.#reading = read
    void read.finally(() => {
      if (this.#reading === read) this.#reading = undefined
    })
  }

  async #readBack(page: Page): Promise<void> {
    const { log } = this.#deps
    const over = AbortSignal.any([this.#signal])
    await this.#catchUp.run(page, over).catch((error: unknown) => {
      if (over.aborted || page !== this.#page) return
      log.warn({ error }, 'WhatsApp chats could not be read back')
      this.#isBehind = true
    })
    // Whatever happened, nothing waits for it any more.
    this.#intake.holdOnly([])
  }

  async #missed(chatId: Jid, messages: readonly unknown[], signal: AbortSignal): Promise<void> {
    const entries = messages.flatMap((data) => this.#entryOf({ type: 'message', data, isLive: false }) ?? [])
    try {
      await this.#intake.pushEarlier(entries, signal)
    } finally {
      this.#intake.release(chatId)
    }
  }

  #entryOf(raw: RawEvent): Entry | undefined {
    const wire = readWire(raw)
    if (wire.type === 'unreadable') {
      this.#unreadable += 1
      // The first of them, then every hundredth: an update of WhatsApp may bring one with each message.
      const { log } = this.#deps
      if (this.#unreadable % 100 === 1)
        log.warn({ kind: raw.type, where: wire.where }, 'unreadable WhatsApp event skipped')
      return undefined
    }
    if (!isForSomebody(wire)) return undefined
    const receivedAtMs = this.#deps.clock.now()
    return { wire, chatId: keyOf(wire).remote, receivedAtMs, bytes: JSON.stringify(wire).length }
  }

  /** What the account wrote and this service did not: the owner, on the phone. */
  #noticeOwner(wire: WireEvent): void {
    const { account, ownSends } = this.#deps
    if (wire.type !== 'message' || !wire.isLive || !wire.message.id.fromMe) return
    const { message } = wire
    const chatId = message.id.remote
    const named = () => ({ target: '', isBot: false })
    const isWritten = partsOf(message, { ref: '', named }) !== undefined
    const isWithSelf = account().endsWith(`:${this.#people.personOf(chatId).split('@')[0]}`)
    const text = sentText(message)
    if (!isWritten || isWithSelf || ownSends.isOurs({ chatId, messageId: message.id.serialized, text })) return
    this.#owner.wrote(chatId)
  }

  async #decode(batch: readonly Entry[]): Promise<readonly ChatEvent[]> {
    const page = this.#deps.page() ?? this.#page
    if (page === undefined) return []
    await this.#learn(batch, page)
    const told: ChatEvent[] = []
    for (const { wire, chatId, receivedAtMs } of batch) {
      if (isOwn(wire) || this.#isFromBefore(wire, page)) continue
      const events = eventsOf(wire, this.#context(page, receivedAtMs))
      const isQuiet = events.length > 0 && (await this.#owner.isQuiet(chatId))
      const kept = isQuiet ? events.filter(({ type }) => TOLD_IN_QUIET.includes(type)) : events
      if (kept.some(({ type }) => type === 'message' || type === 'command')) this.#deps.onIn()
      told.push(...kept)
    }
    return told
  }

  /** Whose the hidden ids are, and what groups are called. Without an answer they stand for themselves. */
  async #learn(batch: readonly Entry[], page: Page): Promise<void> {
    const people = this.#people.learn(
      batch.flatMap(({ wire }) => jidsIn(wire)),
      page,
      this.#signal,
    )
    const groups = batch.map(({ chatId }) => chatId).filter(isGroup)
    await Promise.all([people.catch(() => undefined), this.#titles.learn(groups, page, this.#signal)])
  }

  /** Of the account's time before it was linked: it may come with the first synchronisation, as if it were new. */
  #isFromBefore(wire: WireEvent, { linkedAtMs }: Page): boolean {
    if (wire.type !== 'message') return false
    const { t } = wire.message
    return t !== undefined && t * SECOND_MS < linkedAtMs - SECOND_MS
  }

  #context({ me }: Page, receivedAtMs: number): DecodeContext {
    return {
      account: this.#deps.account(),
      me,
      personOf: (jid) => (jid === me.lid ? phoneJid(me.phoneNumber) : this.#people.personOf(jid)),
      groupTitleOf: (chatId) => this.#titles.titleOf(chatId),
      isOurs: (sent) => this.#deps.ownSends.isOurs(sent),
      receivedAtMs,
    }
  }

  #stored(isStored: boolean): void {
    this.#deps.stored(isStored)
    if (!isStored || !this.#isBehind || this.#reading !== undefined) return
    this.#isBehind = false
    const page = this.#deps.page()
    if (page) this.ready(page)
  }

  async #untilStored<T>(work: () => Promise<T>): Promise<T> {
    const { clock, random } = this.#deps
    const pauseMs = (failures: number) => spreadBackOffMs(failures, { ...BACK_OFF, random })
    return await retry(work, { pauseMs, failed: () => this.#deps.stored(false), clock }, this.#signal)
  }
}

const CHATS_MAX = 500

/** What the account itself wrote; its acknowledgements are told. */
const isOwn = (wire: WireEvent) =>
  wire.type !== 'ack' && wire.type !== 'reaction' && keyOf(wire).fromMe && wire.type !== 'revoke'
