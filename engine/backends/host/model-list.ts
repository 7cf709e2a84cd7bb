import { z } from 'zod'
import { EngineError } from '../../contract.ts'
import { nearest } from '#machine/nearest.ts'
import type { Sentence } from '#machine/sentence.ts'
import { say } from '../../sentences.ts'
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

/** Empty when the host has no readable list: what it serves is then found out by asking. */
export async function listedModels(driver: Driver, signal: AbortSignal): Promise<readonly ListedModel[]> {
  const list = await driver.question('GET', `${driver.apiPath}/models`, signal).catch(() => undefined)
  signal.throwIfAborted()
  return modelList.safeParse(list).data?.data ?? []
}

/**
 * Requests the list only to see whether the host answers.
 * @throws {EngineError} when it does not answer, or answers with a 5xx
 */
export async function checkHost(driver: Driver, signal: AbortSignal): Promise<void> {
  try {
    await driver.question('GET', `${driver.apiPath}/models`, signal)
  } catch (error) {
    const isAnswer = error instanceof StatusError ? error.status < 500 : isFailed(error)
    if (!isAnswer) throw error
  }
}

const isFailed = (error: unknown) => error instanceof EngineError && error.code === 'failed'

/** As the host reports it; a server with one model may list it under another name. */
export function contextOf(model: string, listed: readonly ListedModel[]): number | undefined {
  const ours = listed.find(({ id }) => id === model) ?? (listed.length === 1 ? listed[0] : undefined)
  return ours?.contextTokens
}

/** The model names of the host, when the configured one is not among them. */
export function otherNames(model: string, listed: readonly ListedModel[], setting: string): Sentence | undefined {
  const names = listed.map(({ id }) => id)
  if (names.length === 0 || names.includes(model)) return undefined
  const near = nearest(model, names)
  const right = near === undefined ? names.slice(0, NAMES_MAX) : [near]
  return say('host.other-models', { model, names: { list: right }, setting })
}

const NAMES_MAX = 5
