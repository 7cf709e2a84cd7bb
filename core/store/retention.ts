import type pg from 'pg'
import type { Clock } from '#machine/clock.ts'

export type Retention = {
  /** Of turns with all that belongs to them. */
  readonly turnsDays: number
  /** Of turns that a limit or a rule refused. */
  readonly limitedDays: number
}

const DAY_MS = 86_400_000
/** Platforms' own payloads, kept for finding faults. */
export const RAW_DAYS = 7
/** What a guard blocked, kept for those who review it. */
const JUDGED_DAYS = 30
/** No platform repeats an event after so long. */
export const KEY_DAYS = 30
/** A platform that has not said it by then will not. */
const STATUS_DAYS = 30
/** Of the console: what was done in it, sessions by age and without use, and networks that accounts signed in from. */
const AUDIT_DAYS = 365
export const SESSION_DAYS = 30
export const IDLE_SESSION_DAYS = 0.5
const ATTEMPT_DAYS = 30
/** A bucket that nothing was taken from for so long is full again, which a missing one is, too. */
const BUCKET_DAYS = 7

const ROWS_MAX = 200
/** Of one kind in one run; the rest waits for the next. */
const BATCHES_MAX = 1_000
/** Between two batches, so that statements of turns are not delayed. */
const PAUSE_MS = 20

/**
 * Deletes what is past its retention, in small batches. A turn is deleted with its verdicts, what of it was blocked, its
 * label, its feedback and its reply, once that is delivered or given up; the keys of its events stay until no platform can repeat them.
 */
export async function deleteOld(
  { pool, clock, retention }: { pool: pg.Pool; clock: Clock; retention: Retention },
  signal: AbortSignal,
): Promise<Record<string, number>> {
  const before = (days: number) => new Date(clock.now() - days * DAY_MS)
  const kinds: readonly [kind: string, text: string, before: Date][] = [
    ['turns', deleteTurns('finished_at is not null'), before(retention.turnsDays)],
    ['refused turns', deleteTurns(`state in ('limited', 'ignored')`), before(retention.limitedDays)],
    ['judged texts', DELETE_JUDGED, before(JUDGED_DAYS)],
    ['payloads', DELETE_RAW, before(RAW_DAYS)],
    ['codes', DELETE_CODES, before(0)],
    ['keys', DELETE_KEYS, before(KEY_DAYS)],
    ['tombstones', DELETE_TOMBSTONES, before(KEY_DAYS)],
    ['buckets', DELETE_BUCKETS, before(BUCKET_DAYS)],
    ['statuses', DELETE_STATUSES, before(STATUS_DAYS)],
    ['notes', DELETE_NOTES, before(0)],
    ['audit', DELETE_AUDIT, before(AUDIT_DAYS)],
    ['sessions', deleteSessions('created_at'), before(SESSION_DAYS)],
    ['idle sessions', deleteSessions('seen_at'), before(IDLE_SESSION_DAYS)],
    ['links', DELETE_LINKS, before(0)],
    ['attempts', DELETE_ATTEMPTS, before(ATTEMPT_DAYS)],
  ]
  const deleted: Record<string, number> = {}
  for (const [kind, text, at] of kinds) {
    for (let batches = 0; batches < BATCHES_MAX && !signal.aborted; batches += 1) {
      const { rowCount } = await pool.query(text, [at, ROWS_MAX])
      if (rowCount) deleted[kind] = (deleted[kind] ?? 0) + rowCount
      if ((rowCount ?? 0) < ROWS_MAX) break
      await clock.sleep(PAUSE_MS, signal).catch(() => undefined)
    }
  }
  return deleted
}

/** Oldest first, so that no reset is deleted before the turns that it ended. `which` is the condition of an index. */
const deleteTurns = (which: string) => `
  with old as (
    select id from turn
    where ${which} and finished_at < $1
      and not exists (select 1 from outbox where turn_id = turn.id and state in ('live', 'ready'))
    order by finished_at limit $2
  ), verdicts as (
    delete from verdict using old where verdict.turn_id = old.id
  ), judged_texts as (
    delete from judged_text using old where judged_text.turn_id = old.id
  ), labels as (
    delete from guard_label using old where guard_label.turn_id = old.id
  ), feedback_given as (
    delete from feedback using old where feedback.turn_id = old.id
  ), replies as (
    delete from outbox using old where outbox.turn_id = old.id
  ), events as (
    update event set turn_id = null, body = null, raw = null from old where event.turn_id = old.id
  )
  delete from turn using old where turn.id = old.id`

const DELETE_JUDGED = `
  delete from judged_text where turn_id in (
    select turn_id from judged_text where created_at < $1 order by created_at limit $2)`

const DELETE_RAW = `
  update event set raw = null
  where id in (select id from event where raw is not null and received_at < $1 order by received_at limit $2)`

/** Of strangers. They are no longer good by then. */
const DELETE_CODES = `
  delete from pairing where code in (select code from pairing where expires_at <= $1 limit $2)`

const DELETE_KEYS = `
  delete from event where id in (
    select id from event where state = 'done' and turn_id is null and received_at < $1 order by received_at limit $2)`

const DELETE_TOMBSTONES = `
  delete from event_tombstone where hash in (
    select hash from event_tombstone where deleted_at < $1 order by deleted_at limit $2)`

const DELETE_BUCKETS = `
  delete from limit_bucket where key in (select key from limit_bucket where filled_at < $1 limit $2)`

const DELETE_STATUSES = `
  delete from delivery_status where (account, message_id) in (
    select account, message_id from delivery_status where changed_at < $1 order by changed_at limit $2)`

const DELETE_NOTES = `
  delete from channel_note where (account, key) in (
    select account, key from channel_note where until < $1 order by until limit $2)`

const DELETE_AUDIT = `
  delete from console_audit where id in (select id from console_audit where at < $1 order by at limit $2)`

const deleteSessions = (since: 'created_at' | 'seen_at') => `
  delete from console_session where id in (select id from console_session where ${since} <= $1 limit $2)`

const DELETE_LINKS = `
  delete from console_link where hash in (select hash from console_link where expires_at <= $1 limit $2)`

const DELETE_ATTEMPTS = `
  delete from console_attempt where key in (
    select key from console_attempt where changed_at < $1 order by changed_at limit $2)`
