import type { AccountId } from '#core/contract/ids.ts'
import type { Jid } from './jid.ts'
import type { Me } from './page.ts'

export type DecodeContext = {
  readonly account: AccountId
  readonly me: Pick<Me, 'phoneNumber' | 'lid'>
  /** The jid of somebody's phone number where it is known, else the one that is given. */
  readonly personOf: (jid: Jid) => Jid
  readonly groupTitleOf: (chatId: Jid) => string | undefined
  /** Whether this service sent a message of the account; others are the owner's. */
  readonly isOurs: (sent: { chatId: string; messageId: string; text: string }) => boolean
  readonly receivedAtMs: number
}
