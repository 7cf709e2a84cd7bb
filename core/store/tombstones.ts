import { createHmac } from 'node:crypto'
import type pg from 'pg'
import type { PersonId } from '../contract/ids.ts'
import { KEY_DAYS } from './retention.ts'

/** By what an event is unique, as its row has it. */
export type EventIdentity = {
  readonly account: string
  readonly chatId: string
  readonly messageId: string
  readonly kind: string
  readonly revision: number
}

/**
 * What stays of the events of a deleted person: a keyed hash of each event's identity, so that an event that its
 * platform repeats is refused. Without the key nobody can tell which message, chat or person it was.
 */
export type Tombstones = {
  hashOf(event: EventIdentity): Buffer
  /** Writes those of a person's events, before these are deleted; returns how many. */
  write(client: pg.PoolClient, person: PersonId, at: Date): Promise<number>
}

/** `key`: the secret of the data folder. */
export function createTombstones(key: Buffer): Tombstones {
  // Of its own for each purpose, so that equal texts give unequal hashes.
  const own = createHmac('sha256', key).update('event tombstones').digest()
  const hashOf = ({ account, chatId, messageId, kind, revision }: EventIdentity) =>
    createHmac('sha256', own)
      .update(JSON.stringify([account, chatId, messageId, kind, revision]))
      .digest()
  return {
    hashOf,
    async write(client, person, at) {
      const since = new Date(at.getTime() - KEY_DAYS * DAY_MS)
      let after = ''
      let count = 0
      for (;;) {
        const { rows } = await client.query<EventIdentity & { id: string }>(OF_PERSON, [person, since, after, ROWS_MAX])
        if (rows.length > 0) await client.query(WRITE, [rows.map(hashOf), at])
        count += rows.length
        if (rows.length < ROWS_MAX) return count
        after = rows.at(-1)!.id
      }
    },
  }
}

/** Those of the hashes that are there. */
export async function tombstonesAmong(client: pg.PoolClient, hashes: readonly Buffer[]): Promise<ReadonlySet<string>> {
  const { rows } = await client.query<{ hash: Buffer }>(AMONG, [hashes])
  return new Set(rows.map(({ hash }) => hash.toString('base64')))
}

const DAY_MS = 86_400_000
const ROWS_MAX = 5_000

const OF_PERSON = `
  select id, account, chat_id as "chatId", message_id as "messageId", kind, revision from event
  where person_id = $1 and received_at >= $2 and id > $3 order by id limit $4`

const WRITE = `insert into event_tombstone (hash, deleted_at) select unnest($1::bytea[]), $2 on conflict do nothing`

const AMONG = `select hash from event_tombstone where hash = any($1::bytea[])`
