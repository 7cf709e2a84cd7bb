import type { Clock } from '#machine/clock.ts'
import type { Logger } from '#machine/log.ts'
import type { Access } from '../access/access.ts'
import type { Channel } from '../contract/channel.ts'
import type { AccountId, RandomId } from '../contract/ids.ts'
import type { MediaStore } from '../media/media-store.ts'
import type { ReplyBus } from '../delivery/bus.ts'
import type { WakeUpQueue } from '../queue/wake-up-queue.ts'
import type { Serving } from '../serving.ts'
import type { Store } from '../store/store.ts'

export type TakeOverDeps = {
  readonly store: Store
  readonly bus: Pick<ReplyBus, 'publish'>
  readonly media: MediaStore
  readonly wakeUps: Pick<WakeUpQueue, 'wake'>
  readonly serving: Serving
  readonly access: Pick<Access, 'standingOf'>
  readonly channelFor: (account: AccountId) => Pick<Channel, 'capabilities' | 'fetchMedia'> | undefined
  readonly clock: Clock
  readonly random: RandomId
  readonly log: Logger
}
