import type { Hardware } from '#machine/hardware.ts'
import { catalogue } from './models/all.ts'
import { bytesOf, type Downloadable } from './models/card.ts'

export type Offer = {
  model: string
  title: string
  /** As published; the hub gives the exact size before a download. */
  downloadBytes: number | undefined
  licence: string
  command: string
}

/**
 * The most able model that this machine runs well, if it is more able than the current one. It is only suggested to the
 * operator, never downloaded without a command.
 */
export function offerFor(hardware: Hardware, currentModel: string): Offer | undefined {
  const currentIndex = catalogue.findIndex(({ name }) => name === currentModel)
  const isPrivateModel = currentIndex < 0
  if (isPrivateModel) return undefined
  const best = catalogue.slice(currentIndex + 1).findLast((card) => fits(card, hardware))
  if (!best) return undefined
  return {
    model: best.name,
    title: best.title,
    downloadBytes: bytesOf(best),
    licence: best.licence.name,
    command: `npm run models -- install ${best.name}`,
  }
}

/** Whether a machine runs a model and leaves room for the service, on one of its graphics cards or on its processor. */
export function fits(card: Downloadable, { cores, memory, gpus }: Hardware): boolean {
  const { needs } = card
  if (!needs) return true
  if (gpus.some(({ memoryBytes }) => memoryBytes >= needs.gpuBytes * GPU_SHARE)) return true
  return memory.totalBytes >= needs.memoryBytes * MEMORY_SHARE && cores >= needs.cores
}

// A machine sold with 32 GB reports somewhat less, and so does a card of 80 GB.
const MEMORY_SHARE = 0.95
const GPU_SHARE = 0.95
