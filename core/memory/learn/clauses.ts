/**
 * The clauses of a text in which its writer may state something about themself, in English: without questions,
 * conditions, hearsay, what was so once, and what is only to be repeated or translated.
 */
export function statementClauses(typed: string): string[] {
  const text = typed.slice(0, READ_LENGTH_MAX).replace(QUOTED, ' … ').replace(SPACES, ' ')
  const sentences = text.match(SENTENCE) ?? []
  const directive = sentences.findIndex((sentence) => DIRECTIVE.test(sentence.trim()))
  const own = directive < 0 ? sentences : sentences.slice(0, directive)
  return own
    .filter((sentence) => !UNSTATED.test(sentence) && !QUESTION.test(sentence.trim()))
    .flatMap((sentence) => sentence.split(NEXT_CLAUSE))
    .map(trimmed)
    .filter((clause) => clause !== '' && !PAST.test(clause))
}

const READ_LENGTH_MAX = 4_000
/** Single ones from here on, so that no pattern searches long runs of them again and again. */
const SPACES = /[^\S\n]+/g

/** Double and typographic quotes; single ones are apostrophes. */
const QUOTED = /"[^"]*(?:"|$)|“[^”]*(?:”|$)|«[^»]*(?:»|$)|„[^“”]*(?:[“”]|$)/gu
const SENTENCE = /[^.!?\n;…]+[.!?;…]*/gu

/** What follows such words is material, not a statement. */
const DIRECTIVE =
  /^(?:please |can you |could you )?(?:repeat|say|echo|translate|rewrite|rephrase|correct|proofread|summari[sz]e|paraphrase|complete|continue|role-?play|act as|pretend|write|here is|here's|this is what)\b/i

/** Conditions, wishes, hearsay. */
const UNSTATED =
  /\b(?:if|unless|suppose|imagine|pretend|would|wish|might|maybe|perhaps|whether|says?|said|told|tells|claims?|claimed|wrote|asked|asks|thinks?|thought|heard|believes?|lie|lied|joking|kidding|quote|example)\b/i

/** Also without a question mark. */
const QUESTION =
  /\?|^(?:(?:hi|hello|hey|ok|so|and|but|please)[ ,]+)*(?:what|who|whom|whose|where|when|why|how|which|do|does|did|is|are|am|was|were|can|could|will|should|have|has)\b/i

const PAST =
  /\b(?:used to|no longer|any ?more|previously|formerly|back then|when i was|once (?:lived|liked|worked)|years ago|until|came back|moved back|went back|left again)\b/i

/** A new clause begins where its subject is the writer again, or the assistant is told what to do. */
const NEXT_CLAUSE =
  /(?: ?, ?(?:(?:and|but|so) )?| (?:and|but|so) | [-–—]+ )(?=(?:i|i'm|i’m|i've|i’ve|my|we|call me|you can call me|please|always|never)\b)/iu

const PREFIX =
  /^(?:(?:hi|hello|hey|hey there|hi there|good (?:morning|evening|afternoon)|by the way|btw|ok|okay|no|nope|yes|actually|well|so|sorry|oh|wait|and|but|also|now|correction|i mean|just so you know|fyi|(?:please )?(?:remember|note)(?: that)?)(?:\s*[,!:.–—-]+\s*|\s+))+/i

const SUFFIX = /,? (?:by the way|btw|actually|thanks|thank you|please|though|you know)$/i

function trimmed(clause: string): string {
  const text = clause.trim().replace(/[’‘]/g, "'")
  return text
    .replace(PREFIX, '')
    .replace(/[\s.!,;:…)\p{Extended_Pictographic}]+$/gu, '')
    .replace(SUFFIX, '')
    .replace(/\s+/g, ' ')
}
