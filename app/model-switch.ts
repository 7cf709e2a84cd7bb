import {
  ModelsRefused,
  type SelfTest,
  type SwitchingBy,
  type SwitchPlan,
  type SwitchState,
} from '#core/contract/models.ts'
import { SettingRefused, type RunTimeSettings } from '#core/contract/settings.ts'
import type { Engine, GuardLoss, GuardProtection } from '#engine/contract.ts'
import { protectionLost } from '#engine/guard-protection.ts'
import type { ModelCard } from '#engine/models/card.ts'
import { loadChosen, loadModel, type LoadedModel } from '#engine/models/load.ts'
import { ModelError } from '#engine/models/model-error.ts'
import type { Clock } from '#machine/clock.ts'
import type { Hardware } from '#machine/hardware.ts'
import type { Logger } from '#machine/log.ts'
import { enginesOf, protectionOf, type EngineSet } from './engines.ts'
import type { LiveEngines } from './live-engines.ts'
import { failedTest, testOf, untilReady, whyOf } from './model-tests.ts'
import { say } from './sentences.ts'
import { switchPlan } from './switch-plan.ts'

export type SwitchDeps = {
  readonly live: LiveEngines
  /** `guard`: of the set that serves, for a model that does not judge. */
  readonly open: (model: string, guard: Engine | undefined) => Promise<EngineSet>
  /** What would judge beside another model; `guard` as for `open`. */
  readonly protectionWith: (card: ModelCard, guard: Engine | undefined) => Promise<GuardProtection>
  /** As the settings name it. */
  readonly model: string
  /** Why another one serves than was chosen. */
  readonly fault?: { readonly model: string; readonly error: ModelError }
  /** Answers come from a host: there is nothing to switch. */
  readonly isHost: boolean
  readonly cacheFolder: string
  readonly hardware: () => Promise<Hardware>
  readonly clock: Clock
  readonly log: Logger
}

/** Keep which model is wanted; they ask `apply` before. */
export type ModelSetting = Pick<RunTimeSettings, 'list' | 'change'>

export const MODEL_SETTING = 'engine.model'

type Keeping = { readonly settings: ModelSetting; readonly permit: SwitchingBy['permit'] }
type Running = { readonly model: string; readonly by: string; readonly sinceMs: number }
type Phase = Running & { readonly way: SwitchPlan['way']; readonly canCancel: boolean }

/**
 * Another model in the place of the one that serves, without a restart.
 *
 *     checking ─> loading ─> testing ─> swapping ─> done          both fit: the old one serves meanwhile
 *     checking ─> waiting ─> loading ─> testing ─> done           messages wait from `waiting` on
 *
 * What fails before the old one is closed changes nothing; afterwards the old one is loaded again. The setting is kept
 * only when the new one has passed its self-test, so a service that stops in between starts with the old one.
 */
export class ModelSwitch {
  readonly tests = new Map<string, SelfTest>()
  readonly #deps: SwitchDeps
  readonly #closing = new AbortController()
  #model: string
  #state: SwitchState = { state: 'none' }
  #cancel = new AbortController()
  #running: Promise<unknown> | undefined
  #by = ''

  constructor(deps: SwitchDeps) {
    this.#deps = deps
    this.#model = deps.model
    const { fault } = deps
    if (fault) this.#failed(fault, fault.error)
  }

  get state(): SwitchState {
    return this.#state
  }

  /** The model that serves, as the settings name it. */
  get model(): string {
    return this.#model
  }

  get isRunning(): boolean {
    return this.#running !== undefined
  }

