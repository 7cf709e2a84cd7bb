import { mean } from './metrics.ts'
import type { Question, SetPerson } from './set.ts'

/** All of a prompt for this question, as text, built with all labelled items of the person stored. */
export type PromptFor = (person: SetPerson, question: Question, signal: AbortSignal) => Promise<string>

const CATEGORIES: ReadonlySet<string> = new Set(['preference', 'instruction'])

export type InPrompt = { readonly questions: number; readonly share: number }

/** The share of questions that need a preference or a standing instruction whose prompt has the sentence of it. */
export async function inPrompt(
  people: readonly SetPerson[],
  promptFor: PromptFor,
  { progress, signal }: { progress: (done: number) => void; signal: AbortSignal },
): Promise<InPrompt> {
  const found: number[] = []
  for (const [index, person] of people.entries()) {
    for (const question of person.questions.filter(({ category }) => CATEGORIES.has(category))) {
      const prompt = await promptFor(person, question, signal)
      const needed = person.items.filter(({ turn }) => question.evidence.includes(turn))
      found.push(needed.every(({ text }) => prompt.includes(text)) ? 1 : 0)
    }
    progress(index + 1)
  }
  return { questions: found.length, share: mean(found) }
}
