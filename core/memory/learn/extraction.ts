import type { Engine, GenerateRequest } from '#engine/contract.ts'
import type { Candidate } from '../kinds/kind.ts'
import { demonstrationExtractor } from './demonstration.ts'
import { CANDIDATES_MAX, type Extractor, type Source } from './extractor.ts'
import { fullExtractor } from './full.ts'
import { jsonIn } from './json-in.ts'
import { privateCategoryOf } from './private.ts'

export type Extracted = { readonly candidates: readonly Candidate[]; readonly problem?: ExtractionProblem }
export type ExtractionProblem = 'not-finished' | 'no-json' | 'wrong-schema'

const LETTERS_MIN = 3

/**
 * Asks the engine what a person said about themself that is worth remembering. An answer of no use gives nothing;
 * whatever it says, private matters are left out, and what the person did not type.
 */
export async function extract(
  engine: Engine,
  { source, asking }: { source: Source; asking: Pick<GenerateRequest, 'id' | 'share'> },
  signal: AbortSignal,
): Promise<Extracted> {
  const extractor = extractorOf(engine)
  if (extractor === undefined || (source.typed.match(/\p{L}/gu) ?? []).length < LETTERS_MIN) return NOTHING
  const request = extractor.request(source, engine)
  if (request === undefined) return NOTHING
  const fixed = { class: 'background', cacheKey: LEARN_CACHE_KEY } as const
  const sampling = { ...engine.capabilities().sampling, temperature: 0 }
  const answer = await answerOf(engine, { ...asking, ...fixed, ...request, sampling }, signal)
  const read = readAnswer(answer, extractor, source)
  const candidates = read.candidates.filter(
    ({ text, value = '', field }) => privateCategoryOf(`${text}\n${value}`, field) === undefined,
  )
  return { ...read, candidates: candidates.slice(0, CANDIDATES_MAX) }
}

/** All extractions share their instructions as prefix; behind it is what one person typed. */
export const LEARN_CACHE_KEY = 'memory'

const NOTHING: Extracted = { candidates: [] }

function extractorOf(engine: Engine): Extractor | undefined {
  const { extractor = 'full' } = engine.capabilities()
  switch (extractor) {
    case 'full':
      return fullExtractor
    case 'demonstration':
      return demonstrationExtractor
    case 'none':
      return undefined
    default:
      return extractor satisfies never
  }
}

function readAnswer(answer: string | undefined, extractor: Extractor, source: Source): Extracted {
  if (answer === undefined) return { candidates: extractor.read(undefined, source) ?? [], problem: 'not-finished' }
  const json = jsonIn(answer)
  const candidates = extractor.read(json, source)
  if (candidates !== undefined) return { candidates }
  return { candidates: [], problem: json === undefined ? 'no-json' : 'wrong-schema' }
}

/** Undefined when it did not come to its end: a list that broke off may lack what matters. */
async function answerOf(engine: Engine, request: GenerateRequest, signal: AbortSignal): Promise<string | undefined> {
  let text = ''
  for await (const event of engine.generate(request, signal)) {
    if (event.type === 'text-delta') text += event.text
    if (event.type === 'restart') text = ''
    if (event.type === 'end') return event.finish === 'stop' ? text : undefined
  }
  return undefined
}
