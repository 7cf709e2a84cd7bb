import { inTime } from '#machine/deadline.ts'
import { say } from '../sentences.ts'
import { environmentFor, type HookedClient, newClient } from './launch.ts'
import type { Waits, WhatsAppOptions } from './options.ts'
import type { Me, Page } from './page.ts'
import { PageCalls } from './page-calls.ts'
import { isPageGone, nameOf } from './page-errors.ts'
import { kill, untilGone } from './profile.ts'
import type { RawEvent } from './raw-event.ts'
import { listen } from './raw-events.ts'
import { endFor, firstLine } from './session-end.ts'
import { startFailure } from './start-failure.ts'
import type { LinkStatus } from './status.ts'
import { type Seen, type SessionEnd, watch, type Watched } from './watch.ts'

/** The profile is free for the next browser only once this one has come and gone. */
const LAUNCH_MS_MAX = 15_000
const CLOSE_MS_MAX = 3_000
const LOGOUT_MS_MAX = 10_000
/** What comes between the library's listeners and the account's name. */
const EARLY_MAX = 1_000

export type SessionDeps = {
  readonly options: WhatsAppOptions & { readonly chromium: { readonly path: string } }
  readonly waits: Waits
  /** A pairing code for it in place of a QR code. */
  readonly phoneNumber?: string | undefined
  /** The account is linked already: a page that asks for a link has lost it. */
  readonly isLinked: boolean
  readonly status: LinkStatus
  /** A phone took the code that the page showed; by the platform's clock. */
  readonly linked: (atMs: number) => Promise<void>
  /** When the account was linked; called at every `ready`. */
  readonly linkedAtMs: (me: Me, moments: Moments) => Promise<number>
  readonly ready: (page: Page) => void
  readonly take: (raw: RawEvent) => void
}

/** By the platform's clock. */
export type Moments = {
  /** Where it was linked in this browser. */
  readonly linkedAtMs: number | undefined
  readonly nowMs: number
}

/** One browser from its start to its end, and the page in it. */
export class Session {
  readonly #deps: SessionDeps
  readonly #end = Promise.withResolvers<SessionEnd>()
  readonly #over = new AbortController()
  /** The browser runs, or never will. */
  readonly #launched = Promise.withResolvers<void>()
  #client: HookedClient | undefined
  #page: Page | undefined
  #isReady = false
  #isConnected = false
  #isInjected = false
  #progressAtMs = 0
  #clockAheadMs: number | undefined
  /** When the page last asked for a link, by our clock. What people write after it is after the link. */
  #unlinkedAtMs: number | undefined
  #isLinkSeen = false
  #early: RawEvent[] = []
  readonly #calls: PageCalls

