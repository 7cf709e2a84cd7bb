import type { Linking, LinkState } from '#core/contract/linking.ts'
import { spreadBackOffMs } from '#machine/back-off.mjs'
import type { Sentence } from '#machine/sentence.ts'
import { Waiter } from '#machine/waiter.ts'
import { say } from '../sentences.ts'
import { type AccountFile, AccountStore } from './account-file.ts'
import { WAITS, type Waits, type WhatsAppOptions } from './options.ts'
import type { Me, Page } from './page.ts'
import { restartWhenDue } from './planned-restart.ts'
import { prepareProfile, ProfileError, profileIn, removeProfile } from './profile.ts'
import { nameOf } from './page-errors.ts'
import { quietRejections } from './quiet-rejections.ts'
import type { RawEvent } from './raw-event.ts'
import { type Moments, Session } from './session.ts'
import { type LinkStatus, STOPPED } from './status.ts'
import type { SessionEnd } from './watch.ts'
import { CodedError } from '#machine/coded-error.ts'

const RESTART_MS_MAX = 5 * 60_000
/** A shorter pause is not worth a number. */
const AT_ONCE_MS = 5_000
/** A network that comes back is soon found. */
const UNREACHABLE_MS_MAX = 60_000
/** Ready for so long, a browser's next failure counts as the first. */
const STABLE_MS = 3 * 60_000
/** Codes that nobody uses: WhatsApp takes a page that asks on and on for a robot. */
const LINK_MS_MAX = 10 * 60_000
/** These do not pass by themselves. */
const PAUSES: Partial<Record<SessionEnd['why'], number>> = { conflict: 60_000, blocked: RESTART_MS_MAX }

/** Linking cannot begin; the message says what to do. */
export class LinkError extends CodedError<'no-browser' | 'stopped'> {
  override readonly name = 'LinkError'
}

export type SupervisorDeps = {
  readonly options: WhatsAppOptions
  readonly status: LinkStatus
  readonly ready: (page: Page) => void
  readonly take: (raw: RawEvent) => void
}

/** Keeps a browser running for the linked account, and none otherwise; starts it again when it ends, and says why. */
export class Supervisor implements Linking {
  readonly #deps: SupervisorDeps
  readonly #waits: Waits
  readonly #store: AccountStore
  readonly #changed = new Waiter()
  #session: Session | undefined
  #pairs: string | undefined
  #linkUntilMs = 0
  #isAsked = false
  #forgetting: PromiseWithResolvers<void> | undefined
  #failures = 0
  /** Why the last browser ended, since somebody asked for a link. */
  #failedFor: Sentence | undefined
  #isRunning = false

  constructor(deps: SupervisorDeps) {
    this.#deps = deps
    this.#waits = { ...WAITS, ...deps.options.limits }
    this.#store = new AccountStore(deps.options.folder)
  }

  get state(): LinkState {
    return this.#deps.status.state
  }

  get page(): Page | undefined {
    return this.#session?.page
  }

  get phoneNumber(): string | undefined {
    return this.#store.known?.phoneNumber
  }

  /** What is known of the account, before anything of it is used. */
  async open(): Promise<void> {
    const known = await this.#store.read()
    this.#deps.status.linkedAs(known?.phoneNumber)
    this.#deps.status.set(this.#isWanted ? STARTING : this.#notLinked)
  }

  async link({ phoneNumber }: Parameters<Linking['link']>[0]): Promise<void> {
    const { options, status } = this.#deps
    if (!this.#isRunning) throw new LinkError('stopped', say('whatsapp.stopped-with-service'))
    if ('missing' in options.chromium) throw new LinkError('no-browser', options.chromium.missing)
    const known = this.#store.known
    if (this.#isLinked) return this.#startAnew()
    // Only what was acknowledged: whoever links now may be another account.
    await this.#store.write({ acknowledgedAtMs: known?.acknowledgedAtMs ?? options.clock.now() }).catch((error) => {
      // It holds until the service is started again; the profile has the same fault, which is then told.
      options.log.warn({ error }, 'whatsapp: that an account is to be linked could not be stored')
    })
    this.#pairs = phoneNumber
    this.#linkUntilMs = options.clock.monotonicMs() + LINK_MS_MAX
    status.set(STARTING)
    this.#startAnew()
  }

