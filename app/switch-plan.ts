import { stat } from 'node:fs/promises'
import path from 'node:path'
import { ModelsRefused, type SwitchPlan } from '#core/contract/models.ts'
import type { GuardLoss } from '#engine/contract.ts'
import { bothFit, fitOf, type Sized } from '#engine/fit.ts'
import { filesOf } from '#engine/models/card.ts'
import type { LoadedModel } from '#engine/models/load.ts'
import type { Hardware } from '#machine/hardware.ts'
import { say } from './sentences.ts'

type Planning = {
  /** As it was asked for. */
  readonly name: string
  readonly next: LoadedModel
  readonly serving: LoadedModel
  readonly hardware: Hardware
  /** In what the guard is weaker afterwards. */
  readonly lost: readonly GuardLoss[]
  /** What its last load took, where there was one. */
  readonly loadMs: number | undefined
}

/** Of a load, where the disk's own speed is not known from an earlier one. */
const BYTES_PER_SECOND = 5e8
const TEST_SECONDS = 2

/** How a model takes the place of the one that serves. @throws {ModelsRefused} it is larger than the machine */
export async function switchPlan({ name, next, serving, hardware, lost, loadMs }: Planning): Promise<SwitchPlan> {
  const [before, sized] = await Promise.all([sizedOf(serving), sizedOf(next)])
  const fit = fitOf(next.card, hardware)
  if (hardware.gpus.length === 0 && sized.bytes > hardware.memory.totalBytes)
    throw new ModelsRefused('refused', [say('switch.too-large', { title: next.card.title }), ...(fit.sentences ?? [])])
  const { fits, ...why } = bothFit(before, sized, hardware)
  const about = { model: name, ...why, fit, lost }
  if (fits) return { ...about, way: 'beside', waitSecondsAbout: 0 }
  const loadSeconds = loadMs === undefined ? sized.bytes / BYTES_PER_SECOND : loadMs / 1_000
  return { ...about, way: 'messages-wait', waitSecondsAbout: Math.ceil(TEST_SECONDS + loadSeconds) }
}

async function sizedOf({ card, folder }: LoadedModel): Promise<Sized> {
  const sizes = filesOf(card).map(async ({ path: file, bytes }) => bytes ?? (await sizeOf(path.join(folder, file))))
  return {
    bytes: (await Promise.all(sizes)).reduce((sum, bytes) => sum + bytes, 0),
    ...(card.needs && { needs: card.needs }),
  }
}

const sizeOf = (file: string) =>
  stat(file).then(
    ({ size }) => size,
    () => 0,
  )