  constructor(deps: SessionDeps) {
    this.#deps = deps
    const { clock } = deps.options
    this.#calls = new PageCalls({
      clock,
      probeMs: deps.waits.probeMs,
      isReady: () => this.#isReady,
      over: this.#over.signal,
    })
  }

  /** While it is ready, and connected to WhatsApp. */
  get page(): Page | undefined {
    return this.#isReady && this.#isConnected ? this.#page : undefined
  }

  get isReady(): boolean {
    return this.#isReady
  }

  get pid(): number | undefined {
    return this.#client?.pupBrowser?.process()?.pid
  }

  /** How long nothing has been asked of the page. */
  get quietMs(): number {
    return this.#calls.quietMs
  }

  /** Ends it for a reason; the first one counts. */
  end(end: SessionEnd): void {
    this.#isReady = false
    this.#over.abort()
    this.#end.resolve(end)
  }

  /** Resolves when the browser has ended. */
  async run(): Promise<SessionEnd> {
    const { options, waits } = this.#deps
    const { clock } = options
    try {
      // Its first use loads the library, with puppeteer.
      this.#client = await newClient({ ...options, phoneNumber: this.#deps.phoneNumber })
      this.#listenTo(this.#client)
      this.#client.initialize().catch((error: unknown) => void this.#failed(error))
      watch({ watched: this.#watched, waits, clock }, this.#over.signal).then(
        (end) => this.end(end),
        () => undefined,
      )
    } catch (error) {
      void this.#failed(error)
    }
    const end = await this.#end.promise
    await this.#close()
    return end
  }

  /** Logs out on the platform, if it can be reached. */
  async logOut(): Promise<void> {
    const { clock } = this.#deps.options
    const asked = this.#client?.pupPage?.evaluate(`window.require('WAWebSocketModel').Socket.logout()`)
    await inTime(Promise.resolve(asked), { limitMs: LOGOUT_MS_MAX, clock }).catch(() => undefined)
  }

  #listenTo(client: HookedClient): void {
    const { status, options } = this.#deps
    const { hooks } = client
    hooks.on('opened', () => this.#opened(client))
    hooks.on('injected', () => {
      this.#isInjected = true
    })
    hooks.on('failed', (error) =>
      options.log.debug({ reason: nameOf(error) }, 'whatsapp: the library failed in the page'),
    )
    hooks.on('refused', (error) => {
      // A page that goes away refuses nothing.
      if (!isPageGone(error)) this.end({ why: 'logged-out', said: say('whatsapp.no-code') })
    })
    client.on('qr', (qr: string) => this.#waitsFor({ state: 'qr', said: [say('whatsapp.scan')], qr }))
    client.on('code', (pairingCode: string) => {
      this.#waitsFor({ state: 'pairing', said: [say('whatsapp.type-code')], pairingCode })
    })
    client.on('authenticated', () => {
      this.#progress()
      if (!this.#isReady) status.set({ state: 'connecting', said: [say('whatsapp.reads-chats')] })
    })
    client.on('loading_screen', () => this.#progress())
    client.on('change_state', (state: string) => {
      // After any other state the library says `disconnected`.
      if (state === 'CONNECTED' || AWAY.has(state)) this.#connected(state === 'CONNECTED')
    })
    client.on('disconnected', (reason: string) => this.end(endFor(reason)))
    client.on('ready', () => void this.#becomesReady(client).catch((error: unknown) => this.#unready(error)))
    listen(client, (raw) => this.#take(raw))
  }

  #opened(client: HookedClient): void {
    const { pupBrowser: browser, pupPage: page } = client
    const { clock } = this.#deps.options
    this.#deps.status.browserStarted()
    this.#progress()
    this.#launched.resolve()
    // A killed browser resets its pipes after puppeteer has stopped listening to them, which would end the service.
    for (const pipe of browser?.process()?.stdio ?? []) pipe?.on('error', () => undefined)
    browser?.on('disconnected', () => this.end({ why: 'killed', said: say('whatsapp.process-ended') }))
    page?.on('error', () => this.end({ why: 'crashed', said: say('whatsapp.page-crashed') }))
    page?.on('request', (request) => {
      // A new document: nothing of the library is in it until it is injected again.
      if (request.isNavigationRequest() && request.frame() === page.mainFrame()) this.#loads()
    })
    page?.on('response', (response) => {
      const isDocument = response.request().isNavigationRequest() && response.frame() === page.mainFrame()
      // What is cached has an old date.
      if (!isDocument || response.fromCache() || response.fromServiceWorker()) return
      const atMs = Date.parse(response.headers().date ?? '')
      if (Number.isFinite(atMs)) this.#clockAheadMs = atMs - clock.now()
    })
  }

  #waitsFor(now: Parameters<LinkStatus['set']>[0]): void {
    if (this.#deps.isLinked) this.end({ why: 'logged-out', said: say('whatsapp.session-lost') })
    if (this.#over.signal.aborted) return
    this.#unlinkedAtMs = this.#deps.options.clock.now()
    this.#deps.status.set(now)
  }

  async #becomesReady(client: HookedClient): Promise<void> {
    const { linkedAtMs, ready, options } = this.#deps
    const me = await this.#me(client)
    const clockAheadMs = await this.#aheadMs()
    const newAtMs = this.#unlinkedAtMs === undefined ? undefined : this.#unlinkedAtMs + clockAheadMs
    const at = await linkedAtMs(me, { linkedAtMs: newAtMs, nowMs: options.clock.now() + clockAheadMs })
    if (this.#over.signal.aborted) return
    const call: Page['call'] = (what, run, callOptions) => this.#calls.call(what, () => run(client), callOptions)
    const page = { me, linkedAtMs: at, clockAheadMs, call }
    this.#page = page
    this.#isReady = true
    this.#isConnected = true
    this.#deps.status.set({ state: 'ready', said: [say('whatsapp.ready')] })
    ready(page)
    const early = this.#early
    this.#early = []
    for (const raw of early) this.#take(raw)
  }

  async #me(client: HookedClient): Promise<Me> {
    const { clock } = this.#deps.options
    const limit = { limitMs: this.#deps.waits.probeMs, clock }
    const asked = inTime(Promise.resolve(client.pupPage?.evaluate(ME)), limit)
    const [pn, lid] = ((await asked) as [string?, string?] | undefined) ?? []
    const phoneNumber = (pn ?? client.info.wid._serialized).replace(/[@:].*$/, '')
    return { phoneNumber, ...(lid && { lid }), name: client.info.pushname ?? '' }
  }

  async #aheadMs(): Promise<number> {
    return (this.#clockAheadMs ??= await this.#askedClockAheadMs())
  }

  /** Where the page came from its cache. Zero where it cannot be known. */
  async #askedClockAheadMs(): Promise<number> {
    const atMs = await this.#calls.evaluate(this.#client?.pupPage, DATE).catch(() => undefined)
    return typeof atMs === 'number' && Number.isFinite(atMs) ? atMs - this.#deps.options.clock.now() : 0
  }

  #unready(error: unknown): void {
    if (!this.#over.signal.aborted)
      this.#deps.options.log.warn({ reason: nameOf(error) }, 'whatsapp: the page does not say who it is')
  }

  #take(raw: RawEvent): void {
    if (this.#over.signal.aborted) return
    if (this.#isReady) this.#deps.take(raw)
    else if (this.#early.length < EARLY_MAX) this.#early.push(raw)
  }

  get #watched(): Watched {
    return {
      isInjected: () => this.#isInjected,
      isReady: () => this.#isReady,
      progressAtMs: () => this.#progressAtMs,
      probe: () => this.#probe(),
      nudge: () => this.#tell('window.onAppStateHasSyncedEvent()'),
      reload: () => this.#reload(),
      refreshCode: () => this.#tell(`window.require('WAWebCmd').Cmd.refreshQR()`),
      missed: () => this.#connected(false, say('whatsapp.silent')),
      saw: (seen: Seen, isLinked: boolean) => this.#saw(seen, isLinked),
    }
  }

  async #probe(): Promise<Seen> {
    const { clock } = this.#deps.options
    const fromMs = clock.monotonicMs()
    const seen = (await this.#calls.evaluate(this.#client?.pupPage, SEEN)) as Seen
    this.#deps.status.roundTrip(clock.monotonicMs() - fromMs)
    return seen
  }

  async #tell(expression: string): Promise<void> {
    // What it returns may be anything, and too large to come back.
    await this.#calls.evaluate(this.#client?.pupPage, `void ${expression}`)
  }

  async #reload(): Promise<void> {
    this.#deps.status.set({ state: 'degraded', said: [say('whatsapp.reload')] })
    const page = this.#client?.pupPage
    await page?.reload({ waitUntil: 'domcontentloaded', timeout: this.#deps.waits.loadMs })
  }

  #loads(): void {
    this.#isInjected = false
    this.#unlistened()
  }

  #unlistened(): void {
    if (!this.#isReady || this.#over.signal.aborted) return
    this.#isReady = false
    this.#deps.status.set({ state: 'degraded', said: [say('whatsapp.reloads-itself')] })
  }

  #saw({ state, hasListeners }: Seen, isLinked: boolean): void {
    if (!hasListeners) this.#unlistened()
    if (isLinked && this.#isReady) this.#connected(state === 'CONNECTED')
    if (isLinked) this.#linkedIn(state)
    else if (!this.#isLinkSeen) this.#unlinkedAtMs = this.#deps.options.clock.now()
  }

  /** Long before `ready` on a large account. Pages that ask for a link are never in these states. */
  #linkedIn(state: string | null): void {
    const { status, linked, options } = this.#deps
    if (this.#isReady || this.#over.signal.aborted || (state !== 'CONNECTED' && state !== 'PAIRING')) return
    if (WAITS_FOR_LINK.has(status.state.state)) status.set({ state: 'connecting', said: [say('whatsapp.reads-chats')] })
    const atMs = this.#unlinkedAtMs
    if (this.#isLinkSeen || atMs === undefined) return
    this.#isLinkSeen = true
    const told = this.#aheadMs().then((aheadMs) => (this.#isReady ? undefined : linked(atMs + aheadMs)))
    told.catch((error: unknown) => options.log.debug({ reason: nameOf(error) }, 'whatsapp: the page went away'))
  }

  #connected(isConnected: boolean, said = say('whatsapp.away')): void {
    if (!this.#isReady || this.#over.signal.aborted || isConnected === this.#isConnected) return
    this.#isConnected = isConnected
    if (!isConnected) return this.#deps.status.set({ state: 'degraded', said: [said] })
    this.#deps.status.set({ state: 'ready', said: [say('whatsapp.ready')] })
    if (this.#page) this.#deps.ready(this.#page)
  }

  #progress(): void {
    this.#progressAtMs = this.#deps.options.clock.monotonicMs()
  }

  async #failed(error: unknown): Promise<void> {
    this.#launched.resolve()
    const quote = firstLine(error instanceof Error ? error.message : String(error))
    if (/net::ERR_/.test(quote))
      this.end({ why: 'unreachable', said: say('whatsapp.not-reached', { said: { quote } }) })
    else if (this.pid !== undefined) this.end({ why: 'failed', said: say('whatsapp.not-opened', { said: { quote } }) })
    if (this.#over.signal.aborted) return
    const { options } = this.#deps
    const browser = { ...environmentFor(options), folder: options.folder, path: options.chromium.path }
    this.end({ why: 'failed', said: await startFailure(error, browser, this.#over.signal) })
  }

  /** Closed, the browser first writes down what the page has stored; one that hangs as a whole is killed. */
  async #close(): Promise<void> {
    const { clock } = this.#deps.options
    const { status } = this.#deps
    await inTime(this.#launched.promise, { limitMs: LAUNCH_MS_MAX, clock })
    const browser = this.#client?.pupBrowser
    const pid = this.pid
    if (browser) {
      await inTime(Promise.resolve(browser.close()), { limitMs: CLOSE_MS_MAX, clock }).catch(() => undefined)
    }
    this.#kill()
    if (pid !== undefined) await untilGone(pid, { limitMs: CLOSE_MS_MAX, clock })
    status.browserEnded()
  }

  #kill(): void {
    const { pid } = this
    const child = this.#client?.pupBrowser?.process()
    if (pid !== undefined && child?.exitCode === null && child.signalCode === null) kill(pid)
  }
}

const WAITS_FOR_LINK = new Set<string>(['connecting', 'qr', 'pairing'])
const AWAY = new Set(['OPENING', 'PAIRING', 'TIMEOUT'])

const SEEN = `(() => {
  const { Socket } = window.require('WAWebSocketModel')
  return { state: Socket.state ?? null, hasSynced: Socket.hasSynced === true, hasListeners: typeof window.WWebJS !== 'undefined' }
})()`

const DATE = `fetch('/', { method: 'HEAD', cache: 'no-store' }).then(({ headers }) => Date.parse(headers.get('date')))`

const ME = `(() => {
  const me = window.require('WAWebUserPrefsMeUser')
  return [me.getMaybeMePnUser()?._serialized, me.getMaybeMeLidUser()?._serialized]
})()`
