import type { Engine } from '#engine/contract.ts'
import { NO_PERSONA, PERSONA_TOKENS_MAX, type PersonaWords } from '../contract/persona.ts'
import { cleanText } from '../contract/text.ts'
import { neutralise } from '../prompt/neutralise.ts'

export type Counting = Pick<Engine, 'countTokens' | 'capabilities'>

const WHITE_SPACE = /[\s\u0085]+/gu

/** Each in one line, so that neither looks like a rule of ours. */
export const cleaned = ({ name, tone }: PersonaWords): PersonaWords => ({
  name: inOneLine(name),
  tone: inOneLine(tone),
})

const inOneLine = (text: string) => cleanText(text).replace(WHITE_SPACE, ' ').trim()

export const isNone = ({ name, tone }: PersonaWords) => name === '' && tone === ''

/** Of name and tone as this model reads them. */
export async function personaTokens(persona: PersonaWords, engine: Counting, signal: AbortSignal): Promise<number> {
  if (isNone(persona)) return 0
  const text = [persona.name, persona.tone].filter(Boolean).join('\n')
  return engine.countTokens(neutralise(text, engine.capabilities()), signal)
}

const sentences = new Intl.Segmenter(undefined, { granularity: 'sentence' })

/**
 * As much of a persona as may be in prompts of this model: another model may count more tokens than the one for which
 * it was written. The tone then ends with an earlier sentence, or is left out, and last the name.
 */
export async function fitted(persona: PersonaWords, engine: Counting, signal: AbortSignal): Promise<PersonaWords> {
  const fits = async (shorter: PersonaWords) => (await personaTokens(shorter, engine, signal)) <= PERSONA_TOKENS_MAX
  const parts = [...sentences.segment(persona.tone)].map(({ segment }) => segment)
  for (let count = parts.length; count >= 0; count--) {
    const shorter = { ...persona, tone: parts.slice(0, count).join('').trim() }
    if (await fits(shorter)) return shorter
  }
  return NO_PERSONA
}
