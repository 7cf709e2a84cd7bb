import type { CommandMenu } from '#core/contract/channel.ts'
import type { Clock } from '#machine/clock.ts'
import { CodedError } from '#machine/coded-error.ts'
import type { Logger } from '#machine/log.ts'
import { isSnowflake } from './snowflake.ts'
import { say } from '../sentences.ts'

export type DiscordOptions = {
  /** From Discord's developer portal. */
  readonly token: string
  /** Another API than Discord's own; its files are then expected beside it, under `cdn`. */
  readonly apiRoot?: string | undefined
  readonly shards?: 'auto' | number
  /** For pictures until they are read. */
  readonly spoolFolder: string
  /** Whether the disk has room for what people send. */
  readonly hasRoom?: () => boolean
  /** The commands that Discord offers; without it none is registered. */
  readonly commandMenu?: CommandMenu
  readonly clock: Clock
  readonly log: Logger
  /** From 0 to 1. */
  readonly random: () => number
  readonly callTimeoutMs?: number | undefined
}

/** A setting that cannot work; reported at the start. */
export class DiscordSetupError extends CodedError<'bad-token' | 'bad-api-root'> {
  override readonly name = 'DiscordSetupError'
}

/** Where bots are made. */
export const PORTAL = 'https://discord.com/developers/applications'
/** Of an application's flags, either: for bots in many servers Discord sets the other one. */
export const READS_CONTENT = (1 << 18) | (1 << 19)

const API_ROOT = 'https://discord.com/api'
const OWN_ROOTS = /^https:\/\/(?:\w+\.)?discord(?:app)?\.com\/api$/
const CDN = 'https://cdn.discordapp.com'
/** Discord names files under both. */
const CDN_ORIGINS = [CDN, 'https://media.discordapp.net']

/** Where the API and the files are. */
export type Roots = { readonly api: string; readonly cdn: string; readonly cdnOrigins: readonly string[] }

/** The checked settings, with the bot's id, which is the first part of a token. */
export function checkedSettings({ token, apiRoot }: Pick<DiscordOptions, 'token' | 'apiRoot'>) {
  const botId = Buffer.from(token.split('.')[0] ?? '', 'base64').toString('latin1')
  // What else there is cannot stand in a header.
  if (!isSnowflake(botId) || token.split('.').length < 3 || !/^[\x21-\x7e]+$/.test(token)) {
    throw new DiscordSetupError('bad-token', say('discord.bad-token', { portal: PORTAL }))
  }
  return { botId, roots: rootsOf(apiRoot ?? API_ROOT) }
}

function rootsOf(given: string): Roots {
  if (!URL.canParse(given) || !/^https?:$/.test(new URL(given).protocol)) {
    throw new DiscordSetupError('bad-api-root', `DISCORD_API_ROOT is ${given}: expected something like ${API_ROOT}`)
  }
  const api = given.replace(/\/+$/, '')
  if (OWN_ROOTS.test(api)) return { api, cdn: CDN, cdnOrigins: CDN_ORIGINS }
  const cdn = new URL('./cdn', api).href
  return { api, cdn, cdnOrigins: [new URL(cdn).origin] }
}
