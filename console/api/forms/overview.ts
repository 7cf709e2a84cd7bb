import { z } from 'zod'
import { sentences } from './sentence.ts'

const count = z.number().int()
const part = z.object({
  name: z.string(),
  state: z.enum(['ready', 'starting', 'failed', 'off']),
  word: z.string().optional(),
  detail: z.string(),
  sentences,
  /** The command or statement that mends it. */
  fix: z.string().optional(),
})

/** What an operator should look at; each has a cause, and some have a page that shows it. */
const worry = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('part'), part }),
  /** Given up after many tries; `error` is a name and a code. */
  z.object({ kind: z.literal('job'), job: z.string(), count, error: z.string() }),
  z.object({ kind: z.literal('replies-failed'), count }),
  z.object({ kind: z.literal('apologies'), count }),
  z.object({ kind: z.literal('queue'), count, sinceMs: z.number() }),
  z.object({ kind: z.literal('outbox'), count, sinceMs: z.number() }),
])

export const overviewForm = z.object({
  /** `starting`: nothing has failed, but something is not there yet. */
  state: z.enum(['well', 'starting', 'look']),
  parts: z.array(part),
  worries: z.array(worry),
  /** `now`: in the last five minutes; `today`: in the last 24 hours. */
  people: z.object({ now: count, today: count }),
  replies: z.object({ now: count, today: count }),
  /** Of the last hour. Absent: nobody was answered. */
  firstWords: z.object({ p50Ms: z.number(), p95Ms: z.number() }).optional(),
  /** Conversations in which something waits, and since when the oldest does. */
  queue: z.object({ conversations: count, sinceMs: z.number().optional() }),
  /** Replies that wait to be delivered. */
  outbox: z.object({ replies: count, sinceMs: z.number().optional() }),
  blocksToday: count,
  engine: z.object({
    model: z.string(),
    state: z.enum(['ready', 'starting', 'failed']),
    load: z.object({ running: count, waiting: count, permits: count }).optional(),
  }),
})

export type OverviewForm = z.output<typeof overviewForm>
export type Worry = z.output<typeof worry>

export const SPANS = ['hour', 'day', 'month'] as const

export const plotForm = z.object({
  /** How long each bucket is; the last one is not over. */
  bucketMs: z.number(),
  /** Every bucket of the span, the oldest first. */
  buckets: z.array(
    z.object({
      atMs: z.number(),
      answered: count,
      /** By operators. */
      human: count,
      blocked: count,
      apologised: count,
      people: count,
      /** Absent: nobody was answered. */
      p50Ms: z.number().optional(),
      p95Ms: z.number().optional(),
    }),
  ),
})

export type PlotForm = z.output<typeof plotForm>
export type Span = (typeof SPANS)[number]
