import { ChannelError, type Channel, type ChannelActivity, type Sink } from '#core/contract/channel.ts'
import type { AccountId, Platform } from '#core/contract/ids.ts'
import { SettingRefused } from '#core/contract/settings.ts'
import { CodedError, saidBy } from '#machine/coded-error.ts'
import { inTime } from '#machine/deadline.ts'
import { logFor } from '#machine/log.ts'
import { type ChannelDeps, channelRows, type ChannelRow, type ChannelSettings } from './all.ts'
import { type ChannelCheck, checked, type CheckedChannel } from './checks.ts'
import { GUIDES, settingsOf } from './guides.ts'
import type { OpenChannel } from './open-channel.ts'
import { say } from './sentences.ts'
import { toldAs, type Told } from '#machine/sentence.ts'

export type LiveChannelsDeps = Omit<ChannelDeps, 'accountKnown'> & {
  /** Whether a turn of this account runs, or a reply to somebody there is being sent or waits to be. */
  readonly hasRepliesUnderWay: (account: AccountId) => Promise<boolean>
  /** What waits for a channel of this account can be sent now. */
  readonly opened: (account: AccountId) => Promise<void>
  /** By default `LAST_REPLIES_MS`. */
  readonly lastRepliesMs?: number
  /** Settings that were changed in the console never stop a start: such a channel stays closed, and says why. */
  readonly maySetAside?: (settings: readonly string[]) => boolean
}

/** A channel that is open, with its numbers. */
export type LiveChannel = Channel & { activity(): ChannelActivity }

/** One that is switched on and could not be opened. */
export type FaultyChannel = Told<'detail'> & { readonly name: Platform }

