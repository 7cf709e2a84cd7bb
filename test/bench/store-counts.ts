import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { runningService } from '#machine/data-folder.ts'
import { nowMs } from './now.ts'

/** What Postgres did for messages: without what the same service does in the same time for none. */
export type StoreCounts = { readonly transactions: number; readonly syncs: number }

/** Postgres reports a connection's statistics at the latest when it has been idle for 10 s. */
const TOLD_AFTER_MS = 11_000

/** Starts to count, after measuring an idle service for a while. */
export async function countStore(dataFolder: string): Promise<{ sinceThen(): Promise<StoreCounts> }> {
  await wait(TOLD_AFTER_MS)
  const idleFrom = await counted(dataFolder)
  await wait(TOLD_AFTER_MS)
  const begun = await counted(dataFolder)
  const idleMs = begun.atMs - idleFrom.atMs
  return {
    async sinceThen() {
      await wait(TOLD_AFTER_MS)
      const now = await counted(dataFolder)
      const tookMs = now.atMs - begun.atMs
      const ofMessages = (name: keyof StoreCounts) =>
        now[name] - begun[name] - ((begun[name] - idleFrom[name]) / idleMs) * tookMs
      return { transactions: ofMessages('transactions'), syncs: ofMessages('syncs') }
    },
  }
}

async function counted(dataFolder: string): Promise<StoreCounts & { readonly atMs: number }> {
  const running = await runningService(dataFolder)
  const client = new pg.Client({ host: running?.socketFolder, user: 'chasqui', database: 'chasqui', password: '' })
  await client.connect()
  try {
    const { rows } = await client.query<{ transactions: string; syncs: string }>(COUNTS)
    const [{ transactions, syncs } = { transactions: Number.NaN, syncs: Number.NaN }] = rows
    return { atMs: nowMs(), transactions: Number(transactions), syncs: Number(syncs) }
  } finally {
    await client.end()
  }
}

const COUNTS = `
  select xact_commit as transactions, (select sum(fsyncs) from pg_stat_io where object = 'wal') as syncs
  from pg_stat_database where datname = current_database()`
