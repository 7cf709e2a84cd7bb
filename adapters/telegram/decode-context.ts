import type { AccountId } from '#core/contract/ids.ts'

/** What has to be known to read an update. The name is unknown until Telegram has been asked (getMe). */
export type DecodeContext = {
  readonly account: AccountId
  readonly botId: string
  readonly botUsername?: string | undefined
  readonly receivedAtMs: number
}
