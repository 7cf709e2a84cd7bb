import type { ServiceParts } from '#console/deps.ts'
import { createGuardLabels } from '#core/guard/labels.ts'
import type { Deletions } from '#core/forget/deletions.ts'
import type { TakeOvers } from '#core/takeover/take-overs.ts'
import type { Clock } from '#machine/clock.ts'
import type { DataFolder } from '#machine/data-folder.ts'
import { isDemo } from '#machine/demo-mark.ts'
import { recentLog } from '#machine/log.ts'
import type { Programs } from '#machine/programs.ts'
import { aboutService } from './about.ts'
import { channelsForOperators } from './console-channels.ts'
import { peopleForOperators } from './console-people.ts'
import type { OpenChannels } from './open-channels.ts'
import type { OpenEngines } from './open-engines.ts'
import type { OpenMemory } from './open-memory.ts'
import type { OpenPeople } from './open-people.ts'
import type { ClaimedStores, OpenStores } from './open-stores.ts'
import type { OpenTurns } from './open-turns.ts'
import { FULL_GUARD, protectionLost } from '#engine/guard-protection.ts'
import { protectionOf } from './engines.ts'

type ServiceDeps = Pick<OpenStores, 'store' | 'settings'> &
  Pick<ClaimedStores, 'mediaFolder' | 'exportFiles'> &
  Pick<OpenEngines, 'live' | 'models' | 'status'> &
  Pick<OpenMemory, 'forOperators'> &
  Pick<OpenPeople, 'access' | 'accessSettings' | 'exporter'> &
  Pick<OpenChannels, 'channels' | 'whatsApp' | 'readiness'> &
  Pick<OpenTurns, 'persona' | 'playground' | 'judgedTexts'> & {
    readonly takeOvers: TakeOvers
    readonly deletions: Deletions
    readonly repository: string
    readonly programs: Programs
    readonly dataFolder: DataFolder
    /** Where people open the service. */
    readonly publicUrl: () => string | undefined
    readonly clock: Clock
  }

/** All of the service that the console may read and change. */
export async function serviceForConsole(deps: ServiceDeps): Promise<ServiceParts> {
  const { store, settings, mediaFolder, exportFiles, live, models, status, access, accessSettings, readiness } = deps
  const { persona, playground, judgedTexts, takeOvers, deletions, exporter, repository, programs, clock } = deps
  const config = settings.current
  return {
    ...{ store, settings, mediaFolder, models, status, readiness, accessSettings, persona, playground, takeOvers },
    ...peopleForOperators({
      ...{ config, store, exportFiles, exporter, deletions, clock },
      memories: deps.forOperators,
    }),
    operator: access.operator,
    channelSetUp: channelsForOperators(deps.channels, deps.whatsApp),
    recentLog,
    about: aboutService({ repository, programs, model: () => status().model, config }),
    isDemo: await isDemo(deps.dataFolder.path),
    publicUrl: deps.publicUrl,
    engineLoad: () => live.current.chat.load?.(),
    guard: {
      serving: live,
      guards: () => live.current.guards,
      lost: () => protectionLost(FULL_GUARD, protectionOf(live.current.guard)),
      judgedTexts,
      labels: createGuardLabels({ store, clock }),
    },
  }
}
