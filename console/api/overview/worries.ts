import type { PartState } from '#http/listener.ts'
import type { OverviewForm, Worry } from '../forms/overview.ts'

/** What waits longer is worth a look: an answer takes seconds, a platform that is away for a moment a minute. */
const QUEUED_MS_MAX = 60_000
const UNSENT_MS_MAX = 5 * 60_000

type About = {
  readonly parts: readonly PartState[]
  readonly jobs: readonly { readonly job: string; readonly count: number; readonly error: string }[]
  readonly repliesFailed: number
  readonly apologies: number
  readonly queued: number
  readonly queuedSince?: number | undefined
  readonly unsent: number
  readonly unsentSince?: number | undefined
  readonly nowMs: number
}

/** What an operator should look at, what people feel most first. */
export function worriesOf(about: About): Worry[] {
  const { parts, jobs, repliesFailed, apologies, queued, queuedSince, unsent, unsentSince, nowMs } = about
  const worries: Worry[] = parts.filter(({ state }) => state === 'failed').map((part) => ({ kind: 'part', part }))
  if (queuedSince !== undefined && nowMs - queuedSince > QUEUED_MS_MAX) {
    worries.push({ kind: 'queue', count: queued, sinceMs: queuedSince })
  }
  if (unsentSince !== undefined && nowMs - unsentSince > UNSENT_MS_MAX) {
    worries.push({ kind: 'outbox', count: unsent, sinceMs: unsentSince })
  }
  if (apologies > 0) worries.push({ kind: 'apologies', count: apologies })
  if (repliesFailed > 0) worries.push({ kind: 'replies-failed', count: repliesFailed })
  for (const job of jobs) worries.push({ kind: 'job', ...job })
  return worries
}

export function stateOf(parts: readonly PartState[], worries: readonly Worry[]): OverviewForm['state'] {
  if (worries.length > 0) return 'look'
  return parts.some(({ state }) => state === 'starting') ? 'starting' : 'well'
}
