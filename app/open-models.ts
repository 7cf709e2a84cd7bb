import type { Engine } from '#engine/contract.ts'
import { hubFrom, type Hub } from '#engine/models/hub.ts'
import { ModelError } from '#engine/models/model-error.ts'
import type { Models } from '#core/contract/models.ts'
import type { ServiceStatus } from '#core/contract/channel.ts'
import { probeHardware, type Hardware } from '#machine/hardware.ts'
import type { Disposer } from '#machine/disposer.ts'
import { logFor } from '#machine/log.ts'
import { openEngineSet, protectionWith, type EngineDeps, type EngineSet } from './engines.ts'
import { LiveEngines } from './live-engines.ts'
import { ModelInstalls } from './model-installs.ts'
import { ModelSwitch, type ModelSetting } from './model-switch.ts'
import { createModels } from './models.ts'

type OpenModels = EngineDeps & {
  readonly opened: Disposer
  readonly status: () => ServiceStatus
  /** Serves where the console's own choice cannot be opened any more. */
  readonly fallback?: string
  /** Keeps the model that was chosen; without it a choice holds until the next start. */
  readonly setting?: () => ModelSetting | undefined
  /** In place of this machine's. */
  readonly pretended?: Hardware | undefined
  readonly hub?: Hub | undefined
}

/** The engines at work, the switch between models, and what operators may do with both. */
export async function openModels(
  of: OpenModels,
): Promise<{ live: LiveEngines; models: Models; switcher: ModelSwitch }> {
  const { config, clock, opened } = of
  const { cacheFolder, engine } = config
  /** How much memory is free changes. */
  const hardwareNow = async () => of.pretended ?? probeHardware()
  const log = logFor('engine:live')
  const open = (model: string, guard?: Engine) =>
    openEngineSet({ ...of, config: { ...config, engine: { ...engine, model } } }, guard)
  const first = await firstSet(engine.model, { open, fallback: of.fallback })
  const live = new LiveEngines(first.set, { clock, log })
  opened.defer('engines', () => live[Symbol.asyncDispose]())
  const switcher = new ModelSwitch({
    live,
    open,
    protectionWith: (card, guard) => protectionWith(config, card, guard),
    ...first,
    isHost: engine.url !== undefined,
    cacheFolder,
    hardware: hardwareNow,
    clock,
    log,
  })
  opened.defer('model switch', () => switcher[Symbol.asyncDispose]())
  const { hub = hubFrom(process.env) } = of
  const installs = new ModelInstalls({ hub, cacheFolder, clock, log: logFor('engine:models') })
  opened.defer('model installations', () => installs[Symbol.asyncDispose]())
  const { status, setting = () => undefined } = of
  return {
    live,
    switcher,
    models: createModels({ config, live, switcher, installs, status, hardware: of.hardware, setting }),
  }
}

type First = { readonly set: EngineSet; readonly model: string; readonly fault?: { model: string; why: string } }
type Opening = { readonly open: (model: string) => Promise<EngineSet>; readonly fallback: string | undefined }

/** A model that was chosen in the console and is gone since must not keep the service from starting. */
async function firstSet(model: string, { open, fallback = model }: Opening): Promise<First> {
  try {
    return { set: await open(model), model }
  } catch (error) {
    if (!(error instanceof ModelError) || fallback === model) throw error
    return { set: await open(fallback), model: fallback, fault: { model, why: error.message } }
  }
}
