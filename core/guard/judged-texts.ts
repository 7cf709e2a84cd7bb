import { opened, sealed, secretFor } from '#machine/sealed.ts'
import type { TurnId } from '../contract/ids.ts'
import { shortened } from '../contract/text.ts'
import type { Store } from '../store/store.ts'

/** What guards blocked, encrypted: without the data folder's secret it says nothing. The turn's end stores it. */
export type JudgedTexts = {
  seal(turn: TurnId, text: string): Buffer
  /** Undefined where none is kept, or no longer, or not under this secret. */
  of(turn: TurnId): Promise<string | undefined>
}

const CHARACTERS_MAX = 20_000

/** `key`: the secret of the data folder. */
export function createJudgedTexts({ store: { pool }, key }: { store: Pick<Store, 'pool'>; key: Buffer }): JudgedTexts {
  const secret = secretFor(key, 'judged texts')
  return {
    seal: (turn, text) => sealed(shortened(text, CHARACTERS_MAX), { secret, of: turn }),
    async of(turn) {
      const { rows } = await pool.query<{ sealed: Buffer }>('select sealed from judged_text where turn_id = $1', [turn])
      return rows[0] && opened(rows[0].sealed, { secret, of: turn })
    },
  }
}
