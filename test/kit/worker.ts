import type pg from 'pg'
import { createInbox } from '#core/inbox.ts'
import { createMailbox } from '#core/mailbox/mailbox.ts'
import { createBus } from '#core/delivery/bus.ts'
import { createDoorbell } from '#core/queue/wake-up-queue.ts'
import { createSweep } from '#core/queue/sweep.ts'
import { freeLeases } from '#core/store/service-lease.ts'
import { openStore } from '#core/store/store.ts'
import type { Turn } from '#core/contract/turn.ts'
import type { Turns } from '#core/turn/run.ts'
import { createWorker } from '#core/worker/worker.ts'
import { systemClock } from '#machine/clock.ts'
import { logFor } from '#machine/log.ts'
import { randomId } from './events.ts'

export type WorkerPlace = { readonly connection: pg.PoolConfig; readonly socketPath: string }

/** Everything between an event and a stored reply, joined as in service, with a turn of the test's own. */
export async function openTestWorker(
  { connection, socketPath }: WorkerPlace,
  run: Turns['run'],
  { isAlone = true, ...settings }: { attemptsMax?: number; isAlone?: boolean; turnsMax?: number } = {},
) {
  const parts = { clock: systemClock, random: randomId, log: logFor('test:worker') }
  const store = await openStore({ connection, ...parts })
  const doorbell = await createDoorbell({ connection: { path: socketPath }, ...parts })
  const bus = createBus(parts.log)
  const mailbox = createMailbox({ store, ...parts, owner: randomId() })
  const inbox = createInbox({ store, doorbell, bus, ...parts })
  const turns = { run, apologyFor: () => 'sorry' }
  const worker = createWorker({ mailbox, turns, doorbell, bus, ...parts, ...settings })
  const sweep = createSweep({ store, doorbell, worker, ...parts })
  if (isAlone) await freeLeases(store.pool)
  worker.start()
  sweep.start()
  return {
    store,
    bus,
    inbox,
    mailbox,
    worker,
    /** Resolves when nothing is left to do. */
    async idle(): Promise<void> {
      for (;;) {
        const { rowCount } = await store.pool.query("select 1 from event where state <> 'done' limit 1")
        if (rowCount === 0) return
        await systemClock.sleep(20)
      }
    },
    async [Symbol.asyncDispose]() {
      await sweep[Symbol.asyncDispose]()
      await worker[Symbol.asyncDispose]()
      await doorbell[Symbol.asyncDispose]()
      await store[Symbol.asyncDispose]()
    },
  }
}

export const answer = (text: string) => ({ outcome: { type: 'answered', text } as const, verdicts: [] })
export const textOf = ({ asked }: Turn) => (asked.type === 'message' ? asked.text : `/${asked.name}`)
