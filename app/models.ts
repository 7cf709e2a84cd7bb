import { ModelsRefused, type Models, type ModelState, type SelfTest, type ServingNow } from '#core/contract/models.ts'
import type { ServiceStatus } from '#core/contract/channel.ts'
import { fitOf } from '#engine/fit.ts'
import { catalogue } from '#engine/models/all.ts'
import { bytesOf, type ModelCard } from '#engine/models/card.ts'
import { receivedBytesIn } from '#engine/models/install.ts'
import { folderOf, installedCard, localModels } from '#engine/models/load.ts'
import type { Hardware } from '#machine/hardware.ts'
import type { Config } from './config.ts'
import type { LiveEngines } from './live-engines.ts'
import type { ModelInstalls } from './model-installs.ts'
import { MODEL_SETTING, type ModelSetting, type ModelSwitch } from './model-switch.ts'
import { testOf } from './model-tests.ts'
import { say } from './sentences.ts'

type ModelsDeps = {
  readonly config: Pick<Config, 'engine' | 'cacheFolder'>
  readonly live: LiveEngines
  readonly switcher: ModelSwitch
  readonly installs: ModelInstalls
  readonly status: () => ServiceStatus
  readonly hardware: Hardware
  /** Keep the choice over a restart. */
  readonly settings: ModelSetting
}

/** Models for operators: what there is, what serves, and the two long acts. */
export function createModels(deps: ModelsDeps): Models {
  const { config, live, switcher, installs, settings } = deps
  const isHost = config.engine.url !== undefined
  const testNow = (): SelfTest | undefined => testOf(live.current.chat)

  async function lockedBy(): Promise<string | undefined> {
    if (isHost) return 'engine.url'
    return (await settings.list()).find(({ key }) => key === MODEL_SETTING)?.lockedBy
  }

  function serving(): Omit<ServingNow, 'lockedBy'> {
    const { chat, guard } = live.current
    const { model, contextTokens, vision, visionFault, picturesMax } = chat.capabilities()
    const { guard: level, guardSeesPictures: seesPictures } = deps.status()
    const load = chat.load?.()
    const tested = testNow()
    return {
      kind: isHost ? 'host' : 'embedded',
      model: isHost ? model : switcher.model,
      ...(config.engine.url !== undefined && { host: new URL(config.engine.url).host }),
      health: chat.health(),
      ...(load && { load }),
      contextTokens,
      vision,
      ...(visionFault !== undefined && { visionFault }),
      picturesMax,
      guard: {
        level,
        seesPictures,
        ...(guard && { model: guard.capabilities().model, health: guard.health() }),
      },
      ...(tested && { tested }),
    }
  }

  async function stateOf(card: ModelCard, hardware: Hardware, name: string = card.name): Promise<ModelState> {
    const isListed = catalogue.includes(card)
    const source = !isListed ? 'folder' : card.hub ? 'hub' : 'bundled'
    const installed = isListed ? await installedCard(card, config.cacheFolder) : card
    const receivedBytes = installed || !card.hub ? 0 : await receivedBytesIn(folderOf(card, config.cacheFolder))
    const { guard } = live.current
    const serves = !isHost && switcher.model === name
    const tested = (serves ? testNow() : undefined) ?? switcher.tests.get(name)
    const bytes = bytesOf(installed ?? card)
    return {
      name,
      title: card.title,
      source,
      licence: card.licence,
      ...(bytes !== undefined && { bytes }),
      seesPictures: card.projector !== undefined || (card.hub?.projector ?? []).length > 0,
      guard: card.guard.level,
      contextTokens: card.contextTokens,
      fit: fitOf(card, hardware),
      installed: installed ? 'yes' : receivedBytes > 0 ? 'partly' : 'no',
      ...(receivedBytes > 0 && { receivedBytes }),
      serves,
      judges: guard !== undefined && guard !== live.current.chat && guard.capabilities().model === name,
      ...(tested && { tested }),
    }
  }

  return {
    async overview() {
      const locked = await lockedBy()
      const now = { ...serving(), ...(locked !== undefined && { lockedBy: locked }) }
      return { serving: now, switching: switcher.state, installing: installs.state }
    },
    async list() {
      const { hardware } = deps
      const local = await localModels(config.cacheFolder)
      const listed = catalogue.map((card) => stateOf(card, hardware))
      return Promise.all([...listed, ...local.map(({ card, name }) => stateOf(card, hardware, name))])
    },
    switchPlan: (model) => switcher.plan(model),
    lostBy: (model) =>
      switcher.lostBy(model).catch((error: unknown) => {
        if (error instanceof ModelsRefused) return []
        throw error
      }),
    async switchTo(model, by) {
      const locked = await lockedBy()
      if (locked !== undefined) throw new ModelsRefused('refused', say('model.locked', { setting: locked }))
      await switcher.begin(model, by, settings)
    },
    cancelSwitch: () => switcher.cancel(),
    installPlan: (model, signal) => installs.plan(model, signal),
    install: (model, accepted) => installs.start(model, accepted),
    pauseInstall: (model) => installs.pause(model),
    discardInstall: (model) => installs.discard(model),
    async remove(model) {
      const isUsed = switcher.model === model || switcher.isRunning
      if (isUsed) throw new ModelsRefused('busy', say('model.used'))
      await installs.remove(model)
    },
  }
}
