import type Sharp from 'sharp'
import type { Share } from '#engine/contract.ts'
import { FairSemaphore } from '../fair-semaphore.ts'

let loading: Promise<typeof Sharp> | undefined

/** The decoder, loaded with the first picture, because text alone does not need its memory. */
export function loadSharp(): Promise<typeof Sharp> {
  loading ??= import('sharp').then(({ default: sharp }) => {
    // Leave cores to the engine, and keep no pictures of people in a cache.
    sharp.concurrency(1)
    sharp.cache(false)
    return sharp
  })
  return loading
}

/** For whom it is decoded, and the signal that ends it. */
export type Decoding = { readonly share?: Share; readonly signal?: AbortSignal }

const WAITING_MAX = 1_000
const decoder = new FairSemaphore({ permits: 1, waitingMax: WAITING_MAX })

/** Decodes one picture at a time, round robin: a large one needs hundreds of megabytes while it is decoded. */
export function oneAtATime<T>({ share = { person: '' }, signal }: Decoding, work: () => Promise<T>): Promise<T> {
  return decoder.run(share, work, signal)
}
