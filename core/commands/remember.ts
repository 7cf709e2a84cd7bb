import { saysSomething } from '../memory/told.ts'
import type { Command } from './command.ts'
import { shown, wordsToKeep } from './kept-words.ts'

/** `/remember TEXT`: kept at once, in the person's own words, also what is never learnt unasked. */
export const remember: Command = {
  name: 'remember',
  ofPerson: 'answered-here',
  async run(context) {
    const { argument, texts, memory, turn } = context
    if (!saysSomething(argument)) return { text: texts.memory.rememberHow }
    const kept = await wordsToKeep(context, argument)
    if ('refusal' in kept) return kept.refusal
    const saved = await memory.remember(turn, kept.words)
    if (saved === undefined) return { text: texts.memory.full }
    const say = saved.isNew ? texts.memory.saved : texts.memory.savedAlready
    return { text: say(shown(kept.words), saved.number) }
  },
}
