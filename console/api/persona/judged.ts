import type { PersonaWords } from '#core/contract/persona.ts'
import type { Persona } from '#core/persona/persona.ts'
import { ConsoleError } from '../console-error.ts'
import { failureOf } from '../guard/trial.ts'
import { say } from '../sentences.ts'

/** Of a persona that is to be tried. @throws {ConsoleError} where a guard blocks it, or cannot judge it */
export async function judged(persona: Pick<Persona, 'judge'>, words: PersonaWords, signal: AbortSignal): Promise<void> {
  const judgement = await persona.judge(words, signal).catch((error: unknown) => {
    throw failureOf(error)
  })
  if (judgement?.type === 'block') throw blocked(judgement.hazards)
}

export const blocked = (hazards: readonly string[]) =>
  new ConsoleError('blocked', say('persona.blocked', { hazards: { list: hazards } }), { now: { hazards } })
