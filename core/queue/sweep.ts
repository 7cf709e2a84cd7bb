import type { Clock } from '#machine/clock.ts'
import type { Logger } from '#machine/log.ts'
import { regularly } from '#machine/regularly.ts'
import type { ConversationId } from '../contract/ids.ts'
import { IS_UNDONE } from '../mailbox/undone.ts'
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
  readonly checkJobs?: () => Promise<void>
  /** Each look takes so many, and goes on after them the next time. */
  readonly conversationsMax?: number
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
  const { store, wakeUps, worker, checkJobs, conversationsMax = CONVERSATIONS_MAX, clock, log } = deps
  let after = START
  /** In the last pass through all, and in this one. */
  let [woken, waking] = [new Set<ConversationId>(), new Set<ConversationId>()]
  const sweep = async () => {
    const { rows } = await store.pool.query<{ id: ConversationId }>(UNDONE, [after, conversationsMax])
    for (const { id } of rows) {
      if (woken.has(id)) {
        worker.processNow(id)
        continue
      }
      void wakeUps.wake(id)
      waking.add(id)
    }
    after = (rows.length === conversationsMax && rows.at(-1)?.id) || START
    if (after === START) [woken, waking] = [waking, new Set()]
    // Not at the same time: an idle service would always need two connections, each a process of some MB.
    await checkJobs?.()
  }
  const failed = (error: unknown) => log.debug({ error }, 'sweep failed')
  return regularly(sweep, { firstAfterMs: 0, everyMs: EVERY_MS, clock, failed }, stop)
}

/** Before every id. */
const START = ''

/** A page after the other: those that wait for a permit stay undone, and must not hide others. */
const UNDONE = `
  select e.conversation_id as id from event e join conversation c on c.id = e.conversation_id
  where e.state <> 'done' and ${IS_UNDONE} and e.conversation_id > $1 and ${TURN_LEASE.isFree}
  group by e.conversation_id order by e.conversation_id limit $2`
