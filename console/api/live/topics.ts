import type { Clock } from '#machine/clock.ts'
import type { Logger } from '#machine/log.ts'
import type { Overview } from '../overview/overview.ts'
import type { Sessions } from '../sessions.ts'
import { LiveStreams } from './streams.ts'

/** Everything that is pushed to pages, by the name that they ask for. Every account may have it: numbers alone. */
export const TOPICS = ['overview'] as const

export type Live = LiveStreams<(typeof TOPICS)[number]>

const OVERVIEW_EVERY_MS = 2_000

type LiveDeps = {
  readonly overview: Overview
  readonly sessions: Pick<Sessions, 'onEnd'>
  readonly clock: Clock
  readonly log: Logger
}

export const openLive = ({ overview, ...around }: LiveDeps): Live =>
  new LiveStreams({ ...around, topics: { overview: { everyMs: OVERVIEW_EVERY_MS, read: () => overview.now() } } })
