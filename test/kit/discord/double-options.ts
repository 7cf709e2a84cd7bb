import { GatewayIntentBits } from 'discord-api-types/v10'
import type { PrivilegedIntent } from './intents.ts'

export type DoubleOptions = {
  /** 0 or nothing: a free one. */
  readonly port?: number
  readonly token?: string
  /** `strict`, as Discord's own, unless switched off. */
  readonly limits?: 'strict' | 'off'
  /** Those of the privileged intents that are switched on for the bot; all of them unless said otherwise. */
  readonly allowedIntents?: readonly PrivilegedIntent[]
  readonly now?: () => number
  /** Of most buckets. */
  readonly bucketWindowMs?: number
  /** Within which the bot must answer an interaction. */
  readonly interactionMs?: number
  /** For how long a nonce is recognised. */
  readonly nonceMs?: number
  /** How long the address of a file is good. */
  readonly linkMs?: number
  readonly heartbeatMs?: number
  readonly shards?: number
}

const MINUTE_MS = 60_000
export const DEFAULTS = {
  bucketWindowMs: 5000,
  interactionMs: 3000,
  nonceMs: 5 * MINUTE_MS,
  linkMs: 24 * 60 * MINUTE_MS,
  heartbeatMs: 41_250,
  shards: 1,
}
export const INTERACTION_TOKEN_MS = 15 * MINUTE_MS
export const ALL_PRIVILEGED = [
  GatewayIntentBits.GuildMembers,
  GatewayIntentBits.GuildPresences,
  GatewayIntentBits.MessageContent,
] as const
