import type { Clock } from '#machine/clock.ts'
import { DeadlineError } from '#machine/deadline.ts'
import type { Sentence } from '#machine/sentence.ts'
import { say } from '../sentences.ts'
import type { Waits } from './options.ts'

/** Why a browser's life ends. */
export type SessionEnd = AskedEnd | OtherEnd

/** By the operator, or by the end of the service. */
type AskedEnd = { readonly why: 'asked' | 'closed' }

type OtherEnd = {
  readonly why:
    | 'logged-out'
    /** Not in the time that a link may take. */
    | 'not-linked'
    /** WhatsApp names another reason: another browser with this session, a blocked account, an outdated page. */
    | 'conflict'
    | 'blocked'
    | 'not-loaded'
    | 'not-ready'
    | 'hung'
    | 'crashed'
    | 'killed'
    | 'failed'
    | 'unreachable'
    /** Wanted by us. */
    | 'planned'
  readonly said: Sentence
}

/** What a round trip shows of the page. */
export type Seen = {
  /** `CONNECTED`, `OPENING`, `UNPAIRED`, and others; null before the page has one. */
  readonly state: string | null
  readonly hasSynced: boolean
  /** Whether the library's listeners for messages are in the page; a reload takes them away. */
  readonly hasListeners: boolean
}

/** The page as the watchdog needs it. */
export type Watched = {
  /** The library has put itself into the page. */
  isInjected(): boolean
  /** The library said `ready`. */
  isReady(): boolean
  /** Of the newest sign that it synchronises, monotonic. */
  progressAtMs(): number
  /** Rejects with a `DeadlineError` when there is no answer. */
  probe(): Promise<Seen>
  /** Tells the library that the page has synchronised. */
  nudge(): Promise<void>
  reload(): Promise<void>
  refreshCode(): Promise<void>
  /** Called after a probe that was not. */
  missed(): void
  /** Called after every probe that was answered. */
  saw(seen: Seen, isLinked: boolean): void
}

const POLL_MS = 500
/** The library says `ready` within milliseconds of the end of synchronisation, if it hears of it. */
const NUDGE_AFTER_MS = 2_000
const MISSES_MAX = 2
/** A navigation destroys what was asked of the page before it. */
const GONE_PROBES_MAX = 10
/** WhatsApp not reached is no fault of the browser. */
export const UNREACHABLE_MS_MAX = 5 * 60_000
const UNPAIRED = new Set<string | null>(['UNPAIRED', 'UNPAIRED_IDLE'])

type WatchDeps = { readonly watched: Watched; readonly waits: Waits; readonly clock: Clock }

/**
 * Asks the page again and again how it is, since a browser that is dead, or hangs, tells of nothing; silence of people
 * says nothing either. Resolves with the reason once the browser must be started again; rejects when the signal aborts.
 */
export async function watch({ watched, waits, clock }: WatchDeps, signal: AbortSignal): Promise<SessionEnd> {
  const now = () => clock.monotonicMs()
  let isReloaded = false
  let loadFromMs = now()
  /** Since when it is linked and not ready, synchronised and not ready, and not connected. */
  let since: { linked?: number; synced?: number; away?: number } = {}
  let isNudged = false
  let [misses, gone] = [0, 0]

  const anew = () => {
    since = {}
    isNudged = false
  }

  for (;;) {
    await clock.sleep(pauseMs(), signal)
    if (!watched.isInjected()) {
      const waitedMs = now() - loadFromMs
      if (waitedMs > waits.loadMs) return { why: 'not-loaded', said: say('whatsapp.not-loaded', inS(waits.loadMs)) }
      continue
    }
    loadFromMs = now()
    const seen = await asked()
    signal.throwIfAborted()
    if (seen === undefined) {
      watched.missed()
      if (misses >= MISSES_MAX) {
        return { why: 'hung', said: say('whatsapp.hung', inS(MISSES_MAX * waits.probeMs)) }
      }
      if (gone >= GONE_PROBES_MAX) return { why: 'crashed', said: say('whatsapp.page-gone') }
      continue
    }
    const isLinked = !UNPAIRED.has(seen.state)
    watched.saw(seen, isLinked)
    if (seen.state === 'UNPAIRED_IDLE') await watched.refreshCode().catch(() => undefined)
    if (!isLinked) {
      since = {}
      continue
    }
    if (isAway(seen)) {
      const away = since.away ?? now()
      since = { away }
      if (now() - away > UNREACHABLE_MS_MAX) {
        return { why: 'unreachable', said: say('whatsapp.unreached', inS(UNREACHABLE_MS_MAX)) }
      }
      continue
    }
    delete since.away
    if (watched.isReady()) {
      isReloaded = false
      anew()
      continue
    }
    const end = await unready(seen)
    if (end) return end
  }

  function pauseMs(): number {
    if (misses > 0) return 0
    return watched.isReady() && gone === 0 ? waits.probeEveryMs : POLL_MS
  }

  async function asked(): Promise<Seen | undefined> {
    try {
      const seen = await watched.probe()
      ;[misses, gone] = [0, 0]
      return seen
    } catch (error) {
      if (error instanceof DeadlineError) misses += 1
      else gone += 1
      return undefined
    }
  }

  async function unready({ hasSynced }: Seen): Promise<SessionEnd | undefined> {
    since.linked ??= now()
    if (hasSynced) since.synced ??= now()
    if (since.synced !== undefined && !isNudged && now() - since.synced >= NUDGE_AFTER_MS) {
      isNudged = true
      await watched.nudge().catch(() => undefined)
    }
    if (now() - Math.max(since.linked, watched.progressAtMs()) < waits.readyMs) return undefined
    if (isReloaded) return { why: 'not-ready', said: say('whatsapp.not-ready', inS(waits.readyMs)) }
    isReloaded = true
    anew()
    await watched.reload().catch(() => undefined)
    return undefined
  }
}

const isAway = ({ state }: Seen) => state !== 'CONNECTED'
const inS = (ms: number) => ({ seconds: Math.round(ms / 1000) })
