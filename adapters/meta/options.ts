import type { AccountId } from '#core/contract/ids.ts'
import type { Clock } from '#machine/clock.ts'
import { CodedError } from '#machine/coded-error.ts'
import type { Logger } from '#machine/log.ts'
import type { MetaProductName } from './product.ts'
import type { SharedWebhook } from './shared-webhook.ts'
import { say } from '../sentences.ts'

export type MetaOptions = {
  readonly appSecret?: string | undefined
  readonly verifyToken?: string | undefined
  /** Where the Graph API is: Meta's own, or the double. */
  readonly graphRoot: string
  /** `v25.0` */
  readonly version: string
  /** Where Meta reaches the listener. Not needed with a Graph API on this computer. */
  readonly publicUrl?: string | undefined
  readonly webhook: Pick<SharedWebhook, 'join' | 'leave' | 'counts'>
  readonly token?: Secret | undefined
  /** Of WhatsApp Cloud. */
  readonly phoneId?: string | undefined
  readonly acknowledgeTerms?: boolean
  /** Called once for a bot of which Meta had to be asked who it is. */
  readonly accountKnown: (account: AccountId) => void
  readonly clock: Clock
  readonly log: Logger
  /** From 0 to 1. */
  readonly random: () => number
  readonly callTimeoutMs?: number | undefined
}

/** A token, and the file it was read from: where that holds another one after a refusal, the new one is used. */
export type Secret = { readonly value: string; readonly file?: string | undefined }

/** A setting that cannot work; reported at the start. */
export class MetaSetupError extends CodedError<'no-app-secret' | 'no-verify-token' | 'no-public-url' | BotFault> {
  override readonly name = 'MetaSetupError'
}

type BotFault = 'no-token' | 'no-phone-id' | 'bad-phone-id' | 'terms-not-acknowledged'

export type Unchecked = Omit<MetaOptions, 'webhook' | 'accountKnown' | 'clock' | 'log' | 'random'>

/** @throws {MetaSetupError} */
export function checkedMeta(product: MetaProductName, options: Unchecked) {
  const app = checkedApp(options)
  if (product === 'whatsapp-cloud') return { app, ...checkedWhatsApp(options) }
  const { token } = options
  if (token === undefined) throw new MetaSetupError('no-token', `There is no access token for ${product} yet.`)
  return { app, token, phoneId: undefined }
}

/** What every webhook needs. */
function checkedApp({ appSecret, verifyToken, graphRoot, publicUrl }: Unchecked) {
  if (appSecret === undefined) {
    throw new MetaSetupError('no-app-secret', say('meta.no-app-secret'))
  }
  if (verifyToken === undefined) {
    throw new MetaSetupError('no-verify-token', say('meta.no-verify-token'))
  }
  if (!publicUrl?.startsWith('https:') && !isOnThisComputer(new URL(graphRoot))) {
    throw new MetaSetupError('no-public-url', say(publicUrl === undefined ? 'meta.no-public-url' : 'meta.no-https'))
  }
  return { appSecret, verifyToken }
}

function checkedWhatsApp({ token, phoneId, acknowledgeTerms }: Unchecked) {
  if (token === undefined) {
    throw new MetaSetupError('no-token', say('meta.no-cloud-token'))
  }
  if (phoneId === undefined) {
    throw new MetaSetupError('no-phone-id', say('meta.no-phone-id'))
  }
  if (!PHONE_ID.test(phoneId)) {
    throw new MetaSetupError('bad-phone-id', say('meta.bad-phone-id'))
  }
  if (!acknowledgeTerms) throw new MetaSetupError('terms-not-acknowledged', TERMS)
  return { token, phoneId }
}

const PHONE_ID = /^\d+$/

const TERMS =
  'WhatsApp Cloud is not opened. Since 15 January 2026 the WhatsApp Business Solution Terms forbid AI providers to use ' +
  'it where a general-purpose assistant is the primary function (docs/channels/whatsapp-cloud.md has the sentence and ' +
  'the exceptions). Where your use is allowed, say so in the console (Channels), or write\nwhatsappCloud:\n  acknowledgeTerms: true\n' +
  'into chasqui.yaml, in the data folder.'

export function isOnThisComputer({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.')
}
