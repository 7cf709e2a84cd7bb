import type { Span } from './message.ts'

export type Spanned = { readonly text: string; readonly spans?: readonly Span[] | undefined }

/**
 * Without the bot's own name where a message begins or ends with it: in a group that only says whom it is for, and small
 * models take it for a part of the question. A message that is nothing else stays as it is.
 */
export function withoutBotName({ text, spans = [] }: Spanned): Spanned & { readonly spans: readonly Span[] } {
  const named = spans.filter(({ isBot }) => isBot)
  const first = named.find(({ start }) => text.slice(0, start).trim() === '')
  const last = named.findLast(({ start, length }) => text.slice(start + length).trim() === '')
  const from =
    first === undefined
      ? 0
      : first.start + first.length + (AFTER.exec(text.slice(first.start + first.length))?.[0].length ?? 0)
  const to = last === undefined ? text.length : text.slice(0, last.start).trimEnd().length
  if ((first ?? last) === undefined || from >= to) return { text, spans }
  return {
    text: text.slice(from, to),
    spans: spans
      .filter(({ start, length }) => start >= from && start + length <= to)
      .map((span) => ({ ...span, start: span.start - from })),
  }
}

const AFTER = /^[\s,:]+/
