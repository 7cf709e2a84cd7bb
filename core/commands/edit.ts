import { saysSomething } from '../memory/told.ts'
import type { Command } from './command.ts'
import { shown, wordsToKeep } from './kept-words.ts'

const NUMBER_AND_TEXT = /^#?(\d{1,9})[\s:.]+(\S[\s\S]*)$/

/** `/edit 3 TEXT`: the person's own words in place of what was there, under the same number. */
export const edit: Command = {
  name: 'edit',
  ofPerson: 'answered-in-private',
  async run(context) {
    const { argument, texts, memory, turn } = context
    const [, digits, given] = NUMBER_AND_TEXT.exec(argument.trim()) ?? []
    if (digits === undefined || given === undefined || !saysSomething(given)) return { text: texts.memory.editHow }
    const kept = await wordsToKeep(context, given)
    if ('refusal' in kept) return kept.refusal
    const number = Number(digits)
    const item = await memory.edit(turn, { number, text: kept.words })
    if (item === undefined) return { text: texts.memory.noSuchNumber(number) }
    return { text: texts.memory.edited(shown(item.text), number) }
  },
}
