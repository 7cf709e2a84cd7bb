import type { Hardware } from '#machine/hardware.ts'
import { fitOf } from './fit.ts'
import { catalogue } from './models/all.ts'
import { bytesOf } from './models/card.ts'

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
  const best = catalogue.slice(currentIndex + 1).findLast((card) => fitOf(card, hardware).fits)
  if (!best) return undefined
  return {
    model: best.name,
    title: best.title,
    downloadBytes: bytesOf(best),
    licence: best.licence.name,
    command: `npm run models -- install ${best.name}`,
  }
}
