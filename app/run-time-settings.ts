import {
  SettingRefused,
  type RunTimeSettings,
  type SettingChange,
  type SettingProposal,
  type SettingFault,
  type SettingsChanged,
} from '#core/contract/settings.ts'
import type { KeptSetting, SettingStore } from '#core/settings/settings-store.ts'
import type { Clock } from '#machine/clock.ts'
import { inTime } from '#machine/deadline.ts'
import type { Logger } from '#machine/log.ts'
import { checkedLayers, layered, type Config, type ConsoleValues, type Layers } from './config.ts'
import { settingForms } from './config/keys.ts'
import { byKey } from './config/rules.ts'
import { valueAt } from './config/values.ts'
import { isSame, settingStates } from './settings/states.ts'
import { settingsTable } from './settings/table.ts'
import { faultOf, usableValues, type Usable } from './settings/usable.ts'
import { saidBy } from '#machine/coded-error.ts'
import { englishOf, toldAs, type Said } from '#machine/sentence.ts'
import { say } from './sentences.ts'

/** A part of the service that takes new settings while it runs. */
export type SettingsSubscriber = {
  /** Settings, or whole groups of them: `telegram`, `engine.model`. */
  readonly keys: readonly string[]
  /**
   * Works with `config` once it resolves. It is also called to go back to what it had before: when another part has
   * refused the same change, or the change could not be stored. `signal` aborts when the service ends.
   *
   * @throws {SettingRefused} it goes on with `before`
   */
  apply(config: Config, before: Config, signal: AbortSignal): Promise<void>
}

export type LiveSettings = RunTimeSettings & {
  /** What is at work: a setting that needs a start is as it was at the last one. */
  current(): Config
  /** Subscribers are asked in the order in which they came, each for changes of its own keys alone. */
  onChange(subscriber: SettingsSubscriber): void
  /** For doctor. */
  own(): OwnSettings
  /** No change begins any more. */
  close(): void
}

/** What was set in the console. */
export type OwnSettings = {
  /** How many values are used. */
  readonly used: number
  /** Whose values are not used. */
  readonly faulty: readonly string[]
  /** Those of which another value is at work until the next start. */
  readonly waiting: readonly string[]
}

type Deps = {
  readonly layers: Layers
  readonly store: SettingStore
  readonly clock: Clock
  readonly log: Logger
}

/** For another change to end; a new model may take longer, and is then asked for again. */
const WAIT_MS_MAX = 10_000

/**
 * A change is validated with all other settings, then applied by the parts, then stored: what is refused by a part, or
 * cannot be stored, leaves everything as it was, and a crash in between leaves what was stored before.
 */