  #startAnew(): void {
    this.#failures = 0
    this.#failedFor = undefined
    this.#isAsked = true
    this.#session?.end({ why: 'asked' })
    this.#changed.notify()
  }

  async unlink(): Promise<void> {
    const forgetting = (this.#forgetting ??= Promise.withResolvers<void>())
    await this.#session?.logOut()
    this.#session?.end({ why: 'asked' })
    this.#changed.notify()
    if (!this.#isRunning) await this.#forget(UNLINKED)
    await forgetting.promise
  }

  /** Until the signal aborts; the browser has then ended. */
  async run(signal: AbortSignal): Promise<void> {
    const { options } = this.#deps
    this.#linkUntilMs = options.clock.monotonicMs() + LINK_MS_MAX
    this.#isRunning = true
    const loud = quietRejections((error) =>
      options.log.debug({ reason: nameOf(error) }, 'whatsapp: the page went away'),
    )
    const close = () => this.#session?.end({ why: 'closed' })
    signal.addEventListener('abort', close, { once: true })
    try {
      while (!signal.aborted) await this.#step(signal)
    } finally {
      this.#isRunning = false
      signal.removeEventListener('abort', close)
      loud()
      this.#deps.status.set(STOPPED)
      if (this.#forgetting) await this.#forget(UNLINKED)
    }
  }

  get #isWanted(): boolean {
    const known = this.#store.known
    return known !== undefined && known.endedFor === undefined
  }

  get #isLinked(): boolean {
    return this.#isWanted && this.#store.known?.phoneNumber !== undefined
  }

  /** Without a browser nothing could be linked, so that is said first. */
  get #notLinked(): Parameters<LinkStatus['set']>[0] {
    const { chromium } = this.#deps.options
    return 'missing' in chromium ? { state: 'off', said: chromium.missing } : loggedOut(this.#store.known)
  }

  async #step(signal: AbortSignal): Promise<void> {
    const { options, status } = this.#deps
    const { clock } = options
    if (this.#forgetting) return await this.#forget(UNLINKED)
    if (!this.#isWanted) {
      status.set(this.#notLinked)
      return await this.#wait(signal)
    }
    this.#isAsked = false
    const pauseMs = await this.#oneBrowser(signal).catch((error: unknown) => this.#unexpected(error))
    if (signal.aborted || this.#isAsked || this.#forgetting || pauseMs === 0) return
    // Without a browser only the operator can change anything.
    await this.#wait(signal, pauseMs === undefined ? undefined : { limitMs: pauseMs, clock })
  }

  async #wait(signal: AbortSignal, limit?: Parameters<Waiter['wait']>[1]): Promise<void> {
    await this.#changed.wait(signal, limit).catch(() => undefined)
  }

  /** Returns how long to wait before the next one. */
  async #oneBrowser(signal: AbortSignal): Promise<number | undefined> {
    const { options, status } = this.#deps
    const { folder, chromium, hasRoom = () => true, clock } = options
    if ('missing' in chromium) {
      status.set({ state: 'off', said: chromium.missing })
      return undefined
    }
    if (!hasRoom()) return this.#off([say('whatsapp.no-room')])
    try {
      await prepareProfile(folder, clock)
    } catch (error) {
      if (error instanceof ProfileError) return this.#off(error.sentences ?? [])
      throw error
    }
    if (signal.aborted) return 0
    if (this.#failures === 0 && status.state.state !== 'degraded') status.set(STARTING)
    const end = await this.#oneSession({ ...options, chromium })
    return signal.aborted ? 0 : await this.#after(end)
  }

  #off(said: readonly Sentence[]): number {
    this.#failures += 1
    this.#deps.status.set({ state: 'off', said })
    return this.#backOffMs()
  }

  #unexpected(error: unknown): number {
    this.#deps.options.log.error({ error }, 'whatsapp: unexpected error')
    return this.#off([say('whatsapp.unexpected')])
  }

  async #oneSession(options: WhatsAppOptions & { chromium: { path: string } }): Promise<SessionEnd> {
    const { status, ready, take } = this.#deps
    const { clock, log } = options
    let readyFromMs: number | undefined
    const session = new Session({
      ...{ options, waits: this.#waits, status, take },
      isLinked: this.#isLinked,
      phoneNumber: this.#isLinked ? undefined : this.#pairs,
      linked: (atMs) => this.#linked(atMs),
      linkedAtMs: (me, moments) => this.#linkedAs(me, moments),
      ready: (page) => {
        readyFromMs ??= clock.monotonicMs()
        ready(page)
      },
    })
    this.#session = session
    const over = new AbortController()
    const planned = restartWhenDue({ session, status, restartHour: options.restartHour, clock }, over.signal)
    const unused = this.#isLinked ? undefined : this.#endUnused(session, over.signal)
    for (const each of [planned, unused]) {
      each?.catch((error: unknown) => !over.signal.aborted && log.error({ error }, 'whatsapp: a watch ended'))
    }
    try {
      return await session.run()
    } finally {
      over.abort()
      this.#session = undefined
      const readyMs = readyFromMs === undefined ? 0 : clock.monotonicMs() - readyFromMs
      if (readyMs > STABLE_MS) this.#failures = 0
    }
  }

  async #endUnused(session: Session, signal: AbortSignal): Promise<void> {
    const { clock } = this.#deps.options
    await clock.sleep(Math.max(0, this.#linkUntilMs - clock.monotonicMs()), signal)
    const hasCode = ['qr', 'pairing'].includes(this.state.state)
    if (this.#isLinked) return
    if (hasCode || this.#failedFor === undefined) session.end({ why: 'logged-out', said: UNUSED })
    else session.end({ why: 'not-linked', said: this.#failedFor })
  }

  async #after(end: SessionEnd): Promise<number> {
    const { options, status } = this.#deps
    if (this.#forgetting || !('said' in end)) return 0
    const { why, said } = end
    const isOver = !this.#isLinked && options.clock.monotonicMs() >= this.#linkUntilMs
    if (why === 'logged-out' || why === 'not-linked' || isOver) {
      await this.#forget(why === 'logged-out' ? [said] : [say('whatsapp.not-linked', WITHIN), said])
      return 0
    }
    status.restarts(said)
    if (why === 'planned') {
      status.set({ state: 'degraded', said: [say('whatsapp.restarts'), said] })
      return 0
    }
    this.#failures += 1
    this.#failedFor = said
    const maxMs = why === 'unreachable' ? UNREACHABLE_MS_MAX : RESTART_MS_MAX
    const pauseMs = Math.max(this.#backOffMs(maxMs), PAUSES[why] ?? 0)
    const seconds = Math.round(pauseMs / 1000)
    const restarts = pauseMs < AT_ONCE_MS ? say('whatsapp.restarts') : say('whatsapp.restarts-in', { seconds })
    status.set({ state: 'degraded', said: [restarts, said] })
    return pauseMs
  }

  /** Nothing of the session stays; that the risk was acknowledged does. */
  async #forget(endedFor: readonly Sentence[]): Promise<void> {
    const { options, status } = this.#deps
    const { folder, clock, log } = options
    const acknowledgedAtMs = this.#store.known?.acknowledgedAtMs ?? clock.now()
    const isLost = this.#isLinked && this.#forgetting === undefined
    await removeProfile(folder).catch((error: unknown) => {
      log.error({ error }, `whatsapp: the session could not be removed: delete ${profileIn(folder)}`)
    })
    if (this.#store.known) {
      await this.#store
        .write({ acknowledgedAtMs, endedFor: [...endedFor], ...(isLost && { isLost }) })
        .catch((error: unknown) => {
          log.error({ error }, 'whatsapp: that the account is not linked any more could not be stored')
        })
    }
    this.#failures = 0
    status.linkedAs(undefined)
    status.set(this.#notLinked)
    this.#forgetting?.resolve()
    this.#forgetting = undefined
  }

  /** A phone took the code. Whose it is shows at the first `ready`, which a large account takes minutes for. */
  async #linked(linkedAtMs: number): Promise<void> {
    await this.#stored(this.#store.writeLinked(linkedAtMs, this.#deps.options.clock.now()))
  }

  async #linkedAs({ phoneNumber, lid }: Me, { linkedAtMs, nowMs }: Moments): Promise<number> {
    const { known } = this.#store
    const isKnown = known?.phoneNumber === undefined || known.phoneNumber === phoneNumber
    const atMs = linkedAtMs ?? (isKnown ? known?.linkedAtMs : undefined) ?? nowMs
    this.#deps.status.linkedAs(phoneNumber)
    if (known?.linkedAtMs !== atMs || known.phoneNumber !== phoneNumber || known.lid !== lid) {
      await this.#know({ linkedAtMs: atMs, phoneNumber, ...(lid !== undefined && { lid }) })
    }
    return atMs
  }

  async #know(account: Omit<AccountFile, 'acknowledgedAtMs'>): Promise<void> {
    const acknowledgedAtMs = this.#store.known?.acknowledgedAtMs ?? this.#deps.options.clock.now()
    await this.#stored(this.#store.write({ acknowledgedAtMs, ...account }))
  }

  async #stored(writing: Promise<void>): Promise<void> {
    await writing.catch((error: unknown) => {
      const { log } = this.#deps.options
      log.warn({ error }, 'whatsapp: which account is linked could not be stored; it is tried at the next start')
    })
  }

  #backOffMs(maxMs = RESTART_MS_MAX): number {
    const { random } = this.#deps.options
    return spreadBackOffMs(this.#failures, { firstMs: this.#waits.restartMs, maxMs, random })
  }
}

const STARTING = { state: 'connecting', said: [say('whatsapp.starts')] } as const
const UNLINKED = [say('whatsapp.unlinked')]
const WITHIN = { minutes: LINK_MS_MAX / 60_000 }
const UNUSED = say('whatsapp.code-unused', WITHIN)

function loggedOut(known: AccountFile | undefined) {
  const said = known?.endedFor ?? [say('whatsapp.none-linked')]
  return { state: 'logged-out', said, isLost: known?.isLost === true } as const
}
