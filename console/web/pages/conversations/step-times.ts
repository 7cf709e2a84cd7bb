import type { StepsForm } from '../../../api/forms/conversations.ts'
import { conversations } from '../../texts/en/conversations.ts'
import { text } from '../../texts/text.ts'

type Step = StepsForm['steps'][number]

export const totalMs = ({ steps, firstWordsMs = 0 }: StepsForm) =>
  Math.max(firstWordsMs, ...steps.map(({ fromMs, tookMs }) => fromMs + tookMs))

/**
 * Where most of the time went. What the model needed until its first word is a part of what the whole answer took: it is
 * named where it is most of it. The answer is judged while it is written.
 */
export function longestStep({ steps }: StepsForm): Step | undefined {
  const longest = steps.filter(({ name }) => name !== 'first-token').toSorted((a, b) => b.tookMs - a.tookMs)[0]
  if (longest?.name !== 'engine') return longest
  const first = steps.find(({ name, fromMs }) => name === 'first-token' && fromMs === longest.fromMs)
  return first !== undefined && first.tookMs > longest.tookMs / 2 ? first : longest
}

/** A newer service may have steps that this page has no words for. */
export function stepName(name: string): string {
  const key = `conversations.step.${name}`
  return isKnown(key) ? text(key) : name
}

const isKnown = (key: string): key is keyof typeof conversations => Object.hasOwn(conversations, key)
