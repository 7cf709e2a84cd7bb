import type { AccountId } from '#core/contract/ids.ts'
import type { Places } from './places.ts'

export type DecodeContext = {
  readonly account: AccountId
  readonly botId: string
  readonly places: Places
  /** Who wrote a message, as far as this process knows: a deletion does not say. */
  readonly authorOf: (messageId: string) => string | undefined
  readonly receivedAtMs: number
}
