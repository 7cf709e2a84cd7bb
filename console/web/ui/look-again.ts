/**
 * How often a page asks again for what changes by itself. The overview alone is told by the stream of events: of these
 * pages one or two are open at a time.
 */
export const LOOK_AGAIN_MS = {
  /** It takes a moment, such as a channel that begins. */
  soon: 250,
  /** Somebody sits in front of it and waits for what comes next. */
  awaited: 500,
  /** It may begin at any time, and is then awaited. */
  watched: 3_000,
  /** A colleague, or the outside, may change it. */
  still: 10_000,
} as const
