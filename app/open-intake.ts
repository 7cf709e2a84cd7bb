import { createChannelNotes } from '#core/channel-notes.ts'
import type { Channel, Sink } from '#core/contract/channel.ts'
import type { RandomId } from '#core/contract/ids.ts'
import { createInbox } from '#core/inbox.ts'
import { createSink } from '#core/sink.ts'
import type { Clock } from '#machine/clock.ts'
import { logFor } from '#machine/log.ts'
import type { OpenChannels } from './open-channels.ts'
import type { OpenEngines } from './open-engines.ts'
import type { OpenPeople } from './open-people.ts'
import type { ClaimedStores, OpenStores } from './open-stores.ts'
import type { LiveSettings } from './run-time-settings.ts'

const HOUR_MS = 3_600_000

type IntakeDeps = Pick<OpenStores, 'store'> &
  Pick<ClaimedStores, 'bus' | 'wakeUps' | 'room' | 'media' | 'exportFiles'> &
  Pick<OpenEngines, 'status'> &
  Pick<OpenPeople, 'access' | 'limits' | 'tombstones'> &
  Pick<OpenChannels, 'statuses'> & {
    readonly settings: LiveSettings
    readonly key: Buffer
    readonly clock: Clock
    readonly randomId: RandomId
  }

/** Where a channel puts what people send. */
export function openIntake(deps: IntakeDeps): (channel: Channel) => Sink {
  const { settings, store, bus, wakeUps, room, media, exportFiles, access, limits, tombstones, statuses } = deps
  const { status, key, clock, randomId } = deps
  const inbox = createInbox({
    ...{ store, wakeUps, bus, statuses, limits, tombstones, access, hasRoom: room.hasRoom, clock, random: randomId },
    answerMsMax: () => settings.current().messages.answerHours * HOUR_MS,
    log: logFor('core:inbox'),
  })
  const notes = createChannelNotes({ store, key, clock })
  return (channel) => createSink({ channel, inbox, store, media, files: exportFiles, notes, access, status })
}
