import type { Redis, RedisOptions } from 'ioredis'
import { backOffMs } from '#machine/back-off.mjs'
import type { Logger } from '#machine/log.ts'

/** A unix socket of our own Redis, or the URL of another one (`redis://`, `rediss://`). */
export type RedisConnection = { readonly path: string } | { readonly url: string }

type ClientType = 'client' | 'subscriber' | 'bclient'

/**
 * Makes the three clients of a bull queue: one for commands, one that waits for jobs, one that subscribes to `channel`.
 * They reconnect for ever, never more than half a second after Redis is reachable again.
 */
export async function redisClients({
  connection,
  channel,
  log,
}: {
  connection: RedisConnection
  channel: string
  log: Logger
}) {
  const { Redis: Client } = await import('ioredis')
  const made = new Map<ClientType, Redis>()
  let isUnreachable = false
  return {
    create(type: ClientType): Redis {
      const options = optionsFor(type)
      const client = 'url' in connection ? new Client(connection.url, options) : new Client(connection.path, options)
      made.set(type, client)
      if (type === 'subscriber') client.on('ready', () => void client.subscribe(channel).catch(() => undefined))
      if (type !== 'client') return client
      client.on('ready', () => {
        if (isUnreachable) log.info('Redis is reachable again')
        isUnreachable = false
      })
      client.on('error', (error) => {
        if (!isUnreachable) log.warn({ error }, 'Redis is unreachable; the sweep finds conversations meanwhile')
        isUnreachable = true
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

/** bull refuses a ready check, and a limit of tries, on the clients that wait and subscribe. */
function optionsFor(type: ClientType): RedisOptions {
  const common: RedisOptions = {
    connectionName: 'chasqui',
    retryStrategy: (times) => backOffMs(times, BACK_OFF),
    // bull sends a few commands before it takes jobs; if one of them were given up, it would never take any.
    maxRetriesPerRequest: null,
  }
  if (type === 'client') return common
  // Subscribed again above: ioredis would not catch a failure, which ends the process.
  return { ...common, enableReadyCheck: false, autoResubscribe: false }
}
