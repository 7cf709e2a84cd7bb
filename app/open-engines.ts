import type { Engine, Embedder } from '#engine/contract.ts'
import { hubFrom, type Hub } from '#engine/models/hub.ts'
import { ModelError } from '#engine/models/model-error.ts'
import type { ServiceStatus } from '#core/contract/channel.ts'
import type { ConversationId } from '#core/contract/ids.ts'
import type { Models, SwitchState } from '#core/contract/models.ts'
import { forgetPrompts } from '#core/forget/prompts.ts'
import { probeHardware, type Hardware } from '#machine/hardware.ts'
import type { Disposer } from '#machine/disposer.ts'
import { logFor } from '#machine/log.ts'
import { openEmbedder, openEngineSet, protectionWith, type EngineDeps, type EngineSet } from './engines.ts'
import { LiveEngines } from './live-engines.ts'
import { ModelInstalls } from './model-installs.ts'
import { MODEL_SETTING, ModelSwitch } from './model-switch.ts'
import { createModels } from './models.ts'
import type { LiveSettings } from './run-time-settings.ts'
import { statusOf } from './status.ts'

type EnginesDeps = EngineDeps & {
  readonly settings: LiveSettings
  /** Serves where the console's own choice cannot be opened any more. */
  readonly fallback: string
  /** In place of this machine's. */
  readonly pretended: Hardware | undefined
  readonly hub: Hub | undefined
  readonly opened: Disposer
}

export type OpenEngines = {
  /** Those that answer and judge. */
  readonly live: LiveEngines
  /** Undefined where memories are found by words alone. */
  readonly embedder: Embedder | undefined
  /** What operators may do with models. */
  readonly models: Models
  /** Of another model that takes the place of this one. */
  readonly switching: () => SwitchState
  readonly status: () => ServiceStatus
  /** What engines have cached of these conversations leaves them; returns how many prompts that were. */
  readonly forgetPrompts: (conversations: readonly ConversationId[]) => Promise<number>
}

/** The engines at work, the switch between models, and the embedder. */
export async function openEngines(deps: EnginesDeps): Promise<OpenEngines> {
  const { config, hardware, settings, clock, opened } = deps
  const { live, switcher } = await openServing(deps)
  const { hub = hubFrom(process.env) } = deps
  const installs = new ModelInstalls({ hub, cacheFolder: config.cacheFolder, clock, log: logFor('engine:models') })
  opened.defer('model installations', () => installs[Symbol.asyncDispose]())
  settings.onChange({
    keys: [MODEL_SETTING],
    apply: ({ engine: { model } }, _before, signal) => switcher.apply(model, signal),
  })
  const embedder = await openEmbedder(deps)
  opened.defer('embedder', () => embedder?.[Symbol.asyncDispose]())
  const status = () => statusOf({ ...live.current, config, hardware })
  return {
    live,
    embedder,
    models: createModels({ config, live, switcher, installs, status, hardware, settings }),
    switching: () => switcher.state,
    status,
    forgetPrompts: (conversations) => forgetPrompts(live.open, conversations),
  }
}

async function openServing(deps: EnginesDeps): Promise<{ live: LiveEngines; switcher: ModelSwitch }> {
  const { config, fallback, clock, opened } = deps
  const { cacheFolder, engine } = config
  const log = logFor('engine:live')
  const open = (model: string, guard?: Engine) =>
    openEngineSet({ ...deps, config: { ...config, engine: { ...engine, model } } }, guard)
  const first = await firstSet(engine.model, { open, fallback })
  const live = new LiveEngines(first.set, { clock, log })
  opened.defer('engines', () => live[Symbol.asyncDispose]())
  const switcher = new ModelSwitch({
    live,
    open,
    protectionWith: (card, guard) => protectionWith(config, card, guard),
    ...first,
    isHost: engine.url !== undefined,
    cacheFolder,
    // How much memory is free changes.
    hardware: async () => deps.pretended ?? probeHardware(),
    clock,
    log,
  })
  opened.defer('model switch', () => switcher[Symbol.asyncDispose]())
  return { live, switcher }
}

type First = { readonly set: EngineSet; readonly model: string; readonly fault?: { model: string; error: ModelError } }
type Opening = { readonly open: (model: string) => Promise<EngineSet>; readonly fallback: string }

/** A model that was chosen in the console and is gone since must not keep the service from starting. */
async function firstSet(model: string, { open, fallback }: Opening): Promise<First> {
  try {
    return { set: await open(model), model }
  } catch (error) {
    if (!(error instanceof ModelError) || fallback === model) throw error
    return { set: await open(fallback), model: fallback, fault: { model, error } }
  }
}