/** The channels, which open, change and close while the service runs. */
export type LiveChannels = {
  /** Those that are open, in the order in which they are shown. */
  all(): readonly LiveChannel[]
  /** Looked up each time: some channels learn from their platform which account they are. */
  of(account: AccountId): LiveChannel | undefined
  /** What could not be opened at the start, or again. */
  faulty(): readonly FaultyChannel[]
  /** The settings that are at work. */
  settings(): ChannelSettings
  /** Begins to take messages; resolves when all channels have begun. */
  start(sinkFor: (channel: OpenChannel) => Sink): Promise<void>
  /**
   * Asks the platform about values that are not at work yet, with what is at work for the rest; keys as in
   * chasqui.yaml.
   */
  check(name: CheckedChannel, values: ReadonlyMap<string, unknown>, signal: AbortSignal): Promise<ChannelCheck>
  /**
   * Closes what is off now, opens what is new, opens anew what has other settings of its own; one change at a time.
   * @throws {SettingRefused} a channel cannot work with them; all of them go on as before
   */
  apply(settings: ChannelSettings): Promise<void>
  /** Closes a channel and opens it again. @throws where it cannot be opened; then it is `faulty` */
  reconnect(name: Platform): Promise<void>
  /** Nothing new is taken; replies can still be sent. Called before running turns are finished. */
  stop(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

/** For a question to a platform about a new token. */
const ASK_MS = 10_000
/** Until a channel takes nothing new, and until it is closed. */
const END_MS = 15_000
/** For the replies of turns that run while their channel is switched off; the rest waits in the outbox. */
const LAST_REPLIES_MS = 10_000
const LAST_REPLIES_EVERY_MS = 100
/** For calls under way. One that is cut off may have arrived, and its reply would be repeated with a label. */
const LAST_CALLS_MS = 35_000

const log = logFor('adapters')

/** Opens all channels that are switched on; rejects for settings that cannot work. */
export async function openLiveChannels(settings: ChannelSettings, deps: LiveChannelsDeps): Promise<LiveChannels> {
  const channels = new Channels(settings, deps)
  await channels.open()
  return channels
}

class Channels implements LiveChannels {
  readonly #deps: LiveChannelsDeps
  readonly #rows: readonly (readonly [Platform, ChannelRow])[]
  readonly #open = new Map<Platform, OpenChannel>()
  readonly #closing = new Set<OpenChannel>()
  readonly #faulty = new Map<Platform, FaultyChannel>()
  readonly #stopping = new AbortController()
  #settings: ChannelSettings
  /** Before the newest change. */
  #settingsBefore: ChannelSettings
  #sinkFor: ((channel: OpenChannel) => Sink) | undefined
  /** Changes, one after the other. */
  #before: Promise<unknown> = Promise.resolve()

  constructor(settings: ChannelSettings, deps: LiveChannelsDeps) {
    this.#settings = settings
    this.#settingsBefore = settings
    this.#deps = deps
    const accountKnown = (account: AccountId) => void this.#sendWaiting(account)
    this.#rows = Object.entries(channelRows({ ...deps, accountKnown })) as [Platform, ChannelRow][]
  }

  all(): readonly OpenChannel[] {
    return this.#rows.flatMap(([name]) => this.#open.get(name) ?? [])
  }

  of(account: AccountId): OpenChannel | undefined {
    return this.all().find((channel) => channel.account === account)
  }

  faulty(): readonly FaultyChannel[] {
    return [...this.#faulty.values()]
  }

  settings(): ChannelSettings {
    return this.#settings
  }

  /** One after the other: some share what they open. */
  async open(): Promise<void> {
    try {
      for (const [name, row] of this.#rows) {
        await this.#openRow(name, row).catch((error: unknown) => {
          if (
            !(error instanceof CodedError) ||
            error instanceof ChannelError ||
            this.#deps.maySetAside?.(row.settings) !== true
          )
            throw error
          log.error({ channel: name, error }, 'a channel could not be opened; the others are')
        })
      }
    } catch (error) {
      await this[Symbol.asyncDispose]()
      throw error
    }
  }

  async start(sinkFor: (channel: OpenChannel) => Sink): Promise<void> {
    this.#sinkFor = sinkFor
    await Promise.all(this.all().map((channel) => channel.start(sinkFor(channel))))
  }

  async check(name: CheckedChannel, values: ReadonlyMap<string, unknown>, signal: AbortSignal): Promise<ChannelCheck> {
    // Others are not set in the console: a token must not be sent to another host.
    const { needs, may } = settingsOf(GUIDES[name])
    const own = new Map([...values].filter(([key]) => [...needs, ...may].includes(key)))
    return await this.#ask(this.#rowOf(name), settingsWith(this.#settings, own), signal)
  }

  apply(settings: ChannelSettings): Promise<void> {
    return this.#oneAtATime(() => this.#apply(settings))
  }

  reconnect(name: Platform): Promise<void> {
    return this.#oneAtATime(async () => {
      const row = this.#rowOf(name)
      // What is always there has no connection of its own.
      if (row.settings.length === 0) return
      await this.#close(name, { forGood: false })
      await this.#openRow(name, row)
    })
  }

  async stop(): Promise<void> {
    this.#stopping.abort(new Error('stopped'))
    await this.#before
    await Promise.all(this.all().map((channel) => channel.stop()))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopping.abort(new Error('stopped'))
    await this.#before
    const channels = [...this.#closing, ...this.all().toReversed()]
    this.#open.clear()
    const failures: unknown[] = []
    for (const channel of channels) {
      await channel[Symbol.asyncDispose]().catch((error: unknown) => failures.push(error))
    }
    if (failures.length > 0) throw new AggregateError(failures, 'channels did not close')
  }

  async #oneAtATime(work: () => Promise<void>): Promise<void> {
    const done = this.#before.then(() => {
      this.#stopping.signal.throwIfAborted()
      return work()
    })
    this.#before = done.catch(() => undefined)
    await done
  }

  async #apply(settings: ChannelSettings): Promise<void> {
    const before = this.#settings
    const changed = this.#rows.filter(([, row]) => changedIn(row, before, settings) !== undefined)
    const asked = new Map<Platform, ChannelCheck | undefined>()
    const on = changed.filter(([, row]) => row.isOn(settings))
    // First all that can be refused, so that nothing was touched then.
    for (const [name, row] of on) {
      const checking = this.#checked([name, row], settings)
      asked.set(name, await (on.length === 1 ? checking : checking.catch((error) => refuseFor(name, error))))
    }
    const touched: (readonly [Platform, ChannelRow])[] = []
    try {
      for (const each of changed) {
        touched.push(each)
        await this.#replace(each, settings, asked.get(each[0])?.account)
      }
      this.#settingsBefore = before
      this.#settings = settings
    } catch (error) {
      for (const each of touched.toReversed()) await this.#restore(each)
      throw error
    }
  }

  #rowOf(name: Platform): ChannelRow {
    const row = this.#rows.find(([each]) => each === name)?.[1]
    if (row === undefined) throw new Error(`there is no channel ${name}`)
    return row
  }

  async #ask(row: ChannelRow, settings: ChannelSettings, signal: AbortSignal): Promise<ChannelCheck> {
    const bounded = AbortSignal.any([signal, AbortSignal.timeout(ASK_MS)])
    return await checked(async () => (await row.ask?.(settings, bounded)) ?? { lines: [] })
  }

  /** @throws {SettingRefused} */
  async #checked([name, row]: readonly [Platform, ChannelRow], settings: ChannelSettings) {
    const key = changedIn(row, this.#settings, settings) ?? name
    await row.check?.(settings).catch((error: unknown) => refuse(key, error))
    // Gone back to, after another part of the service refused the change.
    if (changedIn(row, this.#settingsBefore, settings) === undefined) return undefined
    // A platform that does not answer refuses nothing: the channel asks until it does.
    const answer = await this.#ask(row, settings, this.#stopping.signal).catch(() => undefined)
    if (answer?.isRefused === true) {
      const fault = answer.lines.find(({ result }) => result === 'fail')
      throw new SettingRefused(key, fault?.sentences ?? fault?.text ?? 'It was refused.')
    }
    return answer
  }

  async #replace([name, row]: readonly [Platform, ChannelRow], settings: ChannelSettings, account?: AccountId) {
    const before = this.#open.get(name)?.account
    const staysSame = row.isOn(settings) && (account === undefined || account === before)
    await this.#close(name, { forGood: !staysSame })
    await this.#openRow(name, row, settings).catch((error: unknown) =>
      refuse(changedIn(row, this.#settings, settings) ?? name, error),
    )
  }

  async #restore([name, row]: readonly [Platform, ChannelRow]): Promise<void> {
    await this.#close(name, { forGood: false })
    await this.#openRow(name, row).catch((error: unknown) => {
      log.error({ channel: name, error }, 'a channel could not be opened again with the settings it had')
    })
  }

  /** Does nothing where it is switched off. */
  async #openRow(name: Platform, row: ChannelRow, settings = this.#settings): Promise<void> {
    this.#faulty.delete(name)
    if (!row.isOn(settings)) return
    let channel: OpenChannel
    try {
      channel = await row.open(settings)
      this.#open.set(name, channel)
      if (this.#sinkFor === undefined || this.#stopping.signal.aborted) return
      await channel.start(this.#sinkFor(channel))
    } catch (error) {
      await this.#close(name, { forGood: false })
      this.#faulty.set(name, faultOf(name, error))
      throw error
    }
    await this.#sendWaiting(channel.account)
  }

  async #sendWaiting(account: AccountId): Promise<void> {
    await this.#deps
      .opened(account)
      // They are due after a while all the same.
      .catch((error: unknown) => log.warn({ account, error }, 'failed to send at once what waited for a channel'))
  }

  /** `forGood`: no channel of the same account follows, so that replies under way are sent by this one, or wait. */
  async #close(name: Platform, { forGood }: { forGood: boolean }): Promise<void> {
    const channel = this.#open.get(name)
    if (channel === undefined) return
    const { signal } = this.#stopping
    await this.#inTime('stop', channel, () => channel.stop())
    if (forGood) await this.#lastReplies(channel.account)
    this.#open.delete(name)
    this.#closing.add(channel)
    await channel.endCalls({ limitMs: LAST_CALLS_MS }, signal)
    // Closed with all the others, once the calls of the whole service have ended.
    if (signal.aborted) return
    await this.#inTime('close', channel, () => channel[Symbol.asyncDispose]())
    this.#closing.delete(channel)
  }

  /** A channel that does not end keeps no other from being opened. */
  async #inTime(what: 'stop' | 'close', { name, account }: OpenChannel, work: () => Promise<void>): Promise<void> {
    const ended = work().then(
      () => true,
      (error: unknown) => {
        log.warn({ channel: name, account, error }, `a channel failed to ${what}`)
        return true
      },
    )
    const isOver = await inTime(ended, { limitMs: END_MS, clock: this.#deps.clock })
    if (isOver !== true) log.warn({ channel: name, account }, `a channel takes longer than ${END_MS} ms to ${what}`)
  }

  async #lastReplies(account: AccountId): Promise<void> {
    const { clock, hasRepliesUnderWay, lastRepliesMs = LAST_REPLIES_MS } = this.#deps
    const { signal } = this.#stopping
    const untilMs = clock.monotonicMs() + lastRepliesMs
    const areUnderWay = () => hasRepliesUnderWay(account).catch(() => false)
    while (!signal.aborted && clock.monotonicMs() < untilMs && (await areUnderWay())) {
      await clock.sleep(LAST_REPLIES_EVERY_MS, signal).catch(() => undefined)
    }
  }
}

