import type { ReplyBus } from '../delivery/bus.ts'
import type { Turn } from '../contract/turn.ts'

/** Aborts when the person of this turn is blocked while it runs. */
export function blockOf(bus: Pick<ReplyBus, 'subscribe'>, { identity }: Pick<Turn, 'identity'>) {
  const blocked = new AbortController()
  const unsubscribe = bus.subscribe((message) => {
    if (message.op === 'identity-blocked' && message.identity === identity) blocked.abort()
  })
  return { signal: blocked.signal, end: unsubscribe }
}
