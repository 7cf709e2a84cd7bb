import type { Channel } from '#core/contract/channel.ts'
import { MetaChannel } from './channel.ts'
import { checkedMeta, type MetaOptions } from './options.ts'
import type { MetaProductName } from './product.ts'
import { PRODUCTS } from './products.ts'

const META_ROOT = 'https://graph.facebook.com'
/** Tokens of the Instagram login are only taken here. */
const INSTAGRAM_ROOT = 'https://graph.instagram.com'

/** Where this product is asked. */
export const rootOf = (product: MetaProductName, graphRoot: string) =>
  product === 'instagram' && graphRoot === META_ROOT ? INSTAGRAM_ROOT : graphRoot

/**
 * A channel of Meta, on the webhook that all of them share. Rejects with a `MetaSetupError` for settings that cannot
 * work.
 */
export async function openMeta(product: MetaProductName, options: MetaOptions): Promise<Channel> {
  const { app, token, phoneId: botId } = checkedMeta(product, options)
  const root = rootOf(product, options.graphRoot)
  const { appSecret } = app
  const channel = new MetaChannel({ ...options, product: PRODUCTS[product], root, appSecret, token, botId })
  await options.webhook.join(channel, app)
  return channel
}
