import type { SettingFault, SettingValue } from '#core/contract/settings.ts'
import type { Clock } from '#machine/clock.ts'
import type { ServiceParts } from '../../deps.ts'
import type { ChannelName } from '../../channel-parts.ts'
import { ConsoleError } from '../console-error.ts'
import type { CheckForm } from '../forms/channels.ts'
import { createTrialLimit } from '../trial-limit.ts'
import { saidOf } from '../settings/said-of-faults.ts'
import { toldAs } from '#machine/sentence.ts'

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

/** As it would be refused when it is saved. */
const lineOf = (fault: SettingFault) => ({
  result: 'fail' as const,
  ...toldAs('text', saidOf([fault], { areNamed: true })),
})

type Deps = { readonly service: Pick<ServiceParts, 'settings' | 'channelSetUp'>; readonly clock: Clock }

export function createChannelChecks({ service, clock }: Deps): ChannelChecks {
  const trials = createTrialLimit({ clock })
  return {
    async of(channel, { values, account, signal }) {
      const { guides, check } = service.channelSetUp
      const keys = guides[channel].steps.flatMap(({ setting }) => setting ?? [])
      const all = await service.settings.list()
      for (const { key, value } of values) {
        if (!keys.includes(key)) throw new ConsoleError('bad-request', `${key} is no setting of this channel.`)
        const { lockedBy, form } = all.find((state) => state.key === key) ?? {}
        if (lockedBy !== undefined) throw new ConsoleError('bad-request', `${key} is set by ${lockedBy}.`)
        const mustBeText = form?.type === 'secret' || form?.type === 'text'
        if (mustBeText && typeof value !== 'string') throw new ConsoleError('bad-request', `${key}: expected a text.`)
      }
      const end = trials.begin(account)
      try {
        const until = AbortSignal.any([signal, AbortSignal.timeout(WAIT_MS_MAX)])
        const found = await check(channel, new Map(values.map(({ key, value }) => [key, value])), until)
        // What a platform says of a value tells more than its form does.
        const faults = found.ok ? service.settings.faultsOf(values) : []
        const { ok, lines, ...about } = found
        return {
          ...about,
          ok: ok && faults.length === 0,
          lines: [...lines.map((line) => ({ ...line })), ...faults.map(lineOf)],
        }
      } finally {
        end()
      }
    },
  }
}
