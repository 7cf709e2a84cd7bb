import { aborted } from './aborted.ts'
import { backOffMs } from './back-off.mjs'
import type { Child, ChildExitNotice, ChildOptions } from './child-options.ts'
import { ChildError, exitText, type ChildErrorCode, type ChildState, type Phase } from './child-state.ts'
import { inTime } from './deadline.ts'
import { spawnTethered, type ChildExit, type Tethered } from './tether.ts'
import { Waiter } from './waiter.ts'

/**
 * Starts a program and keeps it running until it is disposed.
 *
 *     starting -> ready -> (it exited, back-off) starting -> …
 *        \-> failed                            disposed: -> stopped
 *
 * A child that exits, or times out, before it was ever ready has `failed`: a retry does not repair a wrong file. Once
 * it has been ready, it is always restarted, with a growing pause between starts that do not last.
 */
export function superviseChild(options: ChildOptions): Child {
  return new Supervisor(options)
}

const LAST_LINES_MAX = 40
// A process that ran for longer than this resets the back-off.
const STEADY_MS = 30_000

class Supervisor implements Child {
  #phase: Phase = { state: 'starting' }
  #options: ChildOptions
  #lines: string[] = []
  #process: Tethered | undefined
  #restarts = 0
  #wasEverReady = false
  #closing = new AbortController()
  #interrupt = new AbortController()
  #changed = new Waiter()
  #exitListeners = new Set<(exit: ChildExitNotice) => void>()
  #done: Promise<void>

  constructor(options: ChildOptions) {
    this.#options = options
    this.#done = this.#keepRunning()
  }

