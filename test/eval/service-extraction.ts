import { guardPrompt } from '#core/guard/guard-prompt.ts'
import { extract } from '#core/memory/learn/extraction.ts'
import { openHost } from '#engine/backends/host.ts'
import type { Engine } from '#engine/contract.ts'
import { hostedCard } from '#engine/models/hosted.ts'
import { systemClock } from '#machine/clock.ts'
import { logFor } from '#machine/log.ts'
import { openTinyScout, skipReason } from '../model/tiny-scout.ts'
import { EXTRACTION_CASES } from './extraction-cases.ts'
import { scoreOf, type ExtractionScore } from './extraction-score.ts'
import type { Extract } from './extraction.ts'

export type EngineAddress = { readonly url: string; readonly model: string }

const READY_MS_MAX = 60_000

/** The engine that extracts: the bundled model, or one on a host. A string says why there is none. */
export async function openExtractor(host: EngineAddress | undefined, signal: AbortSignal): Promise<Engine | string> {
  if (host === undefined && skipReason !== undefined) return skipReason
  const engine = host === undefined ? await openTinyScout() : onHost(host)
  try {
    await engine.ready(AbortSignal.any([signal, AbortSignal.timeout(READY_MS_MAX)]))
    return engine
  } catch (error) {
    await engine[Symbol.asyncDispose]()
    throw error
  }
}

const onHost = ({ url, model }: EngineAddress) =>
  openHost({
    url,
    model,
    key: process.env.CHASQUI_ENGINE_KEY,
    card: hostedCard(model),
    guardPrompt,
    clock: systemClock,
    log: logFor('eval:engine'),
    random: Math.random,
  })

type Progress = { readonly progress: (done: number) => void; readonly signal: AbortSignal }

export const FORMS = EXTRACTION_CASES.length

/** Of the forms that the bundled model was trained on, and of what must not be taken for them. */
export async function extractionOfForms(engine: Engine, { progress, signal }: Progress): Promise<ExtractionScore> {
  const results = []
  for (const [index, given] of EXTRACTION_CASES.entries()) {
    results.push({ case: given, found: await extractBy(engine)(given.typed, signal) })
    progress(index + 1)
  }
  return scoreOf(results)
}

/** As learning asks it, with all of its checks. */
export function extractBy(engine: Engine): Extract {
  let asked = 0
  return async (typed, signal) => {
    const asking = { id: `eval:${(asked += 1)}` }
    return (await extract(engine, { source: { typed }, asking }, signal)).candidates
  }
}
