import type { Hardware } from '#machine/hardware.ts'
import type { Downloadable } from './models/card.ts'

/** Of which a machine has too little for a model; whether the disk has room, an installation asks for itself. */
export type Lack = 'memory' | 'cores'

/** Whether a machine runs a model well; `why` is for operators. Where it fits, nothing lacks. */
export type Fit = { readonly fits: boolean; readonly why: string; readonly lacks: readonly Lack[] }

type Needing = Pick<Downloadable, 'needs'>

// A machine sold with 32 GB reports somewhat less, and so does a card of 80 GB.
const MEMORY_SHARE = 0.95
const GPU_SHARE = 0.95
/** Memory of a model about which only its files are known: the weights, and what it computes with. */
const PER_FILE_BYTE = 1.5

/** Whether it leaves room for the service, on one of the graphics cards or on the processor. */
export function fitOf({ needs }: Needing, { cores, memory, gpus }: Hardware): Fit {
  if (!needs) return fitting('It runs on any machine.')
  const gpu = gpus.find(({ memoryBytes }) => memoryBytes >= needs.gpuBytes * GPU_SHARE)
  if (gpu) return fitting(`It needs ${gb(needs.gpuBytes)} of a graphics card, and ${gpu.name} has that.`)
  const lacks: readonly Lack[] = [
    ...(memory.totalBytes >= needs.memoryBytes * MEMORY_SHARE ? [] : ['memory' as const]),
    ...(cores >= needs.cores ? [] : ['cores' as const]),
  ]
  if (lacks.length === 0) return fitting(`It needs ${machineOf(needs)}, and this machine has that.`)
  const has = { memory: `${gb(memory.totalBytes)} of memory`, cores: coresOf(cores) }
  const card = `or a graphics card with ${gb(needs.gpuBytes)}`
  const why = `It needs ${machineOf(needs)}, ${card}. This machine has ${lacks.map((of) => has[of]).join(' and ')}.`
  return { fits: false, why, lacks }
}

const fitting = (why: string): Fit => ({ fits: true, why, lacks: [] })

export type Sized = Needing & {
  /** Of all its files. */
  readonly bytes: number
}

/** Whether two models can be loaded at the same time: the one that serves, and the one that is to take its place. */
export function bothFit(serving: Sized, next: Sized, { memory, gpus }: Hardware): Pick<Fit, 'fits' | 'why'> {
  const gpuBytes = gpus.reduce((sum, gpu) => sum + gpu.memoryBytes, 0)
  const isOnGpu = gpus.length > 0
  const have = isOnGpu ? gpuBytes : memory.totalBytes
  const needed = (of: Sized) => (isOnGpu ? of.needs?.gpuBytes : of.needs?.memoryBytes) ?? of.bytes * PER_FILE_BYTE
  const both = needed(serving) + needed(next)
  const where = isOnGpu ? 'of graphics memory' : 'of memory'
  if (both > have / (isOnGpu ? GPU_SHARE : MEMORY_SHARE))
    return { fits: false, why: `Both models together need ${gb(both)} ${where}, this machine has ${gb(have)}.` }
  const loadBytes = next.bytes * PER_FILE_BYTE
  if (!isOnGpu && loadBytes > memory.availableBytes) {
    const free = `only ${gb(memory.availableBytes)} of memory are free`
    return { fits: false, why: `It takes about ${gb(loadBytes)} beside the model that serves, and ${free}.` }
  }
  return { fits: true, why: `Both models together need ${gb(both)} ${where}, this machine has ${gb(have)}.` }
}

const gb = (bytes: number) => `${bytes >= 9.95e9 ? Math.round(bytes / 1e9) : Number((bytes / 1e9).toFixed(1))} GB`
const coresOf = (cores: number) => `${cores} ${cores === 1 ? 'core' : 'cores'}`
const machineOf = ({ memoryBytes, cores }: { memoryBytes: number; cores: number }) =>
  `${gb(memoryBytes)} of memory and ${coresOf(cores)}`
