import type { Store } from '../store/store.ts'

/** A claimed job, until the lease expires and another process takes it. */
export type ClaimedJob = {
  readonly name: string
  readonly key: string
  /** Including this one. */
  readonly tries: number
  readonly fence: number
}

/** The table of jobs. Each step is one statement; writes of a claim that is no longer the newest are ignored. */
export function jobRows({ pool }: Store) {
  const change = async (text: string, { name, key, fence }: ClaimedJob, ...values: unknown[]) =>
    ((await pool.query(text, [name, key, fence, ...values])).rowCount ?? 0) > 0
  return {
    async add({ name, key }: { name: string; key: string }, at: { runAfter: Date; now: Date }): Promise<void> {
      await pool.query(ADD_JOB, [name, key, at.runAfter, at.now])
    },
    /** Those that have been due for `dueForMs`, the longest first. */
    async claim(of: { names: readonly string[]; rowsMax: number; now: Date; dueForMs: number }): Promise<ClaimedJob[]> {
      const values = [of.names, new Date(of.now.getTime() - of.dueForMs), of.dueForMs, of.rowsMax, JOB_LEASE_MS]
      return (await pool.query<ClaimedJob>({ name: 'jobs-claim', text: CLAIM, values })).rows
    },
    renew: (job: ClaimedJob) => change(RENEW, job, JOB_LEASE_MS),
    /** It stays when it was enqueued again while it ran. */
    done: (job: ClaimedJob) => change(DONE, job),
    /** Resets the tries: this run succeeded. */
    again: (job: ClaimedJob, at: Date) => change(AGAIN, job, at),
    /** Without a time it is given up, until it is enqueued again. */
    failed: (job: ClaimedJob, of: { error: string; again: Date | undefined }) =>
      change(FAILED, job, of.again ?? null, of.error),
    handBack: (job: ClaimedJob) => change(HAND_BACK, job),
  }
}

export const JOB_LEASE_MS = 3_000

/** The newest request sets the time; a job that was given up starts with no tries. */
export const ADD_JOB = `
  insert into job (name, key, run_after, created_at) values ($1, $2, $3, $4)
  on conflict (name, key) do update set run_after = excluded.run_after,
    tries = case when job.run_after is null and job.lease_until is null then 0 else job.tries end`

/** Two processes that claim at once get different ones. Leases use the database's clock alone. */
const CLAIM = `
  update job set run_after = null, tries = tries + 1, fence = fence + 1,
    lease_until = clock_timestamp() + $5 * interval '1 ms'
  from (
    select name, key from job
    where name = any($1::text[]) and (
      lease_until is null and run_after <= $2 or lease_until < clock_timestamp() - $3 * interval '1 ms')
    order by coalesce(run_after, lease_until) limit $4 for update skip locked) due
  where job.name = due.name and job.key = due.key
  returning job.name, job.key, tries, fence`

const HELD = 'name = $1 and key = $2 and fence = $3'

const RENEW = `update job set lease_until = clock_timestamp() + $4 * interval '1 ms' where ${HELD}`

const DONE = `
  with done as (delete from job where ${HELD} and run_after is null)
  update job set lease_until = null, tries = 0, last_error = null where ${HELD} and run_after is not null`

const AGAIN = `
  update job set run_after = least(run_after, $4::timestamptz), lease_until = null, tries = 0, last_error = null
  where ${HELD}`

const FAILED = `
  update job set run_after = least(run_after, $4::timestamptz), lease_until = null, last_error = $5 where ${HELD}`

const HAND_BACK = `
  update job set run_after = coalesce(run_after, created_at), lease_until = null, tries = tries - 1
  where ${HELD}`
