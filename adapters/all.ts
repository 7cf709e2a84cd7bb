import path from 'node:path'
import type { FastifyInstance } from 'fastify'
import type { Channel, CommandMenu } from '#core/contract/channel.ts'
import type { AccountId, Platform, RandomId } from '#core/contract/ids.ts'
import type { Mounts } from '#http/mounts.ts'
import type { Clock } from '#machine/clock.ts'
import { logFor } from '#machine/log.ts'
import type { MetaProductName } from './meta/product.ts'
import type { SharedWebhook } from './meta/shared-webhook.ts'
import type { Asked } from './checks.ts'
import { OpenChannel } from './open-channel.ts'
import type { WhatsAppOptions } from './whatsapp/options.ts'

/** The settings of all channels. */
export type ChannelSettings = {
  readonly server: { readonly publicUrl?: string | undefined }
  readonly telegram: {
    readonly enabled: boolean
    readonly token?: string | undefined
    readonly apiRoot: string
    readonly webhookSecret?: string | undefined
  }
  readonly discord: {
    readonly enabled: boolean
    readonly token?: string | undefined
    readonly apiRoot: string
    readonly shards: 'auto' | number
  }
  readonly meta: {
    readonly appSecret?: string | undefined
    readonly verifyToken?: string | undefined
    readonly graphRoot: string
    readonly version: string
  }
  readonly messenger: { readonly enabled: boolean; readonly pageToken?: string | undefined }
  readonly instagram: { readonly enabled: boolean; readonly token?: string | undefined }
  readonly whatsappCloud: {
    readonly enabled: boolean
    readonly token?: string | undefined
    readonly phoneId?: string | undefined
    readonly acknowledgeTerms: boolean
  }
  readonly delivery: { readonly pacing: 'on' | 'off' }
  readonly whatsapp: {
    readonly enabled: boolean
    readonly webRoot?: string | undefined
    readonly ownerQuietMinutes: number
    readonly restartHour: number | 'off'
    readonly sendsPerMinute: number
    readonly sandbox: 'auto' | 'off'
  }
  /** The files that secrets were read from, by setting: `messenger.pageToken`. */
  readonly secretFiles?: Readonly<Record<string, string>>
}

/** What channels are opened with; each takes what it needs. */
export type ChannelDeps = {
  /** Absent in `npm run chat`, which opens no public listener and no other channel. */
  readonly listener: { readonly fastify: FastifyInstance; readonly mounts: Mounts } | undefined
  /** Where people open the page; a change holds at the next start. */
  readonly publicUrl?: string | undefined
  readonly dataFolder: string
  readonly socketFolder: string
  /** What answers wait for at the moment; shown only to people at this computer. */
  readonly waitsFor: () => string | undefined
  /** 32 secret bytes of this installation. */
  readonly key: Buffer
  /** Whether the disk has room for what people send. */
  readonly hasRoom: () => boolean
  /** Some channels learn from their platform which account they are: what waits for it can be sent from now on. */
  readonly accountKnown: (account: AccountId) => void
  readonly commandMenu: CommandMenu
  /** For WhatsApp, looked for when it is opened; `missing` says why there is none, and what to do. */
  readonly chromium: () => Promise<WhatsAppOptions['chromium']>
  readonly clock: Clock
  readonly random: () => number
  readonly randomId: RandomId
}

/** One channel, as the set of open channels knows it. */
export type ChannelRow = {
  /** A change of one of them opens it anew. As in chasqui.yaml. */
  readonly settings: readonly string[]
  readonly isOn: (settings: ChannelSettings) => boolean
  /** Throws for settings that cannot work, with a message for operators. Nobody is asked. */
  readonly check?: (settings: ChannelSettings) => Promise<void>
  /** Asks the platform about settings that may not be at work yet, once. */
  readonly ask?: (settings: ChannelSettings, signal: AbortSignal) => Promise<Asked>
  /** Its modules are loaded now and never before. */
  readonly open: (settings: ChannelSettings) => Promise<OpenChannel>
}

