import { z } from 'zod'
import { neutralise } from '../../prompt/neutralise.ts'
import { shortened } from '../../contract/text.ts'
import type { Candidate } from '../kinds/kind.ts'
import { searchTerms } from '../terms.ts'
import { statementClauses } from './clauses.ts'
import type { Extractor } from './extractor.ts'
import { statedIn, type Stated } from './stated.ts'

const answer = z.object({ memories: z.array(z.object({ kind: z.string(), text: z.string() })) })

/** As the model was trained, and nothing else: see its card's README. */
const WORDS = 'You keep the memory of an assistant. Answer with JSON only.'

/**
 * For a model that is a demonstration: it proposes, code decides. Of what it says only that is kept which the person
 * states about themself by the forms of `forms.ts`; what it missed of those is added, with less confidence. An event is
 * kept as the model says it, where each of its words was typed in such a statement.
 */
export const demonstrationExtractor: Extractor = {
  request({ typed }, engine) {
    const clauses = statementClauses(typed)
    if (statedIn(typed).length === 0 && !clauses.some((clause) => EVENT.test(clause))) return undefined
    const { promptTokens } = engine.capabilities()
    // On one line: a line that begins with "Assistant:" would be another's.
    const line = neutralise(shortened(typed.replace(/\s+/g, ' '), promptTokens), engine.capabilities())
    return {
      tokensMax: ANSWER_TOKENS_MAX,
      messages: [
        { role: 'system', parts: [{ type: 'text', text: WORDS }] },
        { role: 'user', parts: [{ type: 'text', text: `Transcript:\nUser: ${line}` }] },
      ],
    }
  },
  read(json, { typed }) {
    const { data } = answer.safeParse(json)
    const proposed = data?.memories ?? []
    const clauses = statementClauses(typed)
    const stated = unique(statedIn(typed)).map((each) =>
      candidateOf(
        each,
        proposed.some(({ text }) => names(text, each)),
      ),
    )
    const events = proposed
      .filter(({ kind, text }) => kind === 'event' && isTyped(text, clauses))
      .map(({ text }) => eventOf(text))
    return [...stated, ...events]
  },
}

/** Eight short sentences as JSON; it repeats itself now and then. */
const ANSWER_TOKENS_MAX = 200

const CONFIDENCE = { agreed: 0.9, alone: 0.7 }

const unique = (all: readonly Stated[]) => [...new Map(all.map((each) => [each.text.toLowerCase(), each])).values()]

const candidateOf = ({ kind, field, value, text }: Stated, isAgreed: boolean): Candidate => ({
  kind,
  // A fact is its sentence.
  ...(field !== undefined && { field, value }),
  text,
  confidence: isAgreed ? CONFIDENCE.agreed : CONFIDENCE.alone,
  origin: 'learnt',
})

const eventOf = (text: string): Candidate => ({ kind: 'event', text, confidence: CONFIDENCE.agreed, origin: 'learnt' })

const names = (text: string, { value }: Stated) => areAmong(searchTerms(value), searchTerms(text))
const areAmong = (some: readonly string[], others: readonly string[]) => some.every((term) => others.includes(term))

/** What happened or is planned, said about oneself. */
const EVENT =
  /^(?:i|we)(?: am|'m| are|'re)? (?:going to|travell?ing to|flying to|moving to|starting|visiting)\b|^(?:i|we) (?:have|'ve got) (?:an? )?(?:\p{L}+ )?(?:appointment|exam|meeting|interview|test|flight|date|party|wedding)\b|^(?:i|we)(?:'ve| have)? (?:just |recently )?(?:started|bought|sold|finished|passed|booked|got|won|adopted)\b/iu

const FRAME = new Set(['the', 'person', 's', 'is', 'has', 'a', 'an', 'are', 'am'])

function isTyped(text: string, clauses: readonly string[]): boolean {
  const said = searchTerms(text).filter((term) => !FRAME.has(term))
  if (said.length < 2 || !text.startsWith('The person ')) return false
  return clauses.some((clause) => EVENT.test(clause) && !NEGATION.test(clause) && areAmong(said, searchTerms(clause)))
}

const NEGATION = /\b(?:not|never|no|[a-z]+n't)\b/i
