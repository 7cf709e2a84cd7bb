import type { FastifyInstance } from 'fastify'
import path from 'node:path'
import type { Channel, CommandMenu } from '#core/contract/channel.ts'
import type { RandomId } from '#core/contract/ids.ts'
import type { Clock } from '#machine/clock.ts'
import { logFor } from '#machine/log.ts'
import type { WhatsAppOptions } from './whatsapp/options.ts'

/** What channels are opened with; each takes what it needs. */
export type ChannelDeps = {
  readonly settings: {
    readonly server: { readonly publicUrl?: string | undefined }
    readonly telegram: {
      readonly token?: string | undefined
      readonly apiRoot: string
      readonly webhookSecret?: string | undefined
    }
    readonly discord: {
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
    readonly messenger: { readonly pageToken?: string | undefined }
    readonly instagram: { readonly token?: string | undefined }
    readonly whatsappCloud: {
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
  /** Absent in `npm run chat`, which opens no public listener and no other channel. */
  readonly listener: FastifyInstance | undefined
  readonly dataFolder: string
  readonly socketFolder: string
  /** What answers wait for at the moment; shown only to people at this computer. */
  readonly waitsFor: () => string | undefined
  /** 32 secret bytes of this installation. */
  readonly key: Buffer
  /** Whether the disk has room for what people send. */
  readonly hasRoom: () => boolean
  readonly commandMenu: CommandMenu
  /** For WhatsApp; `missing` says why there is none, and what to do. */
  readonly programs: { readonly chromium: WhatsAppOptions['chromium'] }
  readonly clock: Clock
  readonly random: () => number
  readonly randomId: RandomId
}

/** Every channel, loaded when it is switched on and never before; `undefined`: it is off. */
const table = { terminal, web, telegram, meta, discord, whatsapp }

export async function openChannels(deps: ChannelDeps): Promise<Channel[]> {
  const opened = await Promise.all(Object.values(table).map((open) => open(deps)))
  return opened.flat().filter((channel) => channel !== undefined)
}

async function terminal({ socketFolder, waitsFor, clock }: ChannelDeps): Promise<Channel> {
  const { openTerminal } = await import('./terminal/channel.ts')
  return openTerminal({ socketFolder, waitsFor, clock, log: logFor('adapters:terminal') })
}

async function web(deps: ChannelDeps): Promise<Channel | undefined> {
  const { listener, settings, dataFolder, key, hasRoom, clock, randomId } = deps
  if (listener === undefined) return undefined
  const { openWeb } = await import('./web/channel.ts')
  const { publicUrl } = settings.server
  const spoolFolder = path.join(dataFolder, 'uploads')
  const log = logFor('adapters:web')
  return openWeb({ listener, key, publicUrl, spoolFolder, hasRoom, clock, random: randomId, log })
}

async function telegram({
  listener,
  settings,
  commandMenu: menu,
  clock,
  random,
}: ChannelDeps): Promise<Channel | undefined> {
  const { token, apiRoot, webhookSecret } = settings.telegram
  if (listener === undefined || token === undefined) return undefined
  const { openTelegram } = await import('./telegram/channel.ts')
  const { publicUrl } = settings.server
  const log = logFor('adapters:telegram')
  return openTelegram({ token, apiRoot, webhookSecret, publicUrl, listener, menu, clock, random, log })
}

/** Messenger, Instagram and WhatsApp Cloud: up to three channels, with one webhook. */
async function meta({ listener, settings, clock, random }: ChannelDeps): Promise<Channel[]> {
  const { messenger, instagram, whatsappCloud, secretFiles = {}, server } = settings
  const tokenOf = (value: string | undefined, setting: string) =>
    value === undefined ? undefined : { value, file: secretFiles[setting] }
  const page = tokenOf(messenger.pageToken, 'messenger.pageToken')
  const account = tokenOf(instagram.token, 'instagram.token')
  const phone = tokenOf(whatsappCloud.token, 'whatsappCloud.token')
  const usesWhatsApp = phone !== undefined || whatsappCloud.phoneId !== undefined
  if (listener === undefined || !(page || account || usesWhatsApp)) return []
  const { openMeta } = await import('./meta/open.ts')
  return openMeta({
    ...settings.meta,
    publicUrl: server.publicUrl,
    listener,
    messenger: page && { token: page },
    instagram: account && { token: account },
    whatsAppCloud: usesWhatsApp ? { ...whatsappCloud, token: phone } : undefined,
    clock,
    random,
    log: logFor('adapters:meta'),
  })
}

async function discord({ listener, settings, dataFolder, ...deps }: ChannelDeps): Promise<Channel | undefined> {
  const { token, apiRoot, shards } = settings.discord
  if (listener === undefined || token === undefined) return undefined
  const { openDiscord } = await import('./discord/channel.ts')
  const { hasRoom, commandMenu, clock, random } = deps
  const spoolFolder = path.join(dataFolder, 'discord-pictures')
  const log = logFor('adapters:discord')
  return openDiscord({ token, apiRoot, shards, spoolFolder, hasRoom, commandMenu, clock, random, log })
}

async function whatsapp({ listener, settings, dataFolder, ...deps }: ChannelDeps): Promise<Channel | undefined> {
  const { enabled, ...options } = settings.whatsapp
  if (listener === undefined || !enabled) return undefined
  const { openWhatsApp } = await import('./whatsapp/channel.ts')
  const { hasRoom, clock, random, programs } = deps
  return openWhatsApp({
    ...options,
    folder: path.join(dataFolder, 'whatsapp'),
    chromium: programs.chromium,
    isPaced: settings.delivery.pacing === 'on',
    ...{ hasRoom, clock, random },
    log: logFor('adapters:whatsapp'),
  })
}
