import { hubFrom, type Hub } from '#engine/models/hub.ts'
import type { Models } from '#core/contract/models.ts'
import type { ServiceStatus } from '#core/contract/channel.ts'
import { probeHardware, type Hardware } from '#machine/hardware.ts'
import type { Disposer } from '#machine/disposer.ts'
import { logFor } from '#machine/log.ts'
import { openEngineSet, type EngineDeps } from './engines.ts'
import { LiveEngines } from './live-engines.ts'
import { ModelInstalls } from './model-installs.ts'
import { ModelSwitch, type ModelSetting } from './model-switch.ts'
import { createModels } from './models.ts'

type OpenModels = EngineDeps & {
  readonly opened: Disposer
  readonly status: () => ServiceStatus
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
  const hardware = async () => of.pretended ?? probeHardware()
  const live = new LiveEngines(await openEngineSet(of), { clock, log: logFor('engine:live') })
  opened.defer('engines', () => live[Symbol.asyncDispose]())
  const switcher = new ModelSwitch({
    live,
    open: (model, guard) => openEngineSet({ ...of, config: { ...config, engine: { ...engine, model } } }, guard),
    model: engine.model,
    isHost: engine.url !== undefined,
    cacheFolder,
    hardware,
    clock,
    log: logFor('engine:live'),
  })
  opened.defer('model switch', () => switcher[Symbol.asyncDispose]())
  const { hub = hubFrom(process.env) } = of
  const installs = new ModelInstalls({ hub, cacheFolder, clock, log: logFor('engine:models') })
  opened.defer('model installations', () => installs[Symbol.asyncDispose]())
  const { status, setting = () => undefined } = of
  return { live, switcher, models: createModels({ config, live, switcher, installs, status, hardware, setting }) }
}