export async function openRunTimeSettings({ layers, store, clock, log }: Deps): Promise<LiveSettings> {
  const closed = new AbortController()
  const subscribers: SettingsSubscriber[] = []
  const base = layered(layers)
  let kept = keptByKey(await store.read())
  let usable = usableValues(layers, kept.values())
  let current = usable.config
  /** Of the console, at work. */
  let working = usable.values
  for (const [key, said] of usable.faults)
    log.warn({ key, fault: englishOf(said) }, 'a setting of the console is not used')

  let last: Promise<unknown> = Promise.resolve()
  /** One at a time. */
  async function inTurn<T>(work: () => Promise<T>): Promise<T | 'busy'> {
    const ahead = last
    const ended = Promise.withResolvers<void>()
    last = ahead.then(() => ended.promise)
    try {
      const isNext = await inTime(
        ahead.then(() => true),
        { limitMs: WAIT_MS_MAX, clock },
      )
      return isNext ? await work() : 'busy'
    } finally {
      ended.resolve()
    }
  }

  const illFormed = (values: readonly SettingProposal[]) => values.flatMap((one) => faultIn(one, { layers, kept }))

  /** What would be kept and at work with them, or why they cannot be used. */
  function judge(changes: readonly SettingChange[]) {
    const keptThen = new Map([...kept, ...changes.map((one) => [one.key, keptAs(one)] as const)])
    const wanted = usableValues(layers, keptThen.values())
    const faults = newFaults(wanted.faults, { before: usable.faults, changes })
    if (faults.length > 0) return { faults }
    const workingThen = atWorkNow(working, wanted.values)
    const checked = checkedLayers(layers, workingThen, byKey)
    if ('config' in checked) return { keptThen, wanted, workingThen, next: checked.config }
    const key = changes[0]?.key ?? ''
    return { faults: checked.faults.map(({ said }) => faultAt(key, said)) }
  }

  async function change(changes: readonly SettingChange[], by: string): Promise<SettingsChanged> {
    const ill = [...namedTwice(changes), ...illFormed(changes)]
    if (ill.length > 0) return { outcome: 'refused', faults: ill }
    const isStale = ({ key, revision }: SettingChange) => (kept.get(key)?.revision ?? 0) !== revision
    const stale = changes.filter(isStale).map(({ key }) => key)
    if (stale.length > 0) return { outcome: 'conflict', keys: stale }

    const judged = judge(changes)
    if ('faults' in judged) return { outcome: 'refused', faults: judged.faults }
    const { keptThen, wanted, workingThen, next } = judged
    const applied = await applyAll(next)
    if ('fault' in applied) return { outcome: 'refused', faults: [applied.fault] }
    try {
      const about = { by, at: new Date(clock.now()) }
      const writes = changes.map((one) => ({ ...one, isSecret: settingsTable[one.key]?.isSecret ?? false }))
      if (!(await store.write(writes, about))) {
        await applied.takeBack()
        kept = keptByKey(await store.read())
        usable = usableValues(layers, kept.values())
        return { outcome: 'conflict', keys: changes.map(({ key }) => key) }
      }
    } catch (error) {
      await applied.takeBack()
      throw error
    }
    kept = keptThen
    usable = wanted
    working = workingThen
    current = next
    const waitsForStart = changes.some(({ key }) => !isSame(valueAt(usable.config, key), valueAt(current, key)))
    log.info({ keys: changes.map(({ key }) => key), waitsForStart }, 'settings changed in the console')
    return { outcome: 'changed', waitsForStart }
  }

  type Applied = { takeBack(): Promise<void> } | { fault: SettingFault }

  async function applyAll(next: Config): Promise<Applied> {
    const before = current
    const done: SettingsSubscriber[] = []
    const takeBack = async () => {
      for (const subscriber of done.toReversed()) {
        await subscriber
          .apply(before, next, closed.signal)
          .catch((error: unknown) =>
            log.error({ error, keys: subscriber.keys }, 'failed to go back to the settings before'),
          )
      }
    }
    for (const subscriber of subscribers) {
      const [changed] = changedKeys(before, next).filter((key) => isAmong(key, subscriber.keys))
      if (changed === undefined) continue
      try {
        await subscriber.apply(next, before, closed.signal)
        done.push(subscriber)
      } catch (error) {
        await takeBack()
        if (error instanceof SettingRefused) return { fault: faultAt(error.key, saidBy(error)) }
        log.error({ error, key: changed }, 'failed to apply a setting')
        return { fault: faultAt(changed, say('setting.not-applied')) }
      }
    }
    return { takeBack }
  }

  return {
    current: () => current,
    onChange: (subscriber) => void subscribers.push(subscriber),
    own: () => ({
      used: usable.values.size,
      faulty: [...usable.faults.keys()],
      waiting: changedKeys(current, usable.config),
    }),
    list: async () => settingStates({ layers, kept, usable, base, current }),
    faultsOf(values) {
      const ill = illFormed(values)
      if (ill.length > 0) return ill
      const judged = judge(values.map((one) => ({ ...one, revision: kept.get(one.key)?.revision ?? 0 })))
      return 'faults' in judged ? judged.faults : []
    },
    async change(changes, by, permit) {
      const faultFor = (said: Said): SettingsChanged => ({
        outcome: 'refused',
        faults: changes.map(({ key }) => faultAt(key, said)),
      })
      if (closed.signal.aborted) return faultFor(say('setting.stopping'))
      const changed = await inTurn(async () => {
        await permit?.()
        return change(changes, by)
      })
      return changed === 'busy' ? faultFor(say('setting.busy')) : changed
    },
    close: () => closed.abort(),
  }
}

const keptByKey = (kept: readonly KeptSetting[]) => new Map(kept.map((one) => [one.key, one]))

type Known = { readonly layers: Layers; readonly kept: ReadonlyMap<string, KeptSetting> }

function faultIn({ key, value }: SettingProposal, { layers, kept }: Known): SettingFault[] {
  // A value that can be used no more can still be taken away.
  if (value === null && kept.has(key)) return []
  const lockedBy = layers.environment.names.get(key)
  if (lockedBy !== undefined) return [faultAt(key, say('setting.locked', { variable: lockedBy }))]
  const fault = faultOf(key, value)
  return fault === undefined ? [] : [faultAt(key, fault)]
}

/** Parts would have the last value for a moment, and the store would take none of them. */
const namedTwice = (changes: readonly SettingChange[]): SettingFault[] =>
  changes
    .filter(({ key }, nth) => changes.findIndex((one) => one.key === key) < nth)
    .map(({ key }) => faultAt(key, say('setting.twice')))

const faultAt = (key: string, said: Said): SettingFault => ({ key, ...toldAs('message', said) })

const keptAs = ({ key, value, revision }: SettingChange): KeptSetting => ({
  key,
  state: value === null ? 'none' : 'set',
  value,
  revision: revision + 1,
})

type Before = { readonly before: Usable['faults']; readonly changes: readonly SettingChange[] }

/** Also of settings that are not changed themselves. */
function newFaults(faults: Usable['faults'], { before, changes }: Before): readonly SettingFault[] {
  const isNew = (key: string) => !before.has(key) || changes.some((one) => one.key === key && one.value !== null)
  return [...faults].filter(([key]) => isNew(key)).map(([key, said]) => faultAt(key, said))
}

/** The values at work, with those wanted that need no start. */
function atWorkNow(working: ConsoleValues, wanted: ConsoleValues): ConsoleValues {
  const isNow = ([key]: readonly [string, unknown]) => settingsTable[key]?.applies === 'now'
  return new Map([...[...working].filter((entry) => !isNow(entry)), ...[...wanted].filter(isNow)])
}

const changedKeys = (before: Config, next: Config) =>
  [...settingForms.keys()].filter((key) => !isSame(valueAt(before, key), valueAt(next, key)))

const isAmong = (key: string, keys: readonly string[]) => keys.some((one) => key === one || key.startsWith(`${one}.`))
