import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'
import type { Clock } from '#machine/clock.ts'
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
  const secret = createHmac('sha256', key).update('channel notes').digest()
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

/** `of`: which note it is, so that a value that is moved to another one cannot be read. */
type Sealing = { readonly secret: Buffer; readonly of: string }

const CIPHER = 'aes-256-gcm'
const NONCE_BYTES = 12
const TAG_BYTES = 16

function sealed(value: string, { secret, of }: Sealing): Buffer {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv(CIPHER, secret, nonce).setAAD(Buffer.from(of))
  const text = Buffer.concat([cipher.update(value, 'utf8'), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), text])
}

/** Undefined for what was written under another secret: the data folder's is a new one. */
function opened(value: Buffer, { secret, of }: Sealing): string | undefined {
  const tagEnd = NONCE_BYTES + TAG_BYTES
  const decipher = createDecipheriv(CIPHER, secret, value.subarray(0, NONCE_BYTES)).setAAD(Buffer.from(of))
  decipher.setAuthTag(value.subarray(NONCE_BYTES, tagEnd))
  try {
    return Buffer.concat([decipher.update(value.subarray(tagEnd)), decipher.final()]).toString('utf8')
  } catch {
    return undefined
  }
}

const PUT = `
  insert into channel_note (account, key, value, until) values ($1, $2, $3, $4)
  on conflict (account, key) do update set value = excluded.value, until = excluded.until`

const GET = 'select value from channel_note where account = $1 and key = $2 and until > $3'

const DELETE = 'delete from channel_note where account = $1 and key = $2'
