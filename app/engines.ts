import { createGuards } from '#core/guard/all.ts'
import type { DescribedGuard } from '#core/guard/guard.ts'
import { guardPrompt } from '#core/guard/guard-prompt.ts'
import type { ServingSet } from '#core/serving.ts'
import { backends } from '#engine/backends/all.ts'
import type { Embedder, Engine, EngineCapabilities, GuardProtection } from '#engine/contract.ts'
import { dispatched } from '#engine/dispatcher.ts'
import { SETTINGS_OF, type Role } from '#engine/driver/setting-names.ts'
import { saidBy } from '#machine/coded-error.ts'
import { programMissing } from '#engine/endings.ts'
import { absentEmbedder } from '#engine/embedders/absent.ts'
import { embedders } from '#engine/embedders/all.ts'
import type { ModelCard } from '#engine/models/card.ts'
import { hostedCard } from '#engine/models/hosted.ts'
import { loadEmbedModel, loadModel } from '#engine/models/load.ts'
import { ModelError } from '#engine/models/model-error.ts'
import type { Clock } from '#machine/clock.ts'
import type { Hardware } from '#machine/hardware.ts'
import { logFor } from '#machine/log.ts'
import type { Program, Programs } from '#machine/programs.ts'
import type { Config } from './config.ts'

/** What answers and judges together: which engine serves which role, and the guards of it. */
export type EngineSet = ServingSet<DescribedGuard> & {
  /** Of the model that judges; the chat's own where one model does both, `undefined` with `guard.mode: off`. */
  readonly guard: Engine | undefined
}

export type EngineDeps = {
  readonly config: Config
  readonly programs: Programs
  readonly hardware: Hardware
  readonly socketFolder: string
  readonly clock: Clock
  readonly random: () => number
}

/** The model that judges where the one that answers cannot, and nothing else is set. */
const BUNDLED_GUARD = 'tiny-scout'
const QUEUE_MAX = 500

/**
 * Decides which engine serves which role, and opens them; they load on their own while the rest of the service starts.
 * Whoever opens a set closes its engines.
 *
 * @param guard of another set, where a model that does not judge is judged by it as well
 * @throws {ModelError}
 */
export async function openEngineSet(deps: EngineDeps, guard?: Engine): Promise<EngineSet> {
  const { config, clock } = deps
  const chat = await openChat(deps)
  try {
    const judge = await guardOf(deps, chat, guard)
    const judging = judge && { engine: judge, threshold: config.guard.threshold }
    // No setting names another one for pictures.
    return { chat, photo: chat, guard: judge, guards: createGuards({ clock, llamaGuard: judging }) }
  } catch (error) {
    await chat[Symbol.asyncDispose]()
    throw error
  }
}

/** Its engines, each once. */
export const enginesOf = ({ chat, photo, guard }: EngineSet): readonly Engine[] => [
  ...new Set([chat, photo, ...(guard ? [guard] : [])]),
]

function openChat(deps: EngineDeps): Promise<Engine> {
  const { engine } = deps.config
  return engine.url === undefined ? embedded(deps, engine.model, engine.contextTokens) : host(deps, 'chat', engine)
}

async function guardOf(deps: EngineDeps, chat: Engine, other: Engine | undefined): Promise<Engine | undefined> {
  const { engine, guard } = deps.config
  if (guard.mode === 'off') return undefined
  const judgesItself = guard.url === undefined && engine.url === undefined && chat.capabilities().guard !== 'none'
  if (judgesItself) return chat
  if (other !== undefined) return other
  return guard.url === undefined ? embedded(deps, BUNDLED_GUARD) : host(deps, 'guard', guard, HOST_GUARD)
}

/**
 * What would judge beside a model that is not loaded yet, as `guardOf` decides it.
 *
 * @param other as for `openEngineSet`
 */
export async function protectionWith(
  { engine, guard, cacheFolder }: Pick<Config, 'engine' | 'guard' | 'cacheFolder'>,
  card: Pick<ModelCard, 'guard'>,
  other: Engine | undefined,
): Promise<GuardProtection> {
  if (guard.mode === 'off') return OFF
  if (guard.url === undefined && engine.url === undefined && card.guard.level !== 'none') return card.guard
  return other === undefined ? (await loadModel(BUNDLED_GUARD, cacheFolder)).card.guard : protectionOf(other)
}

