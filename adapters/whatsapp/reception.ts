import type { Sink } from '#core/contract/channel.ts'
import type { AccountId } from '#core/contract/ids.ts'
import type { ChatEvent } from '#core/contract/message.ts'
import { spreadBackOffMs } from '#machine/back-off.mjs'
import type { Clock } from '#machine/clock.ts'
import type { Logger } from '#machine/log.ts'
import { retry } from '#machine/retry.ts'
import { readBack } from './catch-up.ts'
import { partsOf } from './content.ts'
import type { DecodeContext } from './decode-context.ts'
import { GroupTitles } from './group-titles.ts'
import { eventsOf, sentText } from './inbound.ts'
import { type Entry, Intake } from './intake.ts'
import { isGroup, type Jid, phoneJid, userIn } from './jid.ts'
import { OwnerQuiet } from './owner.ts'
import type { OwnSends } from './own-sends.ts'
import type { CurrentPage, Page } from './page.ts'
import { nameOf } from './page-errors.ts'
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
const CHATS_MAX = 500
const LEARN_TRIES = { triesMax: 3, pauseMs: () => 500 }
/** An update of WhatsApp may bring an unreadable one with each message: of so many one is logged. */
const LOGGED_EVERY = 100
/** Clocks of messages count whole seconds. */
const SECOND_MS = 1_000
/** What is not about an answer that somebody waits for reaches core also where the owner writes. */
const TOLD_IN_QUIET: readonly ChatEvent['type'][] = ['reaction', 'delete', 'delivery']