/** The same with other values; keys as in chasqui.yaml. */
function settingsWith(settings: ChannelSettings, values: ReadonlyMap<string, unknown>): ChannelSettings {
  let all: Readonly<Record<string, unknown>> = settings
  for (const [key, value] of values) {
    const [group = '', name = ''] = key.split('.')
    all = { ...all, [group]: { ...(all[group] as object), [name]: value ?? undefined } }
  }
  // Values that do not have the right form are refused by the channel's own check.
  return all as ChannelSettings
}

/** The first setting of the channel that differs; undefined: none does. */
function changedIn({ settings: keys }: ChannelRow, before: ChannelSettings, now: ChannelSettings): string | undefined {
  const of = (settings: ChannelSettings, key: string) => {
    const value = key.split('.').reduce<unknown>((part, name) => (part as Record<string, unknown>)[name], settings)
    return JSON.stringify([value, settings.secretFiles?.[key]])
  }
  return keys.find((key) => of(before, key) !== of(now, key))
}

/** Channels of one app share its secret: a refusal says whose it is. */
function refuseFor(name: Platform, error: unknown): never {
  if (!(error instanceof SettingRefused)) throw error
  const { key, message, sentences } = error
  const said = sentences ? [say('channel.named', { channel: name }), ...sentences] : `${name}: ${message}`
  throw new SettingRefused(key, said, { cause: error })
}

function faultOf(name: Platform, error: unknown): FaultyChannel {
  return { name, ...toldAs('detail', saidBy(error)) }
}

function refuse(key: string, error: unknown): never {
  if (error instanceof CodedError) throw new SettingRefused(key, saidBy(error), { cause: error })
  throw error
}
