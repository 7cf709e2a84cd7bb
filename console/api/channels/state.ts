import type { Channel } from '#core/contract/channel.ts'
import { PLATFORMS, type Platform } from '#core/contract/ids.ts'
import { CHANNEL_NAMES, type ChannelName, type ChannelParts } from '../../channel-parts.ts'
import type { ChannelState } from '../forms/channels.ts'
import { saidWithoutNumbers } from '../without-numbers.ts'

type Parts = Pick<ChannelParts, 'open' | 'faulty'>

export const isSetUp = (name: Platform): name is ChannelName => (CHANNEL_NAMES as readonly string[]).includes(name)

/** Of every channel, also of those that are off. For all accounts: nobody's phone number is in it. */
export const channelStates = (parts: Parts): readonly ChannelState[] =>
  PLATFORMS.map((name) => {
    const { newestFailure: failure, ...state } = stateOf(name, parts)
    return { ...saidWithoutNumbers(state), ...(failure && { newestFailure: saidWithoutNumbers(failure) }) }
  })

export function stateOf(name: Platform, { open, faulty }: Parts): ChannelState {
  const isAlwaysThere = !isSetUp(name)
  const channel = open().find((each) => each.name === name)
  if (channel !== undefined) return { name, isAlwaysThere, ...ofOpen(channel) }
  const fault = faulty().find((each) => each.name === name)
  if (fault !== undefined) return { ...fault, isAlwaysThere, state: 'faulty' }
  return { name, isAlwaysThere, state: 'off' }
}

function ofOpen(channel: Channel): Omit<ChannelState, 'name' | 'isAlwaysThere'> {
  return { ...channel.health(), ...channel.activity?.() }
}
