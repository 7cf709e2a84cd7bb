import { EngineError, type Engine } from '#engine/contract.ts'
import type { GuardService } from '../guard/guard.ts'
import type { Lease, ServingSet } from '../serving.ts'
import type { Run, ServedRun } from './deps.ts'

/** The engine that answers a turn, and the guards that judge it. */
export type Served = Pick<ServedRun, 'engine' | 'guards'>

/** Engine and guards of one try: taken when they are first needed, so that a command without them need not wait. */
export class TakenSet {
  /** Aborts also when the set is closed while the try works with it. */
  readonly signal: AbortSignal
  readonly #run: Run
  readonly #until: AbortSignal
  readonly #closed = new AbortController()
  #lease: Promise<Lease> | undefined
  #unwatch: (() => void) | undefined
  #services: readonly (Engine | GuardService)[] = []
  /** Tokens of all prompts that fit, when it was taken. */
  #room = 0

  constructor(run: Run, until: AbortSignal) {
    this.#run = run
    this.#until = until
    this.signal = AbortSignal.any([until, this.#closed.signal])
  }

  /** Why the set was closed under the try: a retry takes another. */
  get closedBy(): EngineError | undefined {
    return this.#closed.signal.aborted ? (this.#closed.signal.reason as EngineError) : undefined
  }

  async served(): Promise<Served> {
    this.#lease ??= this.#take()
    const { set } = await this.#lease
    return { engine: this.#engineOf(set), guards: set.guards }
  }

  /** Whether a service of the set has found out meanwhile that it takes other prompts than it promised. */
  hasLearnt(): boolean {
    return roomIn(this.#services) !== this.#room
  }

  /** The set may be closed; its services can still be waited for. */
  release(): void {
    const lease = this.#lease
    this.#lease = undefined
    void lease?.then(
      ({ release }) => release(),
      () => undefined,
    )
  }

  end(): void {
    this.release()
    this.#unwatch?.()
  }

  /** Resolves when the services that were taken serve again, or their set is closed: then the next try has others. */
  async ready(): Promise<void> {
    try {
      await Promise.all(this.#services.map((service) => readyOrFailed(service, this.signal)))
    } catch (error) {
      if (this.closedBy === undefined || this.#until.aborted) throw error
    }
  }

  #engineOf({ chat, photo }: ServingSet): Engine {
    const { asked } = this.#run.turn
    return 'pictures' in asked && asked.pictures.length > 0 ? photo : chat
  }

  async #take(): Promise<Lease> {
    const { serving, waitsFor } = this.#run
    const lease = await waitsFor(serving.take(this.#until))
    const { set, closed } = lease
    const close = () => this.#closed.abort(closed.reason)
    if (closed.aborted) close()
    else closed.addEventListener('abort', close)
    this.#unwatch = () => closed.removeEventListener('abort', close)
    this.#services = [this.#engineOf(set), ...set.guards.flatMap(({ service }) => service ?? [])]
    this.#room = roomIn(this.#services)
    return lease
  }
}

const roomIn = (services: readonly (Engine | GuardService)[]) =>
  services.reduce((sum, service) => sum + service.capabilities().promptTokens, 0)

/** Does not wait for a service that cannot recover without the operator. */
async function readyOrFailed(service: Engine | GuardService, signal: AbortSignal): Promise<void> {
  const health = service.health()
  if (health.state === 'failed' && !health.comesBack) throw new EngineError('refused', health.detail)
  await service.ready(signal)
}
