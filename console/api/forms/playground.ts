import { z } from 'zod'
import type { StepsForm, TurnForm } from './conversations.ts'
import { personaWords } from './persona.ts'
import type { Told } from '#machine/sentence.ts'

export const PLAYGROUND_CHARACTERS_MAX = 20_000
export const PLAYGROUND_PICTURES_MAX = 4
/** Of all pictures together. */
export const PLAYGROUND_BYTES_MAX = 10_000_000
const base64Length = Math.ceil(PLAYGROUND_BYTES_MAX / 3) * 4
const TOO_MUCH = `Pictures have at most ${PLAYGROUND_BYTES_MAX / 1_000_000} MB together.`

/** POST /api/playground; its answer is a stream of `PlaygroundEvents`. */
export const playgroundForm = z
  .strictObject({
    text: z.string().max(PLAYGROUND_CHARACTERS_MAX).default(''),
    /** As base64. */
    pictures: z
      .array(
        z
          .string()
          .max(base64Length, TOO_MUCH)
          .regex(/^[\d+/A-Za-z]+={0,2}$/),
      )
      .max(PLAYGROUND_PICTURES_MAX)
      .default([]),
    /** Language of the service's own sentences. */
    locale: z
      .string()
      .regex(/^[A-Za-z]{2,3}(?:-[A-Za-z\d]{1,8}){0,3}$/)
      .default('en'),
    /** In place of the persona that holds. */
    persona: personaWords.optional(),
  })
  .refine(({ text, pictures }) => text.trim() !== '' || pictures.length > 0, 'There is nothing to answer: type a text.')
  .refine(({ pictures }) => pictures.reduce((sum, { length }) => sum + length, 0) <= base64Length, TOO_MUCH)
export const PLAYGROUND_BODY_BYTES_MAX = base64Length + 6 * PLAYGROUND_CHARACTERS_MAX + 10_000

/** GET /api/playground: what can be tried. */
export const playgroundAbout = z.object({
  model: z.string(),
  seesPictures: z.boolean(),
  picturesMax: z.number(),
  guard: z.enum(['full', 'demonstration', 'off', 'none']),
})
export type PlaygroundAbout = z.output<typeof playgroundAbout>

export type PlaygroundEnd = {
  readonly outcome: 'answered' | 'blocked' | 'noticed' | 'apologised'
  /** What the person would read at last. */
  readonly text: string
  /** Why the answer was cut; below it. */
  readonly note?: string
  /** Of a notice or an apology. */
  readonly reason?: string
  readonly direction?: 'in' | 'out'
  readonly hazards: readonly string[]
  readonly verdicts: TurnForm['verdicts']
  readonly steps?: StepsForm
  /** Absent where nothing was left to be asked. */
  readonly model?: string
  readonly promptTokens?: number
  readonly answerTokens?: number
}

/** The events of the stream by name: drafts, then one end. */
export type PlaygroundEvents = {
  /** All judged text of the answer so far. */
  readonly draft: { readonly text: string }
  readonly end: PlaygroundEnd
  readonly failed: Told<'message'> & { readonly error: string }
  readonly 'signed-out': Record<string, never>
  /** First of all, and where nothing happened for a while. */
  readonly beat: Record<string, never>
}
