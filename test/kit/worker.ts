import type pg from 'pg'
import { createInbox } from '#core/inbox.ts'
import { createMailbox } from '#core/mailbox/mailbox.ts'
import { createBus } from '#core/delivery/bus.ts'
import { createWakeUpQueue } from '#core/queue/wake-up-queue.ts'
import { createSweep } from '#core/queue/sweep.ts'
import { freeLeases } from '#core/store/service-lease.ts'
import { openStore } from '#core/store/store.ts'
import type { Turn } from '#core/contract/turn.ts'
import type { Turns } from '#core/turn/run.ts'
import { createWorker } from '#core/worker/worker.ts'
import { systemClock } from '#machine/clock.ts'
import { logFor } from '#machine/log.ts'
import { randomId } from './events.ts'

export type WorkerConnections = { readonly connection: pg.PoolConfig; readonly socketPath: string }

/** Everything between an event and a stored reply, connected as in service, with a turn of the test's own. */
export async function openTestWorker(
  { connection, socketPath }: WorkerConnections,
  run: Turns['run'],
  { isAlone = true, ...settings }: { attemptsMax?: number; isAlone?: boolean; turnsMax?: number } = {},
) {
  const deps = { clock: systemClock, random: randomId, log: logFor('test:worker') }
  const store = await openStore({ connection, ...deps })
  const wakeUps = await createWakeUpQueue({ connection: { path: socketPath }, ...deps })
  const bus = createBus(deps.log)
  const mailbox = createMailbox({ store, ...deps, owner: randomId() })
  const inbox = createInbox({ store, wakeUps, bus, ...deps })
  const turns = { run, apologyFor: () => 'sorry' }
  const worker = createWorker({ mailbox, turns, wakeUps, bus, ...deps, ...settings })
  const sweep = createSweep({ store, wakeUps, worker, ...deps })
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
      await wakeUps[Symbol.asyncDispose]()
      await store[Symbol.asyncDispose]()
    },
  }
}

export const answer = (text: string) => ({ outcome: { type: 'answered', text } as const, verdicts: [] })
export const textOf = ({ asked }: Turn) => (asked.type === 'message' ? asked.text : `/${asked.name}`)
