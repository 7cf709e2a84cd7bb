import { EngineError, type EngineCapabilities } from '../../contract.ts'
import { PICTURE_TOKENS_MIN, testPicture } from '../embedded/test-picture.ts'
import { saidBy } from '#machine/coded-error.ts'
import type { Said } from '#machine/sentence.ts'
import { say } from '../../sentences.ts'
import { HELLO, type Ask } from './ask.ts'

/** One ability of a host, tested with a small question. */
export type HostTrial = {
  readonly ability: string
  /** Whether this host needs the ability; otherwise it counts as missing without a fault. */
  readonly isWanted?: (promised: EngineCapabilities) => boolean
  /** Rejects with `EngineError` when the host cannot do it. */
  readonly found: (ask: Ask, promised: EngineCapabilities) => Promise<Partial<EngineCapabilities>>
  readonly missing: (promised: EngineCapabilities) => Partial<EngineCapabilities>
}

/** Run one after the other, once the host answers at all. */
export const HOST_TRIALS: readonly HostTrial[] = [
  {
    ability: 'token probabilities',
    found: async (ask) => {
      if ((await ask({ firstTokenChoices: 2 })).hasChoices) return { firstTokenChoices: true }
      throw new EngineError('refused', 'The host gives no token probabilities.')
    },
    missing: () => ({ firstTokenChoices: false }),
  },
  {
    ability: 'JSON schemas',
    found: async (ask) => {
      await ask({ schema: { type: 'string', enum: ['yes', 'no'] }, tokensMax: SCHEMA_TOKENS })
      return { schema: true }
    },
    missing: () => ({ schema: false }),
  },
  {
    ability: 'pictures',
    isWanted: ({ vision }) => vision,
    found: sight,
    missing: () => ({ vision: false }),
  },
]

const SCHEMA_TOKENS = 8

/** A host that takes a picture and ignores it reads no more tokens than without. */
async function sight(
  ask: Ask,
  { tilePixels, pictureTokens }: EngineCapabilities,
): Promise<Partial<EngineCapabilities>> {
  const blind = await ask()
  const bytes = testPicture({ width: tilePixels, height: tilePixels })
  const seen = await ask({ parts: [{ type: 'picture', mime: 'image/png', bytes }, HELLO] })
  // Without token counts, a host that accepts pictures is believed to read them.
  if (seen.promptTokens === undefined || blind.promptTokens === undefined) return { vision: true, pictureTokens }
  const added = seen.promptTokens - blind.promptTokens
  if (added >= PICTURE_TOKENS_MIN) return { vision: true, pictureTokens: added }
  throw new EngineError('refused', say('vision.ignored'))
}

/** `faults`: for each missing ability, why it is missing. */
export type Tried = { readonly found: Partial<EngineCapabilities>; readonly faults: Readonly<Record<string, Said>> }

/**
 * Runs all trials. A failed trial only means that this ability is missing, unless the host no longer answers the
 * smallest question either.
 */
export async function tried(trials: readonly HostTrial[], ask: Ask, promised: EngineCapabilities): Promise<Tried> {
  let found: Partial<EngineCapabilities> = {}
  const faults: Record<string, Said> = {}
  for (const { ability, isWanted, ...trial } of trials) {
    if (isWanted?.(promised) === false) {
      found = { ...found, ...trial.missing(promised) }
      continue
    }
    try {
      found = { ...found, ...(await trial.found(ask, promised)) }
    } catch (error) {
      if (!(error instanceof EngineError) || error.code === 'aborted') throw error
      if (error.code !== 'refused') await ask()
      faults[ability] = saidBy(error)
      found = { ...found, ...trial.missing(promised) }
    }
  }
  return { found, faults }
}