export function protectionOf(judge: Engine | undefined): GuardProtection {
  const { guard: level, guardSeesPictures: seesPictures } = judge?.capabilities() ?? {}
  return level === undefined ? OFF : { level, seesPictures: seesPictures === true }
}

const OFF: GuardProtection = { level: 'off', seesPictures: false }

/** An operator who names a guard host names a guard model; its threshold is Llama Guard's own reading of "unsafe". */
const HOST_GUARD: Partial<EngineCapabilities> = { guard: 'full', guardThreshold: 0.5 }

/** For memory; `undefined` with `memory.embedder: off` or `memory.enabled: false`. */
export async function openEmbedder(deps: EngineDeps): Promise<Embedder | undefined> {
  const { memory } = deps.config
  if (!memory.enabled || memory.embedder === 'off') return undefined
  return EMBEDDERS[memory.embedder](deps)
}

const EMBEDDERS = {
  english: async ({ clock }: EngineDeps) => (await embedders.english()).openEnglish({ clock, log: embedLog() }),
  model: openLocalEmbedder,
  async host({ config: { memory }, clock, random }: EngineDeps) {
    const { url = '', remoteModel = '', key, requestsMax } = memory
    const asked = { url, model: remoteModel, key, settings: SETTINGS_OF.embed, requestsMax }
    return (await embedders.host()).openHosted({ ...asked, clock, random, log: embedLog() })
  },
}

/** A model that is not there must not keep the service from starting: recall then works by words alone. */
async function openLocalEmbedder({ config, programs, hardware, socketFolder, clock }: EngineDeps): Promise<Embedder> {
  const { embedModel = '' } = config.memory
  const llamaServer = llamaServerOf(config, programs)
  if ('missing' in llamaServer) return absentEmbedder(embedModel, programMissing(llamaServer.missing))
  try {
    const model = await loadEmbedModel(embedModel, config.cacheFolder)
    const { openLocal } = await embedders.model()
    return openLocal({ model, llamaServer, socketFolder, cores: hardware.cores, clock, log: embedLog() })
  } catch (error) {
    if (!(error instanceof ModelError)) throw error
    embedLog().error({ error }, 'embedding model cannot be used')
    return absentEmbedder(embedModel, saidBy(error))
  }
}

const embedLog = () => logFor('engine:embedder')

const llamaServerOf = ({ engine: { llamaServer: own } }: Config, programs: Programs): Program =>
  own === undefined ? programs.llamaServer : { path: own, version: 'given by CHASQUI_LLAMA_SERVER' }

async function embedded(deps: EngineDeps, model: string, contextTokens?: number): Promise<Engine> {
  const { config, programs, hardware, socketFolder, clock } = deps
  const [{ openEmbedded }, loaded] = await Promise.all([backends.embedded(), loadModel(model, config.cacheFolder)])
  const engine = openEmbedded({
    model: loaded,
    llamaServer: llamaServerOf(config, programs),
    socketFolder,
    cores: hardware.cores,
    contextTokens,
    guardPrompt,
    clock,
    log: logFor('engine:embedded'),
  })
  const guardPermit = engine.capabilities().guard !== 'none'
  return dispatched(engine, { permits: engine.slots, guardPermit, queueMax: QUEUE_MAX, clock })
}

type HostSettings = {
  readonly url?: string | undefined
  readonly remoteModel?: string | undefined
  readonly key?: string | undefined
  readonly contextTokens?: number | undefined
  readonly requestsMax: number
}

async function host(
  { clock, random }: EngineDeps,
  role: Role,
  { url = '', remoteModel = '', key, contextTokens, requestsMax }: HostSettings,
  capabilities?: Partial<EngineCapabilities>,
): Promise<Engine> {
  const { openHost } = await backends.host()
  const log = logFor('engine:host')
  const card = hostedCard(remoteModel)
  const engine = openHost({
    url,
    model: remoteModel,
    key,
    settings: SETTINGS_OF[role],
    card,
    contextTokens,
    capabilities,
    guardPrompt,
    clock,
    log,
    random,
  })
  return dispatched(engine, { permits: requestsMax, guardPermit: false, queueMax: QUEUE_MAX, clock })
}
