import Fastify, { type FastifyInstance } from 'fastify'
import { openMeta } from '#adapters/meta/open.ts'
import type { MetaOptions } from '#adapters/meta/options.ts'
import type { Channel } from '#core/contract/channel.ts'
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
  const [channel] = openMeta({ ...settingsFor(double, options), listener, ...options.channel })
  if (!channel) throw new Error('no channel is switched on')
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

export function settingsFor(double: GraphDouble, { tokenFile }: { tokenFile?: string } = {}) {
  const { app, profile, root } = double.state
  const secret = { token: { value: profile.token, file: tokenFile } }
  return {
    appSecret: app.secret,
    verifyToken: app.verifyToken,
    graphRoot: root,
    version: 'v25.0',
    ...(double.name === 'messenger' && { messenger: secret }),
    ...(double.name === 'instagram' && { instagram: secret }),
    ...(double.name === 'whatsapp-cloud' && {
      whatsAppCloud: { ...secret, phoneId: profile.botId, acknowledgeTerms: true },
    }),
    clock: hastyClock().clock,
    log: logFor('test:meta'),
    random: () => 0.5,
  } as const
}

export const PRODUCT_NAMES = ['messenger', 'instagram', 'whatsapp-cloud'] as const
export const signal = () => new AbortController().signal
