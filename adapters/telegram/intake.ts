import type { Sink } from '#core/contract/channel.ts'
import type { ChatEvent } from '#core/contract/message.ts'
import { spreadBackOffMs } from '#machine/back-off.mjs'
import type { Clock } from '#machine/clock.ts'
import { retry } from '#machine/retry.ts'
import type { TelegramApi } from './api.ts'

/** What both ways of taking updates work with. */
export type Intake = {
  readonly api: TelegramApi
  readonly sink: Sink
  readonly decode: (update: unknown) => ChatEvent[]
  readonly clock: Clock
  readonly random: () => number
  /** Tells Telegram that presses of buttons were stored: until then they are shown as being under way. */
  readonly acknowledge: (events: readonly ChatEvent[]) => void
  /** Called with whether the store accepted updates. */
  readonly stored: (isStored: boolean) => void
}

/** The kinds that are read; others stay at Telegram. Without this list reactions would not be sent at all. */
export const ALLOWED_UPDATES = ['message', 'edited_message', 'callback_query', 'message_reaction', 'my_chat_member']

const BACK_OFF = { firstMs: 250, maxMs: 10_000 }

/** Runs what needs the store until it succeeds: while the store is down, messages wait at Telegram. */
export async function untilStored<T>(intake: Intake, work: () => Promise<T>, signal: AbortSignal): Promise<T> {
  const { clock, random, stored } = intake
  const pauseMs = (failures: number) => spreadBackOffMs(failures, { ...BACK_OFF, random })
  const result = await retry(work, { pauseMs, failed: () => stored(false), clock }, signal)
  stored(true)
  return result
}
