import type { Hardware } from '#machine/hardware.ts'
import { englishOf, type Sentence } from '#machine/sentence.ts'
import type { Downloadable } from './models/card.ts'
import { say } from './sentences.ts'

/** Whether a machine runs a model well; `why` is for operators. */
export type Fit = { readonly fits: boolean; readonly why: string; readonly sentences: readonly Sentence[] }

type Needing = Pick<Downloadable, 'needs'>

// A machine sold with 32 GB reports somewhat less, and so does a card of 80 GB.
const MEMORY_SHARE = 0.95
const GPU_SHARE = 0.95
/** Memory of a model about which only its files are known: the weights, and what it computes with. */
const PER_FILE_BYTE = 1.5

/** Whether it leaves room for the service, on one of the graphics cards or on the processor. */
export function fitOf({ needs }: Needing, { cores, memory, gpus }: Hardware): Fit {
  if (!needs) return fit(true, say('fit.any'))
  const gpu = gpus.find(({ memoryBytes }) => memoryBytes >= needs.gpuBytes * GPU_SHARE)
  if (gpu) return fit(true, say('fit.on-card', { needed: { bytes: needs.gpuBytes }, name: gpu.name }))
  const hasMemory = memory.totalBytes >= needs.memoryBytes * MEMORY_SHARE
  const needed = { memory: { bytes: needs.memoryBytes }, cores: needs.cores }
  if (hasMemory && cores >= needs.cores) return fit(true, say('fit.on-machine', needed))
  const memoryHere = { bytes: memory.totalBytes }
  const has = hasMemory
    ? say('fit.has-cores', { count: cores })
    : cores >= needs.cores
      ? say('fit.has-memory', { memory: memoryHere })
      : say('fit.has-both', { memory: memoryHere, count: cores })
  return fit(false, say('fit.needs', { ...needed, card: { bytes: needs.gpuBytes } }), has)
}

export type Sized = Needing & {
  /** Of all its files. */
  readonly bytes: number
}

/** Whether two models can be loaded at the same time: the one that serves, and the one that is to take its place. */
export function bothFit(serving: Sized, next: Sized, { memory, gpus }: Hardware): Fit {
  const gpuBytes = gpus.reduce((sum, gpu) => sum + gpu.memoryBytes, 0)
  const isOnGpu = gpus.length > 0
  const have = isOnGpu ? gpuBytes : memory.totalBytes
  const needed = (of: Sized) => (isOnGpu ? of.needs?.gpuBytes : of.needs?.memoryBytes) ?? of.bytes * PER_FILE_BYTE
  const both = needed(serving) + needed(next)
  const together = say(isOnGpu ? 'fit.together-on-card' : 'fit.together', {
    needed: { bytes: both },
    have: { bytes: have },
  })
  if (both > have / (isOnGpu ? GPU_SHARE : MEMORY_SHARE)) return fit(false, together)
  const loadBytes = next.bytes * PER_FILE_BYTE
  if (!isOnGpu && loadBytes > memory.availableBytes) {
    const bytes = { needed: { bytes: loadBytes }, free: { bytes: memory.availableBytes } }
    return fit(false, say('fit.no-room-beside', bytes))
  }
  return fit(true, together)
}

const fit = (fits: boolean, ...sentences: readonly Sentence[]): Fit => ({
  fits,
  why: englishOf(sentences),
  sentences,
})
