import type { Hardware } from '#machine/hardware.ts'
import { toldAs, type Said, type Told } from '#machine/sentence.ts'
import type { Downloadable } from './models/card.ts'
import { say } from './sentences.ts'

/** Of which a machine has too little for a model; whether the disk has room, an installation asks for itself. */
export type Lack = 'memory' | 'cores'

/** Whether a machine runs a model well; `why` is for operators. Where it fits, nothing lacks. */
export type Fit = Told<'why'> & { readonly fits: boolean; readonly lacks: readonly Lack[] }

type Needing = Pick<Downloadable, 'needs'>

// A machine sold with 32 GB reports somewhat less, and so does a card of 80 GB.
const MEMORY_SHARE = 0.95
const GPU_SHARE = 0.95
/** Memory of a model about which only its files are known: the weights, and what it computes with. */
const PER_FILE_BYTE = 1.5

/** Whether it leaves room for the service, on one of the graphics cards or on the processor. */
export function fitOf({ needs }: Needing, { cores, memory, gpus }: Hardware): Fit {
  if (!needs) return fitting(say('fit.any'))
  const gpu = gpus.find(({ memoryBytes }) => memoryBytes >= needs.gpuBytes * GPU_SHARE)
  if (gpu) return fitting(say('fit.on-card', { needed: { bytes: needs.gpuBytes }, name: gpu.name }))
  const lacks: readonly Lack[] = [
    ...(memory.totalBytes >= needs.memoryBytes * MEMORY_SHARE ? [] : ['memory' as const]),
    ...(cores >= needs.cores ? [] : ['cores' as const]),
  ]
  const needed = { memory: { bytes: needs.memoryBytes }, cores: needs.cores }
  if (lacks.length === 0) return fitting(say('fit.on-machine', needed))
  const here = { memory: { bytes: memory.totalBytes }, count: cores }
  const has = say(HAS[lacks.length === 1 ? (lacks[0] ?? 'both') : 'both'], here)
  const sentences = [say('fit.needs', { ...needed, card: { bytes: needs.gpuBytes } }), has]
  return { ...told(false, sentences), lacks }
}

const HAS = { memory: 'fit.has-memory', cores: 'fit.has-cores', both: 'fit.has-both' } as const

const fitting = (said: Said): Fit => ({ ...told(true, said), lacks: [] })

export type Sized = Needing & {
  /** Of all its files. */
  readonly bytes: number
}

/** Whether two models can be loaded at the same time: the one that serves, and the one that is to take its place. */
export function bothFit(serving: Sized, next: Sized, { memory, gpus }: Hardware): Omit<Fit, 'lacks'> {
  const gpuBytes = gpus.reduce((sum, gpu) => sum + gpu.memoryBytes, 0)
  const isOnGpu = gpus.length > 0
  const have = isOnGpu ? gpuBytes : memory.totalBytes
  const needed = (of: Sized) => (isOnGpu ? of.needs?.gpuBytes : of.needs?.memoryBytes) ?? of.bytes * PER_FILE_BYTE
  const both = needed(serving) + needed(next)
  const together = say(isOnGpu ? 'fit.together-on-card' : 'fit.together', {
    needed: { bytes: both },
    have: { bytes: have },
  })
  if (both > have / (isOnGpu ? GPU_SHARE : MEMORY_SHARE)) return told(false, together)
  const loadBytes = next.bytes * PER_FILE_BYTE
  if (!isOnGpu && loadBytes > memory.availableBytes) {
    const bytes = { needed: { bytes: loadBytes }, free: { bytes: memory.availableBytes } }
    return told(false, say('fit.no-room-beside', bytes))
  }
  return told(true, together)
}

const told = (fits: boolean, said: Said) => ({ fits, ...toldAs('why', said) })
