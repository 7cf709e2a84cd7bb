import type { Logger } from '#machine/log.ts'
import type { BusMessage, ReplyBus } from './bus.ts'

/** For a service in one process: every listener has heard a message when `publish` returns. */
export function createMemoryBus(log: Logger): ReplyBus {
  const listeners = new Set<(message: BusMessage) => void>()
  return {
    publish(message) {
      tellAll(listeners, message, log)
    },
    subscribe(listener) {
      // Wrapped, so that one function that listens twice is two listeners.
      const entry = (message: BusMessage) => listener(message)
      listeners.add(entry)
      return () => void listeners.delete(entry)
    },
    async [Symbol.asyncDispose]() {
      listeners.clear()
    },
  }
}

/** A listener that throws never hurts the others, nor who published. */
export function tellAll(listeners: Iterable<(message: BusMessage) => void>, message: BusMessage, log: Logger): void {
  for (const listener of [...listeners]) {
    try {
      listener(message)
    } catch (error) {
      log.error({ error, op: message.op }, 'a listener of the bus failed')
    }
  }
}
