import { rm } from 'node:fs/promises'
import { ModelsRefused, type AcceptedLicence, type InstallPlanShown, type InstallState } from '#core/contract/models.ts'
import { catalogue } from '#engine/models/all.ts'
import type { ModelCard } from '#engine/models/card.ts'
import type { Hub } from '#engine/models/hub.ts'
import { install, planInstall, receivedOf, roomFor, type InstallPlan } from '#engine/models/install.ts'
import { folderOf, installedCard } from '#engine/models/load.ts'
import { ModelError } from '#engine/models/model-error.ts'
import { DownloadError } from '#machine/download-error.mjs'
import type { Clock } from '#machine/clock.ts'
import type { Logger } from '#machine/log.ts'
import { say } from './sentences.ts'
import { saidBy } from '#machine/coded-error.ts'
import { toldAs, type Said } from '#machine/sentence.ts'

type InstallDeps = {
  readonly hub: Hub
  readonly cacheFolder: string
  readonly clock: Clock
  readonly log: Logger
}

/** Over which the rate is measured. */
const RATE_MS = 5_000
/** Above this nothing is said of the time that is left. */
const LEFT_SECONDS_MAX = 30 * 86_400

class Paused extends Error {
  override readonly name = 'Paused'
}

/**
 * Downloads models while the service runs, one at a time. What has come stays when it is paused, when it fails, and when
 * the service stops: the next `start` goes on from there.
 */
export class ModelInstalls {
  readonly #deps: InstallDeps
  #state: InstallState = { state: 'none' }
  /** Of the one that runs. */
  #name = ''
  #stop: AbortController | undefined
  #running: Promise<void> | undefined

  constructor(deps: InstallDeps) {
    this.#deps = deps
  }

  get state(): InstallState {
    return this.#state
  }

  /** @throws {ModelsRefused} */
  async plan(name: string, signal: AbortSignal): Promise<InstallPlanShown> {
    const plan = await this.#planOf(name, signal)
    const { card, files, bytes, found } = plan
    const [receivedBytes, room] = await Promise.all([receivedBytesOf(plan), roomFor(plan)])
    const { title, licence, hub } = card
    const shown = files.map((file) => ({ path: file.path, bytes: file.bytes }))
    const from = { repository: hub?.repository ?? '', revision: found.revision }
    const about = { model: name, title, files: shown, bytes, receivedBytes, licence, ...from }
    return { ...about, freeBytes: room.freeBytes, hasRoom: room.missingBytes === 0 }
  }

  /** Goes on after it returns. @throws {ModelsRefused} */
  async start(name: string, accepted: AcceptedLicence): Promise<void> {
    this.#refuseWhileRunning()
    const stop = new AbortController()
    const ended = Promise.withResolvers<void>()
    this.#stop = stop
    this.#name = name
    this.#running = ended.promise
    try {
      const plan = await this.#planOf(name, stop.signal)
      refuseOtherLicence(plan, accepted)
      const room = await roomFor(plan)
      if (room.missingBytes > 0)
        throw new ModelsRefused(
          'refused',
          say('install.no-room', { missing: { bytes: room.missingBytes }, folder: plan.folder }),
        )
      void this.#installed(plan, stop.signal).finally(() => this.#over(ended.resolve))
    } catch (error) {
      this.#over(ended.resolve)
      if (error instanceof Paused) throw new ModelsRefused('refused', say('install.paused-before'))
      throw error
    }
  }

