import { missingAccess, unknownChannel, unknownMessage } from './api-error.ts'
import type { Channel, PlatformState, Said } from './platform-state.ts'
import type { RestInput } from './rest-input.ts'
import type { Dispatch } from './session.ts'
import type { SignedUrl } from './wire.ts'

/** What the routes need of the double. */
export type RestParts = {
  readonly state: PlatformState
  readonly signedUrl: SignedUrl
  readonly tell: (event: Dispatch) => void
  readonly gatewayUrl: () => string
  readonly flags: () => number
  readonly nonceMs: number
  readonly interactionMs: number
  readonly interactionTokenMs: number
  /** How many shards the gateway advises. */
  readonly shards: number
}

/** One call of the bot. */
export type RestCall = RestParts & {
  /** By the names in the route's path. */
  readonly params: Readonly<Record<string, string>>
  readonly input: RestInput
}

export function channelOf({ state, params }: RestCall): Channel {
  const channel = state.channels.get(params.channel ?? '')
  if (!channel) throw unknownChannel()
  if (channel.guild?.isLeft) throw missingAccess()
  return channel
}

/** Ephemeral messages are in no channel for anybody who asks. */
export function messageOf(call: RestCall): Said {
  const said = channelOf(call).messages.get(call.params.message ?? '')
  if (!said || said.isDeleted || said.onlyFor !== undefined) throw unknownMessage()
  return said
}
