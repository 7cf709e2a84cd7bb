import type { Clock } from '#machine/clock.ts'
import type { Logger } from '#machine/log.ts'
import { regularly } from '#machine/regularly.ts'
import type { ConversationId } from '../contract/ids.ts'
import { TURN_LEASE } from '../store/lease.ts'
import type { Store } from '../store/store.ts'
import type { WakeUpQueue } from './wake-up-queue.ts'

export type Sweep = { start(): void; [Symbol.asyncDispose](): Promise<void> }

export type SweepDeps = {
  readonly store: Store
  readonly wakeUps: Pick<WakeUpQueue, 'wake'>
  /** Has a conversation processed without a wake-up. */
  readonly worker: { processNow(conversation: ConversationId): void }
  /** Has the table of jobs checked. */
  readonly checkJobs?: () => unknown
  readonly clock: Clock
  readonly log: Logger
}

/**
 * Wakes conversations whose wake-up was lost: at the start, and every second. What is still undone a second after that
 * is processed directly: a queue that loses wake-ups, or an unreachable Redis, then costs seconds and never an answer.
 */
export function createSweep(deps: SweepDeps): Sweep {
  const stopped = new AbortController()
  let running: Promise<void> | undefined
  return {
    start() {
      running ??= keepSweeping(deps, stopped.signal)
    },
    async [Symbol.asyncDispose]() {
      stopped.abort()
      await running
    },
  }
}

const EVERY_MS = 1_000
const CONVERSATIONS_MAX = 500

function keepSweeping(deps: SweepDeps, stop: AbortSignal) {
  const { store, wakeUps, worker, checkJobs, clock, log } = deps
  let woken = new Set<ConversationId>()
  const sweep = async () => {
    checkJobs?.()
    const { rows } = await store.pool.query<{ id: ConversationId }>(UNDONE, [CONVERSATIONS_MAX])
    const undone = rows.map(({ id }) => id)
    for (const id of undone) {
      if (woken.has(id)) worker.processNow(id)
      else void wakeUps.wake(id)
    }
    woken = new Set(undone.filter((id) => !woken.has(id)))
  }
  const failed = (error: unknown) => log.debug({ error }, 'sweep failed')
  return regularly(sweep, { firstAfterMs: 0, everyMs: EVERY_MS, clock, failed }, stop)
}

/** The longest waiting first, so that no number of others keeps them from being found. */
const UNDONE = `
  select e.conversation_id as id from event e join conversation c on c.id = e.conversation_id
  where e.state <> 'done' and ${TURN_LEASE.isFree}
  group by e.conversation_id order by min(e.received_at) limit $1`