const OF_META = ['meta.appSecret', 'meta.verifyToken', 'meta.graphRoot', 'meta.version'] as const

/** Every channel, in the order in which they are shown. */
export function channelRows(deps: ChannelDeps): Readonly<Record<Platform, ChannelRow>> {
  const { listener, clock, random, hasRoom, commandMenu } = deps
  const opened = (channel: Channel, beside?: { [Symbol.asyncDispose](): Promise<void> }) =>
    new OpenChannel(channel, { clock, beside })
  const isPublic = listener !== undefined
  let sharedWebhook: SharedWebhook | undefined

  const metaOptions = (product: MetaProductName, settings: ChannelSettings) => ({
    ...settings.meta,
    publicUrl: settings.server.publicUrl,
    ...productOptions(product, settings),
    clock,
    random,
    log: logFor('adapters:meta'),
  })
  /** Up to three channels, with one webhook. */
  const meta = (product: MetaProductName, own: Pick<ChannelRow, 'settings' | 'isOn'>): ChannelRow => ({
    settings: [...own.settings, ...OF_META],
    isOn: (settings) => isPublic && own.isOn(settings),
    async check(settings) {
      const { checkedMeta } = await import('./meta/options.ts')
      checkedMeta(product, metaOptions(product, settings))
    },
    async ask(settings, signal) {
      const { askMeta } = await import('./meta/check.ts')
      return await askMeta(product, metaOptions(product, settings), signal)
    },
    async open(settings) {
      const { openMeta } = await import('./meta/open.ts')
      const { SharedWebhook } = await import('./meta/shared-webhook.ts')
      sharedWebhook ??= new SharedWebhook({ mounts: mountsOf(listener), log: logFor('adapters:meta') })
      const own = { webhook: sharedWebhook, accountKnown: deps.accountKnown }
      return opened(await openMeta(product, { ...metaOptions(product, settings), ...own }))
    },
  })

  return {
    terminal: {
      settings: [],
      isOn: () => true,
      async open() {
        const { openTerminal } = await import('./terminal/channel.ts')
        const { socketFolder, waitsFor } = deps
        return opened(openTerminal({ socketFolder, waitsFor, clock, log: logFor('adapters:terminal') }))
      },
    },
    web: {
      settings: [],
      isOn: () => isPublic,
      async open() {
        const { openWeb } = await import('./web/channel.ts')
        const { fastify } = publicOf(listener)
        const { key, publicUrl, dataFolder, randomId } = deps
        const spoolFolder = path.join(dataFolder, 'uploads')
        const log = logFor('adapters:web')
        return opened(
          openWeb({ listener: fastify, key, publicUrl, spoolFolder, hasRoom, clock, random: randomId, log }),
        )
      },
    },
    telegram: {
      settings: ['telegram.enabled', 'telegram.token', 'telegram.apiRoot', 'telegram.webhookSecret'],
      isOn: ({ telegram }) => isPublic && telegram.enabled && telegram.token !== undefined,
      async check(settings) {
        const { checkedSettings } = await import('./telegram/options.ts')
        checkedSettings({ ...telegramOptions(settings), listener: listener?.fastify })
      },
      async ask(settings, signal) {
        const { askTelegram } = await import('./telegram/check.ts')
        return await askTelegram({ ...telegramOptions(settings), listener: listener?.fastify }, signal)
      },
      async open(settings) {
        const { openTelegram } = await import('./telegram/channel.ts')
        const mount = settings.telegram.webhookSecret === undefined ? undefined : mountsOf(listener).open()
        const log = logFor('adapters:telegram')
        const own = { listener: mount?.fastify, menu: commandMenu, clock, random, log }
        const channel = openTelegram({ ...telegramOptions(settings), ...own })
        await mount?.put()
        return opened(channel, mount)
      },
    },
    messenger: meta('messenger', {
      settings: ['messenger.enabled', 'messenger.pageToken'],
      isOn: ({ messenger }) => messenger.enabled && messenger.pageToken !== undefined,
    }),
    instagram: meta('instagram', {
      settings: ['instagram.enabled', 'instagram.token'],
      isOn: ({ instagram }) => instagram.enabled && instagram.token !== undefined,
    }),
    'whatsapp-cloud': meta('whatsapp-cloud', {
      settings: ['enabled', 'token', 'phoneId', 'acknowledgeTerms'].map((name) => `whatsappCloud.${name}`),
      isOn: ({ whatsappCloud: { enabled, token, phoneId } }) =>
        enabled && (token !== undefined || phoneId !== undefined),
    }),
    discord: {
      settings: ['discord.enabled', 'discord.token', 'discord.apiRoot', 'discord.shards'],
      isOn: ({ discord }) => isPublic && discord.enabled && discord.token !== undefined,
      async check({ discord: { token = '', apiRoot } }) {
        const { checkedSettings } = await import('./discord/options.ts')
        checkedSettings({ token, apiRoot })
      },
      async ask({ discord: { token = '', apiRoot } }, signal) {
        const { askDiscord } = await import('./discord/check.ts')
        return await askDiscord({ token, apiRoot }, signal)
      },
      async open({ discord: { token = '', apiRoot, shards } }) {
        const { openDiscord } = await import('./discord/channel.ts')
        const spoolFolder = path.join(deps.dataFolder, 'discord-pictures')
        const log = logFor('adapters:discord')
        const own = { spoolFolder, hasRoom, commandMenu, clock, random, log }
        return opened(await openDiscord({ token, apiRoot, shards, ...own }))
      },
    },
    whatsapp: {
      settings: ['enabled', 'webRoot', 'ownerQuietMinutes', 'restartHour', 'sendsPerMinute', 'sandbox'].map(
        (name) => `whatsapp.${name}`,
      ),
      isOn: ({ whatsapp }) => isPublic && whatsapp.enabled,
      async check({ whatsapp }) {
        const { doubleAt } = await import('./whatsapp/options.ts')
        doubleAt(whatsapp.webRoot)
      },
      async ask({ whatsapp: { webRoot } }) {
        const { askWhatsApp } = await import('./whatsapp/check.ts')
        return await askWhatsApp({ webRoot, chromium: await deps.chromium() })
      },
      async open({ whatsapp, delivery }) {
        const { openWhatsApp } = await import('./whatsapp/channel.ts')
        const channel = await openWhatsApp({
          ...whatsapp,
          folder: path.join(deps.dataFolder, 'whatsapp'),
          chromium: await deps.chromium(),
          isPaced: delivery.pacing === 'on',
          ...{ hasRoom, clock, random },
          log: logFor('adapters:whatsapp'),
        })
        return opened(channel)
      },
    },
  }
}

function publicOf(listener: ChannelDeps['listener']) {
  if (listener === undefined) throw new Error('there is no public listener')
  return listener
}

const mountsOf = (listener: ChannelDeps['listener']) => publicOf(listener).mounts

function telegramOptions({ telegram: { token = '', apiRoot, webhookSecret }, server }: ChannelSettings) {
  return { token, apiRoot, webhookSecret, publicUrl: server.publicUrl }
}

function productOptions(product: MetaProductName, settings: ChannelSettings) {
  const { messenger, instagram, whatsappCloud, secretFiles = {} } = settings
  const tokenOf = (value: string | undefined, setting: string) =>
    value === undefined ? undefined : { value, file: secretFiles[setting] }
  switch (product) {
    case 'messenger':
      return { token: tokenOf(messenger.pageToken, 'messenger.pageToken') }
    case 'instagram':
      return { token: tokenOf(instagram.token, 'instagram.token') }
    case 'whatsapp-cloud':
      return { ...whatsappCloud, token: tokenOf(whatsappCloud.token, 'whatsappCloud.token') }
    default:
      return product satisfies never
  }
}
