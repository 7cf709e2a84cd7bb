import { z } from 'zod'
import { pageOf } from './page.ts'

export const PERSONA_NAME_MAX = 40
export const PERSONA_TONE_MAX = 800

/** A name has no sentence in it: it stands inside one of ours. Of signs and joiners alone nobody could read it. */
const NAME = /^(?=$|.*[\p{L}\p{N}])(?:[\p{L}\p{M}\p{N} '’&·-]|\u200C|\u200D){0,40}$/u

/** What an operator types. */
export const personaWords = z.strictObject({
  name: z
    .string()
    .trim()
    .max(PERSONA_NAME_MAX)
    .regex(NAME, 'A name has letters, digits, spaces, hyphens and apostrophes.'),
  tone: z.string().trim().max(PERSONA_TONE_MAX),
})

const counted = {
  /** Of name and tone; absent while no model could count them. */
  tokens: z.number().optional(),
  tokensMax: z.number(),
}

/** GET /api/persona/tokens */
export const personaTokensForm = z.object(counted)
export type PersonaTokensForm = z.output<typeof personaTokensForm>

/** GET /api/persona: the one that holds. */
export const personaForm = z.object({
  ...counted,
  /** 0: nobody has changed it. */
  version: z.number(),
  name: z.string(),
  tone: z.string(),
  /** That answers texts. */
  model: z.string(),
  /** That model answers as without a persona, so that none is in its prompts. */
  isIgnored: z.boolean(),
})
export type PersonaForm = z.output<typeof personaForm>

/** PUT /api/persona. `seen`: the version that its operator saw. */
export const personaChangeForm = personaWords.extend({ seen: z.int().min(0).max(2_000_000_000) })

const personaVersion = z.object({
  version: z.number(),
  name: z.string(),
  tone: z.string(),
  /** Empty: that account is gone. */
  by: z.string(),
  atMs: z.number(),
})
export type PersonaVersionForm = z.output<typeof personaVersion>

/** GET /api/persona/versions: the newest first. */
export const personaVersionsPage = pageOf(personaVersion)
