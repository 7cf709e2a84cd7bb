import type { Clock } from '#machine/clock.ts'
import type { Logger } from '#machine/log.ts'
import { regularly } from '#machine/regularly.ts'
import type { ConversationId } from '../contract/ids.ts'
import { TURN_LEASE } from '../store/lease.ts'
import type { Store } from '../store/store.ts'
import type { Doorbell } from './wake-up-queue.ts'

export type Sweep = { start(): void; [Symbol.asyncDispose](): Promise<void> }

export type SweepParts = {
  readonly store: Store
  readonly doorbell: Pick<Doorbell, 'wake'>
  /** Has a conversation looked at without any bell. */
  readonly worker: { look(conversation: ConversationId): void }
  /** Has the table of jobs looked at. */
  readonly lookAtJobs?: () => unknown
  readonly clock: Clock
  readonly log: Logger
}

/**
 * Rings for what no bell rang for: at the start, and every second. What is still undone a second after it was rung for is
 * looked at directly: a bell that has gone deaf, or a Redis that is away, then costs seconds and never an answer.
 */
export function createSweep(parts: SweepParts): Sweep {
  const stopped = new AbortController()
  let running: Promise<void> | undefined
  return {
    start() {
      running ??= keepSweeping(parts, stopped.signal)
    },
    async [Symbol.asyncDispose]() {
      stopped.abort()
      await running
    },
  }
}

const EVERY_MS = 1_000
const CONVERSATIONS_MAX = 500

function keepSweeping(parts: SweepParts, stop: AbortSignal) {
  const { store, doorbell, worker, lookAtJobs, clock, log } = parts
  let rungFor = new Set<ConversationId>()
  const sweep = async () => {
    lookAtJobs?.()
    const { rows } = await store.pool.query<{ id: ConversationId }>(UNDONE, [CONVERSATIONS_MAX])
    const undone = rows.map(({ id }) => id)
    for (const id of undone) {
      if (rungFor.has(id)) worker.look(id)
      else void doorbell.wake(id)
    }
    rungFor = new Set(undone.filter((id) => !rungFor.has(id)))
  }
  const failed = (error: unknown) => log.debug({ error }, 'could not sweep')
  return regularly(sweep, { firstAfterMs: 0, everyMs: EVERY_MS, clock, failed }, stop)
}

/** The longest waiting first, so that no number of others keeps them from being found. */
const UNDONE = `
  select e.conversation_id as id from event e join conversation c on c.id = e.conversation_id
  where e.state <> 'done' and ${TURN_LEASE.isFree}
  group by e.conversation_id order by min(e.received_at) limit $1`
