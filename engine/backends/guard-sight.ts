import { EngineError, type PicturePart } from '../contract.ts'
import { PICTURE_TOKENS_MIN, testPicture } from './embedded/test-picture.ts'
import { CANARIES, tryGuard, type GuardTrial, type TriedGuard } from './guard-canary.ts'

export type GuardSight =
  | {
      readonly guardSeesPictures: true
      readonly guardWordsApart: boolean
      readonly picturesMax: number
      readonly pictureTokens: number
    }
  | { readonly guardSeesPictures: false }

type PictureLimits = { readonly tilePixels: number; readonly picturesMax: number }

const BLIND = { guardSeesPictures: false } as const

/**
 * Whether a guard also judges pictures, and how many in one prompt: a picture must make the prompt longer and the
 * guard must still give verdicts. A guard that calls a harmless picture unsafe is accepted. One that misses a plainly
 * unsafe text beside a picture is asked about text and picture separately. A server that takes one picture a prompt
 * gets them one by one.
 */
export async function guardSight(trial: GuardTrial, { tilePixels, picturesMax }: PictureLimits): Promise<GuardSight> {
  const bytes = testPicture({ width: tilePixels, height: tilePixels })
  const pictures = (count: number): PicturePart[] =>
    Array.from({ length: count }, () => ({ type: 'picture', mime: 'image/png', bytes }))
  const [plain, bad] = CANARIES
  const words = await tryGuard(trial, { text: plain.text, pictures: [] })
  const one = await triedWith(trial, plain.text, pictures(1))
  const unsafe = one && (await triedWith(trial, bad.text, pictures(1)))
  if (one?.verdict === undefined || unsafe?.verdict === undefined) return BLIND
  const pictureTokens = one.promptTokens - words.promptTokens
  if (words.promptTokens === 0 || pictureTokens < PICTURE_TOKENS_MIN) return BLIND
  const many = picturesMax > 1 ? await triedWith(trial, plain.text, pictures(picturesMax)) : undefined
  const grown = (many?.promptTokens ?? 0) - words.promptTokens
  const takesMany = many?.verdict !== undefined && grown > pictureTokens * (picturesMax - 1)
  const guardWordsApart = unsafe.verdict === 'safe'
  return { guardSeesPictures: true, guardWordsApart, picturesMax: takesMany ? picturesMax : 1, pictureTokens }
}

/** Undefined when the question fails because of the pictures; throws when the guard answers no question at all. */
async function triedWith(
  trial: GuardTrial,
  text: string,
  pictures: readonly PicturePart[],
): Promise<TriedGuard | undefined> {
  try {
    return await tryGuard(trial, { text, pictures })
  } catch (error) {
    if (!(error instanceof EngineError) || error.code === 'aborted') throw error
    if (error.code !== 'refused') await tryGuard(trial, { text, pictures: [] })
    return undefined
  }
}