  /** @throws {ModelsRefused} */
  async plan(name: string): Promise<SwitchPlan> {
    const next = await this.#usable(name)
    const { cacheFolder, hardware } = this.#deps
    const [serving, now, lost] = await Promise.all([loadModel(this.#model, cacheFolder), hardware(), this.#lost(next)])
    return await switchPlan({ name, next, serving, hardware: now, lost, loadMs: this.tests.get(next.name)?.loadMs })
  }

  /** In what the guard is weaker with another model. @throws {ModelsRefused} */
  async lostBy(name: string): Promise<readonly GuardLoss[]> {
    return this.#lost(await this.#usable(name))
  }

  /** Goes on after it returns; `settings` keep the choice. @throws {ModelsRefused} */
  async begin(name: string, { name: by, mayWeaken, permit }: SwitchingBy, settings: ModelSetting): Promise<void> {
    if (this.#running) throw new ModelsRefused('busy', say('switch.busy'))
    const running = { model: name, by, sinceMs: this.#deps.clock.now() }
    this.#cancel = new AbortController()
    const ended = Promise.withResolvers<void>()
    this.#running = ended.promise
    const before = this.#state
    try {
      const lost = await this.lostBy(name)
      if (lost.length > 0 && !mayWeaken) throw new ModelsRefused('weaker-guard', say('switch.weaker-guard'))
      this.#state = { ...running, state: 'checking' }
      this.#by = by
      void this.#kept(running, { settings, permit }).finally(() => {
        this.#running = undefined
        ended.resolve()
      })
    } catch (error) {
      this.#state = before
      this.#running = undefined
      throw error
    }
  }

  /** False where none runs, or it can no longer be taken back. */
  cancel(): boolean {
    const { state } = this.#state
    const mayCancel = state === 'checking' || ('canCancel' in this.#state && this.#state.canCancel)
    if (mayCancel) this.#cancel.abort(new ModelsRefused('refused', say('switch.cancelled')))
    return mayCancel
  }

  /** For the settings: resolves when this model serves. @throws {SettingRefused} another one serves on */
  async apply(name: string, signal: AbortSignal): Promise<void> {
    if (name === this.#model) return
    const isOwn = this.#running !== undefined
    if (!isOwn) this.#cancel = new AbortController()
    const running: Running = { model: name, by: isOwn ? this.#by : '', sinceMs: this.#deps.clock.now() }
    const work = this.#switched(running, AbortSignal.any([signal, this.#cancel.signal, this.#closing.signal]))
    if (!isOwn) this.#running = work.catch(() => undefined).finally(() => (this.#running = undefined))
    try {
      await work
      this.#model = name
      this.#done(running)
      this.#deps.log.info({ model: name }, 'another model serves')
    } catch (error) {
      this.#failed(running, error)
      const { why, sentences = why } = whyOf(error)
      throw new SettingRefused(MODEL_SETTING, sentences, { cause: error })
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort(new ModelsRefused('refused', say('switch.stopping')))
    await this.#running
  }

  async #kept(running: Running, { settings, permit }: Keeping): Promise<void> {
    const { model, by } = running
    try {
      const revision = (await settings.list()).find(({ key }) => key === MODEL_SETTING)?.revision ?? 0
      const changed = await settings.change([{ key: MODEL_SETTING, value: model, revision }], by, permit)
      if (changed.outcome === 'changed') return this.#done(running)
      const fault = changed.outcome === 'refused' ? changed.faults[0] : undefined
      const why = changed.outcome === 'conflict' ? say('switch.other-changed') : (fault?.sentences ?? fault?.message)
      // What was refused by the switch itself is said already.
      if (!['failed', 'cancelled'].includes(this.#state.state))
        this.#failed(running, new ModelsRefused('refused', why ?? say('switch.refused')))
    } catch (error) {
      this.#failed(running, error)
    }
  }

  async #switched(running: Running, until: AbortSignal): Promise<void> {
    this.#state = { ...running, state: 'checking' }
    const { way } = await this.plan(running.model)
    until.throwIfAborted()
    await (way === 'beside' ? this.#beside(running, until) : this.#after(running, until))
  }

  /** The old one serves until the new one has passed its self-test. */
  async #beside(running: Running, until: AbortSignal): Promise<void> {
    const { live, open } = this.#deps
    const next = await open(running.model, separateGuard(live.current))
    try {
      const about = { ...running, way: 'beside', canCancel: true } as const
      await this.#ready(running.model, { set: next, isOpen: new Set(live.open), about }, until)
    } catch (error) {
      await this.#closed(next)
      throw error
    }
    this.#state = { ...running, state: 'swapping', way: 'beside', canCancel: false }
    live.use(next)
  }

  /** The old one is closed first: messages wait. */
  async #after(running: Running, until: AbortSignal): Promise<void> {
    const { live } = this.#deps
    const about = { ...running, way: 'messages-wait', canCancel: false } as const
    const guard = separateGuard(live.current)
    this.#state = { ...about, state: 'waiting', canCancel: true }
    live.pause()
    try {
      await live.finished(until)
      until.throwIfAborted()
      this.#state = { ...about, state: 'loading' }
      await live.close(guard)
      try {
        await this.#used(running.model, guard, about)
      } catch (error) {
        this.#closing.signal.throwIfAborted()
        await live.close(guard)
        await this.#used(this.#model, guard, about).catch((failure: unknown) =>
          this.#deps.log.error({ model: this.#model, error: failure }, 'the model that served cannot be loaded again'),
        )
        throw error
      } finally {
        // Also where the service stops meanwhile: no set closes it any more.
        if (guard && !enginesOf(live.current).includes(guard)) await guard[Symbol.asyncDispose]()
      }
    } finally {
      live.resume()
    }
  }

  /** While paused: the set that will serve from `resume` on. */
  async #used(model: string, guard: Engine | undefined, about: Phase): Promise<void> {
    const { live, open } = this.#deps
    const isOpen = new Set(live.open)
    const set = await open(model, guard)
    live.use(set)
    await this.#ready(model, { set, isOpen, about }, this.#closing.signal)
  }

  /** Resolves when all of a set that was not open before has passed its self-test. */
  async #ready(
    model: string,
    { set, isOpen, about }: { set: EngineSet; isOpen: ReadonlySet<Engine>; about: Phase },
    until: AbortSignal,
  ): Promise<void> {
    const { clock } = this.#deps
    this.#state = { ...about, state: 'loading' }
    const isTested = () => void (this.#state = { ...about, state: 'testing' })
    try {
      const opened = enginesOf(set).filter((engine) => !isOpen.has(engine))
      await Promise.all(opened.map((engine) => untilReady(engine, { clock, isTested }, until)))
      const test = testOf(set.chat)
      if (test) this.tests.set(model, test)
    } catch (error) {
      if (!until.aborted) this.tests.set(model, failedTest(error, clock.now()))
      throw error
    }
  }

  async #closed(set: EngineSet): Promise<void> {
    const { live } = this.#deps
    const unused = enginesOf(set).filter((engine) => !live.open.includes(engine))
    await Promise.all(unused.map((engine) => engine[Symbol.asyncDispose]()))
  }

  async #usable(name: string): Promise<LoadedModel> {
    const { isHost, cacheFolder } = this.#deps
    if (isHost) throw new ModelsRefused('refused', say('switch.host'))
    try {
      return await loadChosen(name, { cacheFolder, known: [this.#deps.model, this.#model] })
    } catch (error) {
      if (error instanceof ModelError)
        throw new ModelsRefused('unknown', error.sentences ?? error.message, { cause: error })
      throw error
    }
  }

  async #lost({ card }: LoadedModel): Promise<readonly GuardLoss[]> {
    const { live, protectionWith } = this.#deps
    const next = await protectionWith(card, separateGuard(live.current))
    return protectionLost(protectionOf(live.current.guard), next)
  }

  #done({ model, sinceMs }: Running): void {
    const atMs = this.#deps.clock.now()
    this.#state = { state: 'done', model, atMs, tookMs: Math.max(0, atMs - sinceMs) }
  }

  #failed({ model }: Pick<Running, 'model'>, error: unknown): void {
    const state = this.#cancel.signal.aborted ? 'cancelled' : 'failed'
    this.#deps.log.warn({ model, serves: this.#model, error }, 'model not switched')
    const about = { model, atMs: this.#deps.clock.now(), ...whyOf(error), serves: this.#model }
    this.#state = { state, ...about }
  }
}

/** Only this one can judge for another model as well. */
const separateGuard = ({ chat, guard }: EngineSet) => (guard === chat ? undefined : guard)
