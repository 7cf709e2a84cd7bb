import { wordsIn } from './asked.ts'
import { withoutBotName } from './bot-name.ts'
import type { MessageContent, Part, Span } from './message.ts'

export type TypedContent = Pick<MessageContent, 'parts' | 'forwardedFrom' | 'mayContinue'>

/**
 * The words of these messages that their sender typed, captions included: never what was forwarded or chosen from a
 * bot, a message that they reply to, a block quote or pasted code. Pure: what a person may be remembered by.
 */
export function typedBy(contents: readonly TypedContent[]): string {
  let all = ''
  for (const [index, content] of contents.entries()) {
    const words = typedIn(content)
    const joins = contents[index - 1]?.mayContinue?.joins
    all += words === '' || all === '' || joins === 'unbroken' ? words : `\n${words}`
  }
  return all.trim()
}

function typedIn({ parts, forwardedFrom }: TypedContent): string {
  if (forwardedFrom !== undefined) return ''
  return parts.map(typedPart).filter(Boolean).join('\n')
}

function typedPart(part: Part): string {
  if ('origin' in part && part.origin !== undefined) return ''
  return withoutPasted(withoutBotName(wordsIn(part)))
}

/** A line that begins with `>` is a quote on platforms without spans, and so are fenced and inline code. */
const PASTED = /^[ \t]*>.*$|```[\s\S]*?(?:```|$(?![\s\S]))|`[^`\n]*`/gm

/** Stands where something was taken out: the words around it never join to a statement. */
const GAP = ' … '
const WORD = /[\p{L}\p{N}]/u

function withoutPasted({ text, spans }: { readonly text: string; readonly spans: readonly Span[] }): string {
  const pasted = spans
    .filter(({ type }) => type === 'quote' || type === 'code')
    .sort((one, other) => one.start - other.start)
  const kept: string[] = []
  let at = 0
  for (const { start, length } of pasted) {
    kept.push(text.slice(at, Math.max(at, start)))
    at = Math.max(at, start + length)
  }
  const pieces = [...kept, text.slice(at)].flatMap((piece) => piece.split(PASTED))
  if (pieces.length === 1) return text
  return pieces
    .filter((piece) => WORD.test(piece))
    .map((piece) => piece.trim())
    .join(GAP)
}
