import Fastify, { type FastifyInstance } from 'fastify'
import { openMeta } from '#adapters/meta/open.ts'
import type { MetaOptions } from '#adapters/meta/options.ts'
import { SharedWebhook } from '#adapters/meta/shared-webhook.ts'
import type { Channel } from '#core/contract/channel.ts'
import { Mounts } from '#http/mounts.ts'
import { logFor } from '#machine/log.ts'
import { RecordingSink } from '../../contract/recording-sink.ts'
import { type GraphDouble, type GraphDoubleOptions, openGraphDouble } from '../../kit/graph/double.ts'
import { healthOf, hastyClock } from '../telegram/fixture.ts'

export type Fixture = {
  readonly double: GraphDouble
  readonly channel: Channel
  readonly sink: RecordingSink
  readonly listener: FastifyInstance
  /** Of the webhook. */
  readonly address: string
  [Symbol.asyncDispose](): Promise<void>
}

export type FixtureOptions = Pick<GraphDoubleOptions, 'product'> & {
  readonly double?: Partial<GraphDoubleOptions>
  readonly channel?: Partial<MetaOptions>
  readonly bodyTimeoutMs?: number
  /** Where the token is read from again. */
  readonly tokenFile?: string
  /** What happens at Meta before the bot starts. */
  readonly before?: (double: GraphDouble) => void
  /** By default the channel is ready and the webhook is set up. */
  readonly isReady?: false
}

/** A Graph API, a channel on it that is started, its webhook, and a store. */
export async function openFixture(options: FixtureOptions, sink = new RecordingSink()): Promise<Fixture> {
  const double = await openGraphDouble({ product: options.product, ...options.double })
  options.before?.(double)
  const listener = Fastify()
  const webhook = webhookOn(listener, options.bodyTimeoutMs)
  const channel = await openMeta(options.product, { ...settingsFor(double, options), webhook, ...options.channel })
  await listener.listen({ host: '127.0.0.1', port: 0 })
  await channel.start(sink)
  const url = listener.listeningOrigin
  if (options.isReady ?? true) {
    await healthOf(channel, { state: 'ready' })
    await double.connected({ url })
  }
  const dispose = async () => {
    await channel[Symbol.asyncDispose]()
    await listener.close()
    await double[Symbol.asyncDispose]()
  }
  return { double, channel, sink, listener, address: `${url}/webhooks/meta`, [Symbol.asyncDispose]: dispose }
}

export function webhookOn(listener: FastifyInstance, bodyTimeoutMs?: number): SharedWebhook {
  const log = logFor('test:meta')
  return new SharedWebhook({ mounts: new Mounts(listener, { bodyBytesMax: 1 << 20, log }), bodyTimeoutMs, log })
}

export function settingsFor(double: GraphDouble, { tokenFile }: { tokenFile?: string } = {}) {
  const { app, profile, root } = double.state
  return {
    appSecret: app.secret,
    verifyToken: app.verifyToken,
    graphRoot: root,
    version: 'v25.0',
    token: { value: profile.token, file: tokenFile },
    ...(double.name === 'whatsapp-cloud' && { phoneId: profile.botId, acknowledgeTerms: true }),
    clock: hastyClock().clock,
    log: logFor('test:meta'),
    random: () => 0.5,
    accountKnown: () => undefined,
  } as const
}

export const PRODUCT_NAMES = ['messenger', 'instagram', 'whatsapp-cloud'] as const
export const signal = () => new AbortController().signal
