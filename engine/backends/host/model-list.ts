import { z } from 'zod'
import { EngineError } from '../../contract.ts'
import { nearest } from '#machine/nearest.ts'
import type { Driver } from '../../driver/driver.ts'
import { StatusError } from '../../driver/faults.ts'

export type ListedModel = { readonly id: string; readonly contextTokens: number | undefined }

const count = z.int().positive().nullish().catch(undefined)

const modelList = z.object({
  data: z.array(
    z
      .object({ id: z.string(), max_model_len: count, meta: z.object({ n_ctx: count }).nullish().catch(undefined) })
      .transform(({ id, max_model_len, meta }) => ({ id, contextTokens: max_model_len ?? meta?.n_ctx ?? undefined })),
  ),
})

/** None where the host has no list that can be read: what it serves is found out by asking. */
export async function listedModels(driver: Driver, signal: AbortSignal): Promise<readonly ListedModel[]> {
  const list = await driver.question('GET', `${driver.apiPath}/models`, signal).catch(() => undefined)
  signal.throwIfAborted()
  return modelList.safeParse(list).data?.data ?? []
}

/**
 * Asks for the list only to hear anything at all.
 * @throws {EngineError} when nobody answers, or the host says that it fails
 */
export async function lookAt(driver: Driver, signal: AbortSignal): Promise<void> {
  try {
    await driver.question('GET', `${driver.apiPath}/models`, signal)
  } catch (error) {
    const isAnswer = error instanceof StatusError ? error.status < 500 : isFailed(error)
    if (!isAnswer) throw error
  }
}

const isFailed = (error: unknown) => error instanceof EngineError && error.code === 'failed'

/** As the host tells it; a server of one model answers to other names, too. */
export function contextOf(model: string, listed: readonly ListedModel[]): number | undefined {
  const ours = listed.find(({ id }) => id === model) ?? (listed.length === 1 ? listed[0] : undefined)
  return ours?.contextTokens
}

/** Which names the host has, when ours is none of them. */
export function otherNames(model: string, listed: readonly ListedModel[], setting: string): string | undefined {
  const names = listed.map(({ id }) => id)
  if (names.length === 0 || names.includes(model)) return undefined
  const right = nearest(model, names) ?? names.slice(0, NAMES_MAX).join(', ')
  return `It has no model "${model}" but ${right}: set ${setting}.`
}

const NAMES_MAX = 5
