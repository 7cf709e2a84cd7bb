import type { Redis, RedisOptions } from 'ioredis'
import { backOffMs } from '#machine/back-off.mjs'
import type { Logger } from '#machine/log.ts'

/** A unix socket of our own Redis, or the URL of somebody's (`redis://`, `rediss://`). */
export type RedisPlace = { readonly path: string } | { readonly url: string }

type ClientType = 'client' | 'subscriber' | 'bclient'

/**
 * Makes the three clients of a bull queue: one for commands, one that waits for jobs, one that listens to `channel`.
 * They reconnect for ever, never more than half a second after Redis is back.
 */
export async function redisClients({ place, channel, log }: { place: RedisPlace; channel: string; log: Logger }) {
  const { Redis: Client } = await import('ioredis')
  const made = new Map<ClientType, Redis>()
  let isAway = false
  return {
    create(type: ClientType): Redis {
      const client = 'url' in place ? new Client(place.url, optionsFor(type)) : new Client(place.path, optionsFor(type))
      made.set(type, client)
      if (type === 'subscriber') client.on('ready', () => void client.subscribe(channel).catch(() => undefined))
      if (type !== 'client') return client
      client.on('ready', () => {
        if (isAway) log.info('Redis is back')
        isAway = false
      })
      client.on('error', (error) => {
        if (!isAway) log.warn({ error }, 'Redis is away; conversations are found by the sweep until it is back')
        isAway = true
      })
      return client
    },
    async untilReady(client: Redis): Promise<void> {
      if (client.status !== 'ready') await new Promise<void>((resolve) => client.once('ready', () => resolve()))
    },
    closeWaiting(): void {
      made.get('bclient')?.disconnect()
    },
    close(): void {
      for (const client of made.values()) client.disconnect()
    },
  }
}

const BACK_OFF = { firstMs: 40, maxMs: 500 }

/** bull refuses a ready check, and a limit of tries, on the clients that wait and listen. */
function optionsFor(type: ClientType): RedisOptions {
  const common: RedisOptions = {
    connectionName: 'chasqui',
    retryStrategy: (times) => backOffMs(times, BACK_OFF),
    // bull asks a few things before it begins to listen; were one of them given up, it would never begin.
    maxRetriesPerRequest: null,
  }
  if (type === 'client') return common
  // Subscribing again is done above: ioredis would not catch that it failed, which ends the process.
  return { ...common, enableReadyCheck: false, autoResubscribe: false }
}