  get state(): ChildState {
    return { ...this.#phase, restarts: this.#restarts, lastLines: this.#lines }
  }

  get pid(): number | undefined {
    return this.#process?.pid
  }

  async whenReady(signal?: AbortSignal): Promise<void> {
    for (;;) {
      signal?.throwIfAborted()
      if (this.#phase.state === 'ready') return
      if (this.#phase.state === 'failed') throw this.#phase.error
      if (this.#phase.state === 'stopped') throw this.#error('stopped', 'was stopped.')
      await this.#changed.wait(signal)
    }
  }

  onExit(listener: (exit: ChildExitNotice) => void): () => void {
    this.#exitListeners.add(listener)
    return () => this.#exitListeners.delete(listener)
  }

  restart(reason: string): void {
    if (this.#closing.signal.aborted) return
    this.#options.log.info({ reason }, `restarting ${this.#options.name}`)
    this.#set({ state: 'starting' })
    this.#interrupt.abort(new Error(reason))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort(this.#error('stopped', 'is being stopped.'))
    await this.#done
  }

  /** Not `retry`: a long run resets the failures, and a requested restart is not a failure. */
  async #keepRunning(): Promise<void> {
    const closing = this.#closing.signal
    for (let failures = 0; !closing.aborted; this.#restarts += 1) {
      this.#interrupt = new AbortController()
      const signal = AbortSignal.any([closing, this.#interrupt.signal])
      const startedMs = this.#options.clock.monotonicMs()
      const error = await this.#runOnce(signal)
      if (signal.aborted) failures = 0
      else if (!this.#wasEverReady) await this.#fail(error, signal)
      else {
        failures = this.#options.clock.monotonicMs() - startedMs > STEADY_MS ? 0 : failures + 1
        await this.#pause(failures, error, signal)
      }
    }
    this.#set({ state: 'stopped' })
  }

  /** One run, from preparation to exit; returns why it ended. */
  async #runOnce(signal: AbortSignal): Promise<ChildError> {
    const { name, log, prepare } = this.#options
    this.#set({ state: 'starting' })
    try {
      await prepare?.(signal)
      signal.throwIfAborted()
    } catch (cause) {
      return this.#error('not-ready', `could not be prepared: ${messageOf(cause)}`, cause)
    }
    const process = this.#spawn()
    const late = await this.#becomeReady(process, signal)
    if (late && (await isStillPending(process.died))) {
      const exit = await this.#stop(process)
      this.#notifyExit(exit, { wasReady: false, isExpected: true })
      return late
    }
    const wasReady = await isStillPending(process.died)
    if (wasReady) {
      this.#wasEverReady = true
      this.#set({ state: 'ready', pid: process.pid })
      log.info({ pid: process.pid, restarts: this.#restarts }, `${name} is ready`)
    }
    const exit = await Promise.race([process.died, aborted(signal)])
    this.#set({ state: 'starting', ...(exit && { lastExit: exit }) })
    const end = exit ? await process.exited : await this.#stop(process)
    this.#notifyExit(end, { wasReady, isExpected: exit === undefined })
    const when = wasReady ? '' : ' before it was ready'
    return this.#error('exited-before-ready', `ended${when}${exit ? ` (${exitText(exit)})` : ''}.`)
  }

  #spawn(): Tethered {
    const { command, args, env = {}, cwd, stop, scrub = (line: string) => line } = this.#options
    const { log, name, onLine = (line: string) => log.debug({ line }, name) } = this.#options
    const keep = (raw: string) => {
      const line = scrub(raw)
      if (line === undefined) return
      this.#lines = [...this.#lines.slice(1 - LAST_LINES_MAX), line]
      onLine(line)
    }
    this.#lines = []
    this.#process = spawnTethered({ command, args, env, cwd, lastSignal: stop[0] ?? 'SIGTERM', onLine: keep })
    return this.#process
  }

  /** Undefined when it is ready or has exited by itself; otherwise why it must be stopped. */
  async #becomeReady(process: Tethered, signal: AbortSignal): Promise<ChildError | undefined> {
    const { ready, clock, startTimeoutMs } = this.#options
    const over = new AbortController()
    const timeout = clock.sleep(startTimeoutMs, over.signal).then(
      () => this.#error('start-timeout', `was not ready within ${startTimeoutMs / 1000} s.`),
      () => undefined,
    )
    const answer = ready(AbortSignal.any([signal, over.signal])).then(
      () => undefined,
      (cause: unknown) => this.#error('not-ready', `is not usable: ${messageOf(cause)}`, cause),
    )
    const interrupted = aborted(signal).then(() => this.#error('stopped', 'was stopped before it was ready.'))
    const end = process.died.then(() => undefined)
    return Promise.race([end, answer, timeout, interrupted]).finally(() => over.abort())
  }

  async #stop(process: Tethered): Promise<ChildExit> {
    const { clock, stopAfterMs, stop, log, name } = this.#options
    for (const signal of [...stop, 'SIGKILL' as const]) {
      process.send(signal)
      const exit = await inTime(process.exited, { limitMs: stopAfterMs, clock })
      if (exit) return exit
      log.warn({ signal }, `${name} does not stop`)
    }
    process.killGroup()
    return process.exited
  }

  async #fail(error: ChildError, signal: AbortSignal): Promise<void> {
    this.#options.log.error({ error }, `${this.#options.name} cannot start`)
    this.#set({ state: 'failed', error })
    await aborted(signal)
  }

  async #pause(failures: number, error: ChildError, signal: AbortSignal): Promise<void> {
    const { backOff, clock, log, name } = this.#options
    const delayMs = backOffMs(failures, backOff)
    log.warn({ error, delayMs, restarts: this.#restarts }, `${name} exited, restarting it`)
    await clock.sleep(delayMs, signal).catch(() => undefined)
  }

  #notifyExit(exit: ChildExit, about: { wasReady: boolean; isExpected: boolean }): void {
    this.#process = undefined
    for (const listener of this.#exitListeners) listener({ ...exit, ...about, lastLines: this.#lines })
  }

  #set(phase: Phase): void {
    this.#phase = phase
    this.#changed.notify()
  }

  #error(code: ChildErrorCode, what: string, cause?: unknown): ChildError {
    return new ChildError(code, `${this.#options.name} ${what}`, { lastLines: this.#lines, cause })
  }
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error))

/** False when the promise has already been settled. */
function isStillPending(promise: Promise<unknown>): Promise<boolean> {
  return Promise.race([promise.then(() => false), new Promise<boolean>((resolve) => setImmediate(resolve, true))])
}
