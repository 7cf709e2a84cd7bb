import type pg from 'pg'
import { opened, sealed, secretFor } from '#machine/sealed.ts'
import type { SettingValue } from '../contract/settings.ts'
import { inTransaction } from '../store/transaction.ts'

/** What an operator has set in the console. */
export type KeptSetting = {
  readonly key: string
  /**
   * `none`: it was taken away again. `unreadable`: it cannot be decrypted, because the secret of the data folder is
   * another one by now.
   */
  readonly state: 'set' | 'none' | 'unreadable'
  readonly value: unknown
  /** Grows with each change, so that a change knows whether another one came before it. */
  readonly revision: number
}

export type SettingWrite = {
  readonly key: string
  /** Null takes it away. */
  readonly value: SettingValue | null
  /** Of a text. */
  readonly isSecret: boolean
  /** The one that was seen; 0 where there was none. */
  readonly revision: number
}

export type SettingStore = {
  read(): Promise<readonly KeptSetting[]>
  /** All or none. False: one of them was changed since it was seen. */
  write(writes: readonly SettingWrite[], about: { readonly by: string; readonly at: Date }): Promise<boolean>
}

type StoreDeps = {
  readonly pool: pg.Pool
  /** The secret of the data folder. */
  readonly key: Buffer
}

/** The settings of the console; secrets are encrypted. */
export function createSettingStore({ pool, key }: StoreDeps): SettingStore {
  const secret = secretFor(key, 'settings')
  return {
    async read() {
      const { rows } = await pool.query<Row>(READ)
      return rows.map(({ key: of, value, sealed: bytes, revision }) => {
        if (bytes === null) return { key: of, state: value === null ? 'none' : 'set', value, revision }
        const text = opened(bytes, { secret, of })
        return { key: of, state: text === undefined ? 'unreadable' : 'set', value: text, revision }
      })
    },
    async write(writes, { by, at }) {
      try {
        await inTransaction(pool, async (client) => {
          // In one order, so that two changes do not lock each other out.
          for (const { key: of, value, isSecret, revision } of writes.toSorted(byKey)) {
            const bytes = isSecret && typeof value === 'string' ? sealed(value, { secret, of }) : null
            const plain = isSecret || value === null ? null : JSON.stringify(value)
            const { rowCount } = await client.query(WRITE, [of, plain, bytes, revision + 1, by, at])
            if (rowCount !== 1) throw new Changed()
          }
        })
        return true
      } catch (error) {
        if (error instanceof Changed) return false
        throw error
      }
    },
  }
}

/** Undoes the transaction. */
class Changed extends Error {}

const byKey = (one: SettingWrite, other: SettingWrite) => (one.key < other.key ? -1 : 1)

type Row = { key: string; value: unknown; sealed: Buffer | null; revision: number }

const READ = 'select key, value, sealed, revision from setting'

/** The row of a value that was taken away stays, with its revision. */
const WRITE = `
  insert into setting (key, value, sealed, revision, changed_by, changed_at) values ($1, $2, $3, $4, $5, $6)
  on conflict (key) do update set value = excluded.value, sealed = excluded.sealed, revision = excluded.revision,
    changed_by = excluded.changed_by, changed_at = excluded.changed_at
  where setting.revision = excluded.revision - 1`
