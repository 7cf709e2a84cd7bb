import { openLiveChannels, type LiveChannels } from '#adapters/live-channels.ts'
import { commandMenu } from '#core/commands/menu.ts'
import type { Channel } from '#core/contract/channel.ts'
import type { AccountId, RandomId } from '#core/contract/ids.ts'
import type { ReplyBus } from '#core/delivery/bus.ts'
import { createDelivery, type Delivery } from '#core/delivery/delivery.ts'
import { createStatuses, type Statuses } from '#core/delivery/statuses.ts'
import type { DeliveryWords } from '#core/delivery/words.ts'
import type { ExportFiles } from '#core/export/export-files.ts'
import type { Store } from '#core/store/store.ts'
import { textsFor } from '#core/texts/texts.ts'
import { openListener, type Listener, type Readiness } from '#http/listener.ts'
import type { Clock } from '#machine/clock.ts'
import type { DataFolder } from '#machine/data-folder.ts'
import type { DiskRoom } from '#machine/disk-room.ts'
import type { Disposer } from '#machine/disposer.ts'
import { logFor } from '#machine/log.ts'
import type { Program } from '#machine/programs.ts'
import { followSettings, isOwnSetting } from './channel-settings.ts'
import type { Config } from './config.ts'
import type { OpenEngines } from './open-engines.ts'
import type { LiveSettings } from './run-time-settings.ts'
import { readinessOf, waitsFor } from './status.ts'
import { browserFor } from './whatsapp-browser.ts'
import type { WhatsAppDeps } from './whatsapp-requests.ts'

type ChannelsDeps = {
  readonly config: Config
  readonly settings: LiveSettings
  /** With the public listener, and the channels that people elsewhere write in. */
  readonly isPublic: boolean
  /** How long a channel that is switched off may still send replies; by default as long as usual. */
  readonly lastRepliesMs: number | undefined
  readonly dataFolder: DataFolder
  readonly key: Buffer
  readonly browser: () => Promise<Program>
  readonly store: Store
  readonly bus: ReplyBus
  readonly exportFiles: ExportFiles
  readonly room: DiskRoom
  readonly engines: Pick<OpenEngines, 'live' | 'embedder' | 'switching' | 'status'>
  /** Of this process, on the replies that it sends. */
  readonly owner: string
  readonly clock: Clock
  readonly random: () => number
  readonly randomId: RandomId
  readonly opened: Disposer
}

export type OpenChannels = {
  readonly listener: Listener | undefined
  readonly channels: LiveChannels
  /** Looked up each time: some channels learn from their platform which account they are, and others come and go. */
  readonly channelFor: (account: AccountId) => Channel | undefined
  /** What `npm run whatsapp` and the console ask about the channel of that name. */
  readonly whatsApp: WhatsAppDeps
  readonly statuses: Statuses
  readonly delivery: Delivery
  readonly readiness: () => Readiness
}

/**
 * Where messages come in and replies go out. These parts need each other, and are joined here: a channel that closes asks
 * the delivery for its last replies, the delivery looks up channels, and the listener, which webhooks come in by, tells
 * whether all of them are ready. None asks another before the service has started.
 */
export async function openChannels(deps: ChannelsDeps): Promise<OpenChannels> {
  const { config, settings, dataFolder, store, room, engines, clock, random, opened } = deps
  const readiness = (): Readiness =>
    readinessOf({
      ...engines.live.current,
      status: engines.status,
      room,
      channels,
      delivery,
      embedder: engines.embedder,
      switching: engines.switching(),
      advice: listener?.advice,
      mightyRole: store.pool.mightyRole,
      ownSettings: settings.own(),
    })
  const listening = { ...config.server, log: logFor('listener'), readiness }
  const listener = deps.isPublic ? await openListener(listening) : undefined
  opened.defer('listener', () => listener?.[Symbol.asyncDispose]())
  const channels = await openLiveChannels(config, {
    ...{ listener, publicUrl: config.server.publicUrl, dataFolder: dataFolder.path, key: deps.key },
    socketFolder: dataFolder.socketFolder,
    waitsFor: () => waitsFor(engines.live.current),
    hasRoom: room.hasRoom,
    commandMenu,
    chromium: () => browserFor({ ...config.whatsapp, enabled: true }, deps.browser),
    hasRepliesUnderWay: (account) => delivery.isUnderWay(account),
    opened: (account) => delivery.opened(account),
    maySetAside: await isOwnSetting(settings),
    ...(deps.lastRepliesMs !== undefined && { lastRepliesMs: deps.lastRepliesMs }),
    ...{ clock, random, randomId: deps.randomId },
  })
  opened.defer('channels', () => channels[Symbol.asyncDispose]())
  followSettings(channels, settings)
  const channelFor = (account: AccountId) => channels.of(account)
  const statuses = createStatuses({ store, clock, log: logFor('core:delivery') })
  const delivery = createDelivery({
    ...{ store, bus: deps.bus, owner: deps.owner, channelFor, files: deps.exportFiles, statuses, clock, random },
    isPaced: config.delivery.pacing === 'on',
    words: wordsOfDelivery,
    log: logFor('core:delivery'),
  })
  const whatsApp = { settings: () => settings.current().whatsapp, channels: () => channels.all() }
  return { listener, channels, channelFor, whatsApp, statuses, delivery, readiness }
}

function wordsOfDelivery(locale: string | undefined): DeliveryWords {
  const { maybeRepeated, files, stop } = textsFor(locale)
  return { label: maybeRepeated, fileLost: files.lost, stop }
}
