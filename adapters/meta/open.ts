import type { Channel } from '#core/contract/channel.ts'
import { MetaChannel } from './channel.ts'
import { checkedApp, checkedWhatsApp, type MetaOptions, type MetaProductName, type Secret } from './options.ts'
import { PRODUCTS } from './products.ts'
import { addMetaWebhook } from './webhook.ts'

const META_ROOT = 'https://graph.facebook.com'
/** Tokens of the Instagram login are only taken here. */
const INSTAGRAM_ROOT = 'https://graph.instagram.com'

/**
 * The channels of Meta that are switched on, with the one webhook that they share. Throws a `MetaSetupError` for
 * settings that cannot work.
 */
export function openMeta(options: MetaOptions): Channel[] {
  const { listener, graphRoot, messenger, instagram, whatsAppCloud, bodyTimeoutMs, log } = options
  const { appSecret, verifyToken } = checkedApp(options)
  const open = (name: MetaProductName, bot: { token: Secret; phoneId?: string }) => {
    const root = name === 'instagram' && graphRoot === META_ROOT ? INSTAGRAM_ROOT : graphRoot
    const { token, phoneId: botId } = bot
    return new MetaChannel({ ...options, product: PRODUCTS[name], root, appSecret, token, botId, counts: () => counts })
  }
  const channels = [
    ...(messenger ? [open('messenger', messenger)] : []),
    ...(instagram ? [open('instagram', instagram)] : []),
    ...(whatsAppCloud ? [open('whatsapp-cloud', checkedWhatsApp(whatsAppCloud))] : []),
  ]
  const counts = addMetaWebhook({ listener, appSecret, verifyToken, receivers: channels, bodyTimeoutMs, log })
  return channels
}
