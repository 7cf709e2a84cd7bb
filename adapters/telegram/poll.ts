import type { AccountId } from '#core/contract/ids.ts'
import { z } from 'zod'
import { ALLOWED_UPDATES, type Intake, untilStored } from './intake.ts'
import { isNothing, store, taken } from './take.ts'

const POLL_SECONDS = 50
const POLL_TIMEOUT_MS = (POLL_SECONDS + 15) * 1000
const BATCH_MAX = 100
// At most one batch is stored and not yet confirmed; its numbers may have gaps.
const CONFIRM_RANGE = 10 * BATCH_MAX
/** An answer that confirms nothing and comes sooner did not wait; asking again at once would be a busy loop. */
const EMPTY_ANSWER_MS = 1000

const batchSchema = z.array(z.unknown())
const numberedSchema = z.object({ update_id: z.int() })

/**
 * Takes updates by long polling, until it fails or `signal` aborts. A batch is stored whole, in order, and only
 * then confirmed by the next request's offset; after a kill in between the same batch comes again, and the stored
 * cursor shows it.
 *
 * An offset confirms everything below it. Telegram starts its numbers anew, anywhere, after a quiet week, so an old
 * offset may lie above new updates and would drop them unread. It is therefore sent once, right after its batch, and
 * never from memory: with no offset Telegram answers with what is not confirmed yet.
 */
export async function poll(intake: Intake, account: AccountId, ready: () => void, signal: AbortSignal): Promise<void> {
  const cursor = Number(await untilStored(intake, () => intake.sink.cursor(account), signal))
  let offset: number | undefined
  let timeout = 0
  while (!signal.aborted) {
    const askedMs = intake.clock.monotonicMs()
    const batch = await ask(intake, { offset, timeout }, signal)
    ready()
    const fresh = batch.filter((update) => !isBehind(numberOf(update), cursor))
    const found = taken(fresh, intake.decode)
    offset = offsetAfter(batch)
    if (!isNothing(found)) await untilStored(intake, () => store(intake, found, String(offset)), signal)
    intake.acknowledge(found.events)
    const hurried = offset === undefined && timeout > 0 && intake.clock.monotonicMs() - askedMs < EMPTY_ANSWER_MS
    if (hurried) await intake.clock.sleep(EMPTY_ANSWER_MS, signal)
    timeout = POLL_SECONDS
  }
}

/** Already stored by a process that was killed before it confirmed it. */
const isBehind = (id: number | undefined, cursor: number) =>
  id !== undefined && id < cursor && id >= cursor - CONFIRM_RANGE

/** Confirms the whole batch, also what has no number that can be read. */
function offsetAfter(batch: readonly unknown[]): number | undefined {
  const numbers = batch.map(numberOf).filter((id) => id !== undefined)
  return numbers.length === 0 ? undefined : Math.max(...numbers) + 1
}

const numberOf = (update: unknown) => numberedSchema.safeParse(update).data?.update_id

async function ask(intake: Intake, question: { offset: number | undefined; timeout: number }, signal: AbortSignal) {
  const payload = { ...question, limit: BATCH_MAX, allowed_updates: ALLOWED_UPDATES }
  const call = { method: 'getUpdates', payload, effect: 'again', timeoutMs: POLL_TIMEOUT_MS } as const
  return batchSchema.parse(await intake.api.call(call, signal))
}
