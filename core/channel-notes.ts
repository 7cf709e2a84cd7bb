import type { Clock } from '#machine/clock.ts'
import { opened, sealed, secretFor } from '#machine/sealed.ts'
import type { ChannelNotes } from './contract/channel.ts'
import type { AccountId } from './contract/ids.ts'
import type { Store } from './store/store.ts'

export type ChannelNotesStore = { of(account: AccountId): ChannelNotes }

type NotesDeps = {
  readonly store: Pick<Store, 'pool'>
  /** The secret of the data folder. */
  readonly key: Buffer
  readonly clock: Pick<Clock, 'now'>
}

/** The notes of all channels: one row each, encrypted; without the data folder's secret they say nothing. */
export function createChannelNotes({ store: { pool }, key, clock }: NotesDeps): ChannelNotesStore {
  const secret = secretFor(key, 'channel notes')
  return {
    of: (account) => ({
      async put(name, value, untilMs) {
        await pool.query(PUT, [account, name, sealed(value, { secret, of: `${account} ${name}` }), new Date(untilMs)])
      },
      async get(name) {
        const { rows } = await pool.query<{ value: Buffer }>(GET, [account, name, new Date(clock.now())])
        return rows[0] && opened(rows[0].value, { secret, of: `${account} ${name}` })
      },
      async delete(name) {
        await pool.query(DELETE, [account, name])
      },
    }),
  }
}

const PUT = `
  insert into channel_note (account, key, value, until) values ($1, $2, $3, $4)
  on conflict (account, key) do update set value = excluded.value, until = excluded.until`

const GET = 'select value from channel_note where account = $1 and key = $2 and until > $3'

const DELETE = 'delete from channel_note where account = $1 and key = $2'
