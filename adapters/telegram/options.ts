import type { LookupFunction } from 'node:net'
import type { CommandMenu } from '#core/contract/channel.ts'
import type { Clock } from '#machine/clock.ts'
import { CodedError } from '#machine/coded-error.ts'
import type { Logger } from '#machine/log.ts'
import type { FastifyInstance } from 'fastify'
import { say } from '../sentences.ts'

export type TelegramOptions = {
  /** From @BotFather: `123456:AA…`. */
  readonly token: string
  /** Another Bot API server than Telegram's own. */
  readonly apiRoot?: string | undefined
  /** With it and `publicUrl`, Telegram calls us; without it, we ask Telegram. */
  readonly webhookSecret?: string | undefined
  /** Where Telegram reaches the listener: `https://bot.example.org`. */
  readonly publicUrl?: string | undefined
  /** For the webhook's route; must not be listening yet. */
  readonly listener?: FastifyInstance | undefined
  /** What Telegram shows behind "/"; without it, what is set there stays. */
  readonly menu?: CommandMenu | undefined
  readonly clock: Clock
  readonly log: Logger
  /** From 0 to 1. */
  readonly random: () => number
  readonly callTimeoutMs?: number | undefined
  /** In place of the system's DNS lookup. */
  readonly lookup?: LookupFunction | undefined
}

/** A setting that cannot work; reported at the start. */
export class TelegramSetupError extends CodedError<SettingFault> {
  override readonly name = 'TelegramSetupError'
}

type SettingFault = 'bad-token' | 'bad-api-root' | 'bad-webhook-secret' | 'no-public-url'

const API_ROOT = 'https://api.telegram.org'
const TOKEN = /^(\d+):[\w-]+$/
const SECRET = /^[\w-]{1,256}$/

export type Checked = Pick<TelegramOptions, 'token' | 'apiRoot' | 'webhookSecret' | 'publicUrl' | 'listener'>

/** The checked settings, with the bot's id, which is the part of a token before the colon. */
export function checkedSettings(options: Checked) {
  const botId = TOKEN.exec(options.token)?.[1]
  if (botId === undefined) {
    throw new TelegramSetupError('bad-token', say('telegram.bad-token'))
  }
  return { botId, apiRoot: checkedRoot(options.apiRoot ?? API_ROOT), webhook: checkedWebhook(options, botId) }
}

function checkedRoot(apiRoot: string): string {
  if (URL.canParse(apiRoot) && /^https?:$/.test(new URL(apiRoot).protocol)) return apiRoot
  throw new TelegramSetupError('bad-api-root', `TELEGRAM_API_ROOT is ${apiRoot}: expected something like ${API_ROOT}`)
}

function checkedWebhook({ webhookSecret: secret, publicUrl, listener }: Checked, botId: string) {
  if (secret === undefined) return undefined
  if (!SECRET.test(secret)) {
    const how = 'expected 1 to 256 letters, digits, _ or -, such as the output of: openssl rand -hex 32'
    throw new TelegramSetupError('bad-webhook-secret', `TELEGRAM_WEBHOOK_SECRET cannot be used: ${how}`)
  }
  if (!publicUrl || !listener) {
    const how = 'set CHASQUI_PUBLIC_URL to the https address at which Telegram reaches it, or leave the secret out'
    const what = 'TELEGRAM_WEBHOOK_SECRET is set, but not where this service is reached'
    throw new TelegramSetupError('no-public-url', `${what}: ${how}`)
  }
  const path = `/webhooks/telegram/${botId}`
  return { secret, path, url: `${publicUrl.replace(/\/+$/, '')}${path}`, listener }
}
