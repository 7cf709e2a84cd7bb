import type { SettingValue } from '#core/contract/settings.ts'
import type { Clock } from '#machine/clock.ts'
import type { ServiceParts } from '../../deps.ts'
import type { ChannelName } from '../../channel-parts.ts'
import { ConsoleError } from '../console-error.ts'
import type { CheckForm } from '../forms/channels.ts'
import { createLimitedTries } from '../limited-tries.ts'

const AT_ONCE_MAX = 2
const PER_MINUTE_MAX = 20
const WAIT_MS_MAX = 20_000

type Asking = {
  readonly values: readonly { readonly key: string; readonly value: SettingValue }[]
  readonly account: string
  readonly signal: AbortSignal
}

/** Asks platforms about settings that are not saved yet. */
export type ChannelChecks = {
  /** @throws {ConsoleError} */
  of(channel: ChannelName, asking: Asking): Promise<CheckForm>
}

type Deps = { readonly service: Pick<ServiceParts, 'settings' | 'channelSetUp'>; readonly clock: Clock }

export function createChannelChecks({ service, clock }: Deps): ChannelChecks {
  const tries = createLimitedTries({ clock, atOnceMax: AT_ONCE_MAX, perMinuteMax: PER_MINUTE_MAX, words: busy })
  return {
    async of(channel, { values, account, signal }) {
      const { guides, check } = service.channelSetUp
      const keys = guides[channel].steps.flatMap(({ setting }) => setting ?? [])
      const all = await service.settings.list()
      for (const { key } of values) {
        if (!keys.includes(key)) throw new ConsoleError('bad-request', `${key} is no setting of this channel.`)
        const lockedBy = all.find((state) => state.key === key)?.lockedBy
        if (lockedBy !== undefined) throw new ConsoleError('bad-request', `${key} is set by ${lockedBy}.`)
      }
      return tries.run(account, async () => {
        const until = AbortSignal.any([signal, AbortSignal.timeout(WAIT_MS_MAX)])
        const { lines, ...found } = await check(channel, new Map(values.map(({ key, value }) => [key, value])), until)
        return { ...found, lines: lines.map((line) => ({ ...line })) }
      })
    },
  }
}

const busy = (seconds: number) =>
  `Platforms are asked about ${AT_ONCE_MAX} channels at once, and ${PER_MINUTE_MAX} times a minute for one account. Try again in ${seconds} s.`
