import { Redis } from 'ioredis'
import type { Logger } from '#machine/log.ts'
import { parseBusMessage } from './bus-message.ts'
import type { BusMessage, ReplyBus } from './bus.ts'
import { tellAll } from './memory-bus.ts'

const CHANNEL = 'chasqui:bus'
const RETRY_MS_MAX = 1000

/**
 * For a service in several processes. What is published while Redis is away is lost, which does no harm: drafts are
 * overtaken by the final text, and that one lies in the outbox, where a sweep finds it.
 *
 * Resolves when this process hears what is published; waits for Redis until the signal aborts.
 * @param connection `redis://…` or the path of a unix socket
 */
export async function openRedisBus(
  { connection, log }: { connection: string; log: Logger },
  signal?: AbortSignal,
): Promise<ReplyBus> {
  const retryStrategy = (attempt: number) => Math.min(50 * 2 ** Math.min(attempt, 5), RETRY_MS_MAX)
  // Nothing is queued for a Redis that is away: an old draft is worth nothing.
  const fresh = { enableOfflineQueue: false, autoResendUnfulfilledCommands: false }
  const speaker = new Redis(connection, { retryStrategy, ...fresh })
  const hearer = new Redis(connection, { retryStrategy, maxRetriesPerRequest: null })
  const listeners = new Set<(message: BusMessage) => void>()
  for (const side of [speaker, hearer]) side.on('error', (error: unknown) => log.debug({ error }, 'Redis is away'))
  hearer.on('message', (_: string, wire: string) => {
    const message = parseBusMessage(wire)
    if (message === undefined) log.warn('no message of ours is on the bus: do two versions share a Redis?')
    else tellAll(listeners, message, log)
  })
  const close = () => {
    listeners.clear()
    speaker.disconnect()
    hearer.disconnect()
  }
  await connected({ speaker, hearer, signal }).catch((error: unknown) => {
    close()
    throw error
  })
  return {
    publish(message) {
      speaker.publish(CHANNEL, JSON.stringify(message)).catch((error: unknown) => {
        log.debug({ error, op: message.op }, 'a message was lost on the bus')
      })
    },
    subscribe(listener) {
      const entry = (message: BusMessage) => listener(message)
      listeners.add(entry)
      return () => void listeners.delete(entry)
    },
    async [Symbol.asyncDispose]() {
      close()
    },
  }
}

async function connected(sides: { speaker: Redis; hearer: Redis; signal: AbortSignal | undefined }): Promise<void> {
  const { speaker, hearer, signal } = sides
  signal?.throwIfAborted()
  const ready = new Promise<void>((resolve) => {
    if (speaker.status === 'ready') resolve()
    else speaker.once('ready', () => resolve())
  })
  const aborted = new Promise<never>((_, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
  })
  await Promise.race([Promise.all([ready, hearer.subscribe(CHANNEL)]), aborted])
}
