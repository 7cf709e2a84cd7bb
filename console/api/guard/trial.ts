import { EngineError, type PicturePart } from '#engine/contract.ts'
import { GuardFault, judgeAll, type Guard } from '#core/guard/guard.ts'
import { fitForModel } from '#core/media/fit.ts'
import { PictureError } from '#core/media/picture-error.ts'
import { preparePicture } from '#core/media/prepare.ts'
import type { Decoding } from '#core/media/sharp.ts'
import { withSet, type Serving, type ServingSet } from '#core/serving.ts'
import type { Clock } from '#machine/clock.ts'
import { ConsoleError } from '../console-error.ts'
import { createTrialLimit } from '../trial-limit.ts'
import type { TriedForm } from '../forms/guard.ts'
import { say } from '../sentences.ts'
import { saidBy } from '#machine/coded-error.ts'

const WAIT_MS_MAX = 60_000

type Tried = { readonly direction: 'in' | 'out'; readonly text: string; readonly picture?: string | undefined }

/** Texts and pictures that an operator has judged by the guards at work. Nothing of them is kept. */
export type GuardTrial = {
  /** @throws {ConsoleError} */
  judge(tried: Tried, by: { account: string; signal: AbortSignal }): Promise<TriedForm>
}

export function createGuardTrial({ serving, clock }: { serving: () => Serving; clock: Clock }): GuardTrial {
  const trials = createTrialLimit({ clock })
  return {
    async judge({ direction, text, picture }, { account, signal }) {
      const end = trials.begin(account)
      try {
        const until = AbortSignal.any([signal, AbortSignal.timeout(WAIT_MS_MAX)])
        const decoding = { share: { person: `console ${account}` }, signal: until }
        const judgement = async ({ guards }: ServingSet, stop: AbortSignal) => {
          const pictures = picture === undefined ? [] : [await pictureFor(guards, picture, decoding)]
          const judged = { isBackground: true, direction, text, pictures, share: decoding.share } as const
          return judgeAll(guards, judged, stop)
        }
        const { type: outcome, hazards, verdicts } = await withSet(serving(), judgement, until)
        return {
          outcome,
          hazards: [...hazards],
          verdicts: verdicts.map((verdict) => ({ ...verdict, hazards: [...verdict.hazards] })),
        }
      } catch (error) {
        throw failureOf(error)
      } finally {
        end()
      }
    },
  }
}

async function pictureFor(guards: readonly Guard[], base64: string, decoding: Decoding): Promise<PicturePart> {
  const [fit] = guards.flatMap(({ service }) => service?.capabilities().pictures ?? [])
  if (fit === undefined) throw new ConsoleError('bad-request', say('guard.no-pictures'))
  return fitForModel(await preparePicture(Buffer.from(base64, 'base64'), decoding), fit, decoding)
}

/** What the operator is told: a guard that fails is said to have failed, never to have passed. */
export function failureOf(cause: unknown): unknown {
  if (cause instanceof PictureError) return new ConsoleError('bad-request', saidBy(cause), { cause })
  const code = cause instanceof EngineError || cause instanceof GuardFault ? cause.code : undefined
  if (code === undefined && !(cause instanceof DOMException && cause.name === 'TimeoutError')) return cause
  const message = code === undefined ? say('guard.too-slow') : say('guard.failed', { code })
  return new ConsoleError('unavailable', message, { cause })
}