/** Takes what the library tells of the page: in order for each chat, and once it is stored. */
export class Reception {
  readonly #deps: ReceptionDeps
  readonly #signal: AbortSignal
  readonly #people = new People()
  readonly #titles: GroupTitles
  readonly #owner: OwnerQuiet
  readonly #intake: Intake
  /** The page of the newest `ready`. */
  #page: Page | undefined
  #reading: Promise<void> | undefined
  #stopReading = new AbortController()
  /** Something found no room, or could not be read: chats are read back once the store takes messages. */
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
  }

  async run(): Promise<void> {
    await this.#intake.run(this.#signal)
    await this.#reading
  }

  /** What waits to be stored; at least 1 while chats are read back. */
  get unstored(): number {
    return Math.max(this.#intake.count, this.#reading === undefined ? 0 : 1)
  }

  isQuiet(chatId: Jid): Promise<boolean> {
    return this.#owner.isQuiet(chatId)
  }

  /** That the owner wrote in the private chats of these people. */
  async forget(people: readonly Jid[]): Promise<void> {
    await this.#owner.forget(people.flatMap((jid) => [jid, ...this.#people.lidsOf(jid)]))
  }

  /** As it would be stored now. */
  decode(raw: RawEvent): ChatEvent[] {
    const wire = readWire(raw)
    if (wire.type === 'unreadable' || this.#page === undefined) return []
    return eventsOf(wire, this.#context(this.#page, this.#deps.clock.now()))
  }

  take(raw: RawEvent): void {
    const entry = this.#entryOf(raw)
    if (entry === undefined) return
    this.#noticeOwner(entry.wire)
    if (this.#intake.push(entry)) return
    if (!this.#isBehind) this.#deps.log.warn('no room for WhatsApp messages: their chats are read back later')
    this.#isBehind = true
  }

  /** The page listens from now on: what came before is read back. */
  ready(page: Page): void {
    this.#page = page
    this.#intake.holdAll()
    // What is held does not drain: a reading that waits for room would never end.
    this.#stopReading.abort()
    this.#stopReading = new AbortController()
    const signal = AbortSignal.any([this.#signal, this.#stopReading.signal])
    const before = this.#reading ?? Promise.resolve()
    const reading = before.then(() => (signal.aborted ? undefined : this.#readBack(page, signal)))
    this.#reading = reading
    void reading.finally(() => {
      if (this.#reading === reading) this.#reading = undefined
    })
  }

  /** Never rejects. */
  async #readBack(page: Page, signal: AbortSignal): Promise<void> {
    const { sink, clock, log } = this.#deps
    const read = readBack(
      {
        page,
        stored: (sinceMs) => this.#untilStored(() => sink.chats({ sinceMs, countMax: CHATS_MAX }), signal),
        begins: (chatIds) => this.#intake.holdOnly(chatIds),
        missed: (chatId, messages) => this.#missed(chatId, messages, signal),
        ownerWrote: (chatId, agoMs) => this.#owner.wrote(chatId, agoMs),
        ownerQuietMs: this.#owner.quietMs,
        ...{ clock, log },
      },
      signal,
    )
    await read.catch((error: unknown) => {
      if (signal.aborted) return
      log.warn({ reason: nameOf(error) }, 'WhatsApp chats could not be read back')
      this.#isBehind = true
    })
    // Where it failed before it was known which chats there are, nothing waits for it any more. A newer `ready` reads
    // back by itself.
    if (!signal.aborted) this.#intake.holdOnly([])
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
    const { log, clock } = this.#deps
    const wire = readWire(raw)
    if (wire.type === 'unreadable') {
      const { where } = wire
      if (this.#unreadable % LOGGED_EVERY === 0)
        log.warn({ kind: raw.type, where }, 'unreadable WhatsApp event skipped')
      this.#unreadable += 1
      return undefined
    }
    if (!isForSomebody(wire)) return undefined
    return { wire, chatId: keyOf(wire).remote, receivedAtMs: clock.now(), bytes: JSON.stringify(wire).length }
  }

  /** What the account wrote and this service did not: the owner, on the phone. */
  #noticeOwner(wire: WireEvent): void {
    const { account, ownSends } = this.#deps
    if (wire.type !== 'message' || !wire.isLive || !wire.message.id.fromMe) return
    const { message } = wire
    const { remote: chatId, serialized: messageId } = message.id
    const isWritten = partsOf(message, { ref: '', named: () => ({ target: '', isBot: false }) }) !== undefined
    const isWithSelf = account().endsWith(`:${userIn(this.#people.personOf(chatId))}`) || chatId === this.#page?.me.lid
    if (!isWritten || isWithSelf || ownSends.isOurs({ chatId, messageId, text: sentText(message) })) return
    this.#owner.wrote(chatId)
  }

  async #decode(batch: readonly Entry[]): Promise<readonly ChatEvent[]> {
    // Events come from a page that was ready.
    const page = this.#page
    if (page === undefined) return []
    const isLearned = await this.#learn(batch, page)
    const events: ChatEvent[] = []
    for (const { wire, chatId, receivedAtMs } of batch) {
      if (isOwn(wire) || isFromBefore(wire, page)) continue
      // Taken for somebody else, whoever is blocked would be let in. The chat is read again at the next `ready`.
      if (!isLearned && !this.#people.knows(jidsIn(wire))) continue
      const told = eventsOf(wire, this.#context(page, receivedAtMs))
      const isQuiet = told.length > 0 && (await this.#owner.isQuiet(chatId))
      events.push(...(isQuiet ? told.filter(({ type }) => TOLD_IN_QUIET.includes(type)) : told))
    }
    if (events.some(({ type }) => type === 'message' || type === 'command')) this.#deps.onIn()
    return events
  }

  /** Whose the hidden ids are, and what groups are called. False: the page does not say whose they are. */
  async #learn(batch: readonly Entry[], page: Page): Promise<boolean> {
    const jids = batch.flatMap(({ wire }) => jidsIn(wire))
    const groups = batch.map(({ chatId }) => chatId).filter(isGroup)
    const { clock, log } = this.#deps
    // One that is gone does not come back.
    const policy = { ...LEARN_TRIES, isTransient: () => this.#deps.page() === page, clock }
    const people = retry(() => this.#people.learn(jids, page, this.#signal), policy, this.#signal)
    const learned = people.then(
      () => true,
      (error: unknown) => {
        if (!this.#signal.aborted)
          log.warn({ reason: nameOf(error) }, 'WhatsApp does not say who wrote: not answered yet')
        return false
      },
    )
    const [isLearned] = await Promise.all([learned, this.#titles.learn(groups, page, this.#signal)])
    return isLearned
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
    const page = this.#deps.page()
    if (page === undefined) return
    this.#isBehind = false
    this.ready(page)
  }

  async #untilStored<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    const { clock, random } = this.#deps
    const pauseMs = (failures: number) => spreadBackOffMs(failures, { ...BACK_OFF, random })
    return await retry(work, { pauseMs, failed: () => this.#deps.stored(false), clock }, signal)
  }
}

/** What the account itself wrote. What became of it is told, and so is a revoked message of somebody else. */
const isOwn = (wire: WireEvent) => (wire.type === 'message' || wire.type === 'edit') && wire.message.id.fromMe

/** Of the account's time before it was linked: it may come with the first synchronisation, as if it were new. */
function isFromBefore(wire: WireEvent, { linkedAtMs }: Page): boolean {
  if (wire.type !== 'message') return false
  const { t } = wire.message
  return t !== undefined && t * SECOND_MS < linkedAtMs - SECOND_MS
}
