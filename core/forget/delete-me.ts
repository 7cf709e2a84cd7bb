import type { Clock } from '#machine/clock.ts'
import type { Job } from '../jobs/job.ts'
import { jobRows } from '../jobs/job-rows.ts'
import type { Store } from '../store/store.ts'
import { DELETE_ME, DELETE_PERSON } from './names.ts'
import { keyIn } from './receipts.ts'

const AGAIN_MS = 1_000
/** A reply that cannot be delivered does not keep a person from being deleted. */
const UNDELIVERED_MS_MAX = 600_000

/**
 * A person asked for their deletion: it follows once they have their replies, of which one is the receipt. While a
 * message of theirs waits, a turn runs or a reply is undelivered, it waits, at most `UNDELIVERED_MS_MAX` for each. Its
 * key is that of the deletion.
 */
export const deleteMeJob = ({ store, clock }: { store: Store; clock: Clock }): Job => ({
  name: DELETE_ME,
  async run(key, signal) {
    signal.throwIfAborted()
    const { person } = keyIn(key)
    const since = new Date(clock.now() - UNDELIVERED_MS_MAX)
    const { rows } = await store.pool.query<{ waits: boolean }>(WAITS, [person, since])
    if (rows[0]?.waits) return { againAtMs: clock.now() + AGAIN_MS }
    const now = new Date(clock.now())
    await jobRows(store).add({ name: DELETE_PERSON, key }, { runAfter: now, now })
    return undefined
  },
})

const WAITS = `
  select exists (select from event where person_id = $1 and state <> 'done' and received_at > $2)
    or exists (select from turn where person_id = $1 and state = 'running' and started_at > $2)
    or exists (select from outbox where person_id = $1 and state in ('live', 'ready') and created_at > $2) as waits`
