import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { openDiscord } from '#adapters/discord/channel.ts'
import type { DiscordOptions } from '#adapters/discord/options.ts'
import { commandMenu } from '#core/commands/menu.ts'
import type { Channel } from '#core/contract/channel.ts'
import type { Clock } from '#machine/clock.ts'
import { logFor } from '#machine/log.ts'
import { RecordingSink } from '../../contract/recording-sink.ts'
import type { DoubleOptions } from '../../kit/discord/double-options.ts'
import { type DiscordDouble, openDiscordDouble } from '../../kit/discord/double.ts'
import { hastyClock } from '../telegram/fixture.ts'

export type Fixture = {
  readonly double: DiscordDouble
  readonly sink: RecordingSink
  readonly channel: Channel
  /** What the channel waited for, in milliseconds, without the waiting. */
  readonly waits: number[]
  /** Removed at the end. */
  readonly folder: string
  [Symbol.asyncDispose](): Promise<void>
}

export type FixtureOptions = {
  readonly double?: DoubleOptions
  readonly channel?: Partial<DiscordOptions>
  /** What happens at Discord before the bot starts. */
  readonly before?: (double: DiscordDouble) => void
  /** The channel is started and nobody waits for the connection. */
  readonly isRefused?: true
}

/** A Discord, a channel on it that is connected, and a store. */
export async function openFixture(options: FixtureOptions = {}, sink = new RecordingSink()): Promise<Fixture> {
  const double = await openDiscordDouble(options.double)
  options.before?.(double)
  const { clock, waits } = hastyClock()
  const folder = await mkdtemp(path.join(tmpdir(), 'chasqui-discord-'))
  const channel = await openOn(double, { clock, folder, ...options.channel })
  await channel.start(sink)
  if (!options.isRefused) await double.connected()
  const dispose = async () => {
    await channel[Symbol.asyncDispose]()
    await double[Symbol.asyncDispose]()
    await rm(folder, { recursive: true })
  }
  return { double, sink, channel, waits, folder, [Symbol.asyncDispose]: dispose }
}

export async function openOn(
  { token, apiRoot }: DiscordDouble,
  { folder, ...options }: Partial<DiscordOptions> & { readonly clock: Clock; readonly folder: string },
): Promise<Channel> {
  const spoolFolder = path.join(folder, 'pictures')
  const log = logFor('test:discord')
  return await openDiscord({ token, apiRoot, spoolFolder, commandMenu, log, random: () => 0.5, ...options })
}
