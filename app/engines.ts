import { guardPrompt } from '#core/guard/guard-prompt.ts'
import { backends } from '#engine/backends/all.ts'
import type { Engine, EngineCapabilities } from '#engine/contract.ts'
import { dispatched } from '#engine/dispatcher.ts'
import { ENGINE_SETTINGS, GUARD_SETTINGS, type SettingNames } from '#engine/driver/setting-names.ts'
import { hostedCard } from '#engine/models/hosted.ts'
import { loadModel } from '#engine/models/load.ts'
import type { Clock } from '#machine/clock.ts'
import type { Disposer } from '#machine/disposer.ts'
import type { Hardware } from '#machine/hardware.ts'
import { logFor } from '#machine/log.ts'
import type { Programs } from '#machine/programs.ts'
import type { Config } from './config.ts'

export type Engines = {
  readonly chat: Engine
  /** Of the model that judges; the chat's own where one model does both, `undefined` with `guard.mode: off`. */
  readonly guard: Engine | undefined
}

type EngineParts = {
  readonly config: Config
  readonly programs: Programs
  readonly hardware: Hardware
  readonly socketFolder: string
  readonly clock: Clock
  readonly random: () => number
  readonly opened: Disposer
}

/** The model that judges where the one that answers cannot, and nothing else is set. */
const BUNDLED_GUARD = 'tiny-scout'
const QUEUE_MAX = 500

/** Opens what answers and what judges; both load on their own while the rest of the service starts. */
export async function openEngines(parts: EngineParts): Promise<Engines> {
  const { config } = parts
  const isEmbedded = config.engine.url === undefined
  const { contextTokens } = config.engine
  const chat = isEmbedded
    ? await embedded(parts, config.engine.model, contextTokens)
    : await host(parts, { ...config.engine, settings: ENGINE_SETTINGS })
  if (config.guard.mode === 'off') return { chat, guard: undefined }
  if (config.guard.url !== undefined) {
    const guard = await host(parts, { ...config.guard, settings: GUARD_SETTINGS, capabilities: HOST_GUARD })
    return { chat, guard }
  }
  const judgesItself = isEmbedded && chat.capabilities().guard !== 'none'
  return { chat, guard: judgesItself ? chat : await embedded(parts, BUNDLED_GUARD) }
}

/** An operator who names a guard host names a guard model; its threshold is Llama Guard's own reading of "unsafe". */
const HOST_GUARD: Partial<EngineCapabilities> = { guard: 'full', guardThreshold: 0.5 }

async function embedded(parts: EngineParts, model: string, contextTokens?: number): Promise<Engine> {
  const { config, programs, hardware, socketFolder, clock, opened } = parts
  const [{ openEmbedded }, loaded] = await Promise.all([backends.embedded(), loadModel(model, config.cacheFolder)])
  const { llamaServer: own } = config.engine
  const llamaServer = own === undefined ? programs.llamaServer : { path: own, version: 'given by CHASQUI_LLAMA_SERVER' }
  const engine = openEmbedded({
    model: loaded, llamaServer, socketFolder, cores: hardware.cores, contextTokens, guardPrompt, clock,
    log: logFor('engine:embedded'),
  })
  const guardSlot = engine.capabilities().guard !== 'none'
  return deferred(dispatched(engine, { slots: engine.slots, guardSlot, queueMax: QUEUE_MAX, clock }), opened)
}

type HostSettings = {
  readonly url?: string | undefined
  readonly remoteModel?: string | undefined
  readonly key?: string | undefined
  readonly contextTokens?: number | undefined
  readonly requestsMax: number
  readonly settings: SettingNames
  readonly capabilities?: Partial<EngineCapabilities>
}

async function host({ clock, random, opened }: EngineParts, about: HostSettings): Promise<Engine> {
  const { url = '', remoteModel = '', key, contextTokens, requestsMax, settings, capabilities } = about
  const { openHost } = await backends.host()
  const log = logFor('engine:host')
  const card = hostedCard(remoteModel)
  const engine = openHost({
    url, model: remoteModel, key, settings, card, contextTokens, capabilities, guardPrompt, clock, log, random,
  })
  return deferred(dispatched(engine, { slots: requestsMax, guardSlot: false, queueMax: QUEUE_MAX, clock }), opened)
}

function deferred(engine: Engine, opened: Disposer): Engine {
  opened.defer(engine.name, () => engine[Symbol.asyncDispose]())
  return engine
}
