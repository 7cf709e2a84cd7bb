import type Sharp from 'sharp'

let loading: Promise<typeof Sharp> | undefined

/** The decoder, loaded with the first picture: most of its memory is not needed for words. */
export function loadSharp(): Promise<typeof Sharp> {
  loading ??= import('sharp').then(({ default: sharp }) => {
    // One picture never takes all cores from the engine, and pictures of people are not kept in a cache.
    sharp.concurrency(1)
    sharp.cache(false)
    return sharp
  })
  return loading
}

let last: Promise<unknown> = Promise.resolve()

/** One picture after the other: a large one needs hundreds of megabytes while it is decoded. */
export function oneAtATime<T>(work: () => Promise<T>): Promise<T> {
  const result = last.then(work)
  last = result.catch(() => {})
  return result
}