  /** What has come stays. False where this model is not being installed. */
  pause(name: string): boolean {
    if (this.#running === undefined || this.#name !== name) return false
    this.#stop?.abort(new Paused('an operator paused it'))
    return true
  }

  /** @throws {ModelsRefused} */
  async discard(name: string): Promise<void> {
    const card = cardNamed(name)
    if (await installedCard(card, this.#deps.cacheFolder))
      throw new ModelsRefused('refused', say('model.installed', { model: name }))
    if (this.pause(name)) await this.#running
    if ('model' in this.#state && this.#state.model === name) this.#state = { state: 'none' }
    await rm(folderOf(card, this.#deps.cacheFolder), { recursive: true, force: true })
  }

  /** An installed one. @throws {ModelsRefused} */
  async remove(name: string): Promise<void> {
    const card = cardNamed(name)
    this.#refuseWhileRunning()
    await rm(folderOf(card, this.#deps.cacheFolder), { recursive: true, force: true })
    if ('model' in this.#state && this.#state.model === name) this.#state = { state: 'none' }
    this.#deps.log.info({ model: name }, 'model removed')
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop?.abort(new Paused('the service stops'))
    await this.#running
  }

  #refuseWhileRunning(): void {
    if (this.#running === undefined) return
    throw new ModelsRefused('busy', say('install.busy', { model: this.#name }))
  }

  #over(resolve: () => void): void {
    this.#stop = undefined
    this.#running = undefined
    resolve()
  }

  async #planOf(name: string, signal: AbortSignal): Promise<InstallPlan> {
    const { hub, cacheFolder } = this.#deps
    const card = cardNamed(name)
    if (await installedCard(card, cacheFolder))
      throw new ModelsRefused('refused', say('model.installed', { model: name }))
    try {
      return await planInstall({ hub, card, cacheFolder }, signal)
    } catch (error) {
      if (signal.aborted || !(error instanceof ModelError || isOfForm(error))) throw error
      const why = error instanceof ModelError ? saidBy(error) : say('install.odd-hub')
      throw new ModelsRefused('hub', why, { cause: error })
    }
  }

  async #installed(plan: InstallPlan, signal: AbortSignal): Promise<void> {
    const { hub, clock, log } = this.#deps
    const model = plan.card.name
    const rate = new Rate(clock)
    const done = await receivedOf(plan)
    const show = (file: string) => {
      const receivedBytes = sumOf(done)
      const bytesPerSecond = rate.at(receivedBytes)
      const left = (plan.bytes - receivedBytes) / bytesPerSecond
      const leftSeconds = left <= LEFT_SECONDS_MAX ? { leftSeconds: Math.ceil(left) } : {}
      const progress = { model, receivedBytes, totalBytes: plan.bytes }
      this.#state = { ...progress, state: 'running', file, bytesPerSecond, ...leftSeconds }
    }
    show(plan.files[0]?.path ?? '')
    try {
      await install(
        {
          plan,
          hub,
          onProgress({ path: file, receivedBytes }) {
            done.set(file, receivedBytes)
            show(file)
          },
        },
        signal,
      )
      this.#state = { state: 'done', model, atMs: clock.now() }
      log.info({ model, bytes: plan.bytes }, 'model installed')
    } catch (error) {
      const progress = { model, receivedBytes: await receivedBytesOf(plan), totalBytes: plan.bytes }
      if (signal.aborted) {
        this.#state = { ...progress, state: 'paused' }
        return
      }
      log.warn({ model, error }, 'model not installed')
      this.#state = { ...progress, state: 'failed', ...toldAs('why', saidOf(error)) }
    }
  }
}

/** Bytes a second over the last few seconds. */
class Rate {
  readonly #clock: Clock
  #points: { readonly atMs: number; readonly bytes: number }[] = []

  constructor(clock: Clock) {
    this.#clock = clock
  }

  at(bytes: number): number {
    const atMs = this.#clock.monotonicMs()
    const last = this.#points.at(-1)
    if (last === undefined || atMs - last.atMs >= RATE_MS / 20) this.#points.push({ atMs, bytes })
    this.#points = this.#points.filter((point) => atMs - point.atMs <= RATE_MS)
    const [first] = this.#points
    if (first === undefined || first.atMs === atMs) return 0
    return Math.max(0, Math.round(((bytes - first.bytes) / (atMs - first.atMs)) * 1_000))
  }
}

const sumOf = (received: ReadonlyMap<string, number>) => [...received.values()].reduce((sum, bytes) => sum + bytes, 0)
const receivedBytesOf = async (plan: InstallPlan) => sumOf(await receivedOf(plan))

/** @throws {ModelsRefused} */
function cardNamed(name: string): ModelCard {
  const card = catalogue.find((one) => one.name === name)
  if (card === undefined) throw new ModelsRefused('unknown', say('model.unknown'))
  if (card.hub === undefined) throw new ModelsRefused('refused', say('model.bundled', { model: name }))
  return card
}

function refuseOtherLicence({ card, found }: InstallPlan, { licence, revision }: AcceptedLicence): void {
  if (licence === card.licence.name && revision === found.revision) return
  throw new ModelsRefused('licence', say('install.other-files'))
}

const isOfForm = (error: unknown) =>
  error instanceof Error && (error.name === 'ZodError' || error instanceof SyntaxError)

function saidOf(error: unknown): Said {
  if (!(error instanceof DownloadError)) return saidBy(error)
  const failed = say(FAILED[error.code], { said: { quote: error.message } })
  return error.isTransient ? [failed, say('install.kept')] : failed
}

const FAILED = {
  unreachable: 'install.connection',
  stalled: 'install.connection',
  'broken-off': 'install.connection',
  refused: 'install.refused',
  'not-found': 'install.refused',
  'sha256-mismatch': 'install.other-file',
  'size-mismatch': 'install.other-file',
  'disk-full': 'install.not-written',
  'not-writable': 'install.not-written',
} as const
