import { once } from 'node:events'
import type { Redis, RedisOptions } from 'ioredis'
import type { Logger } from '#machine/log.ts'

/** A unix socket of our own Redis, or the URL of somebody's (`redis://`, `rediss://`). */
export type RedisPlace = { readonly path: string } | { readonly url: string }

/**
 * Makes the three clients of a bull queue: one for commands, one that waits for jobs, one that listens. They reconnect for
 * ever, never more than `RETRY_MS_MAX` after Redis is back.
 */
export async function redisClients(place: RedisPlace, log: Logger) {
  const { Redis: Client } = await import('ioredis')
  const made: Redis[] = []
  let isAway = false
  return {
    create(type: 'client' | 'subscriber' | 'bclient'): Redis {
      const client = 'url' in place ? new Client(place.url, optionsFor(type)) : new Client(place.path, optionsFor(type))
      made.push(client)
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
      if (client.status !== 'ready') await once(client, 'ready')
    },
    close(): void {
      for (const client of made) client.disconnect()
    },
  }
}

const RETRY_MS_MAX = 500

/** bull refuses a ready check and a limit of tries on the clients that wait and listen. */
function optionsFor(type: 'client' | 'subscriber' | 'bclient'): RedisOptions {
  const common: RedisOptions = { retryStrategy: (times) => Math.min(20 * 2 ** Math.min(times, 10), RETRY_MS_MAX) }
  if (type === 'client') return { ...common, connectionName: 'chasqui' }
  return { ...common, connectionName: 'chasqui', enableReadyCheck: false, maxRetriesPerRequest: null }
}
