import { openTelegram } from '#adapters/telegram/channel.ts'
import type { TelegramOptions } from '#adapters/telegram/options.ts'
import type { Channel } from '#core/contract/channel.ts'
import { type Clock, systemClock } from '#machine/clock.ts'
import { logFor, type Logger } from '#machine/log.ts'
import { expect, vi } from 'vitest'
import { type DoubleOptions, openTelegramDouble, type TelegramDouble } from '../../kit/telegram/double.ts'
import { RecordingSink } from '../../contract/recording-sink.ts'

export type Fixture = {
  readonly double: TelegramDouble
  readonly sink: RecordingSink
  readonly channel: Channel
  /** What the channel waited for, in milliseconds, without the waiting. */
  readonly waits: number[]
  [Symbol.asyncDispose](): Promise<void>
}

export type FixtureOptions = {
  readonly double?: DoubleOptions
  readonly channel?: Partial<TelegramOptions>
  /** What happens at Telegram before the bot starts. */
  readonly before?: (double: TelegramDouble) => void
}

/** A Telegram, a channel on it that is started, and a store. */
export async function openFixture(options: FixtureOptions = {}, sink = new RecordingSink()): Promise<Fixture> {
  const double = await openTelegramDouble(options.double)
  options.before?.(double)
  const { clock, waits } = hastyClock()
  const channel = openTelegram({ ...settingsFor(double, clock), ...options.channel })
  await channel.start(sink)
  const dispose = async () => {
    await channel[Symbol.asyncDispose]()
    await double[Symbol.asyncDispose]()
  }
  return { double, sink, channel, waits, [Symbol.asyncDispose]: dispose }
}

export function settingsFor({ token, apiRoot }: TelegramDouble, clock: Clock = hastyClock().clock): TelegramOptions {
  return { token, apiRoot, clock, log: logFor('test:telegram'), random: () => 0.5 }
}

/** Health is asked for, not told of: looked at until it is so. */
export async function healthOf(channel: Channel, expected: object): Promise<void> {
  await vi.waitFor(() => expect(channel.health()).toMatchObject(expected), { timeout: 5000, interval: 2 })
}

/** A log that is read by the test: what was said, with its fields. */
export function recordingLog(): { log: Logger; lines: readonly { msg: string; fields: object }[] } {
  const lines: { msg: string; fields: object }[] = []
  const line = (fields: object, msg: string) => void lines.push({ msg, fields })
  return { log: { debug: line, info: line, warn: line, error: line } as unknown as Logger, lines }
}

const LONGEST_WAIT_MS = 5

/** Waits are noted and cut short, so that a back-off of a minute is a matter of milliseconds. */
export function hastyClock(): { clock: Clock; waits: number[] } {
  const waits: number[] = []
  const sleep = (delayMs: number, signal?: AbortSignal) => {
    waits.push(delayMs)
    return systemClock.sleep(Math.min(delayMs, LONGEST_WAIT_MS), signal)
  }
  return { clock: { ...systemClock, sleep }, waits }
}
