import type { Matched } from '../memory/forgetting.ts'
import type { Command, CommandContext } from './command.ts'
import { isConfirmed } from './confirmed.ts'
import { TOLD_CHARACTERS_MAX } from '../memory/told.ts'
import { memoryLine } from './memory-pages.ts'

/** `3`, `#3`, `1, 3 5` */
const NUMBERS = /^#?\d{1,9}(?:[\s,]+#?\d{1,9})*$/
const ALL = /^all(?:\s+(\S+))?$/i

/** `/forget 3`, `/forget TEXT`, `/forget all`: what it was leaves memory, recall and later prompts. */
export const forget: Command = {
  name: 'forget',
  ofPerson: 'answered-in-private',
  async run(context) {
    const { texts, memory, turn } = context
    const argument = context.argument.trim()
    if (argument === '') return { text: texts.memory.forgetHow }
    if (argument.length > TOLD_CHARACTERS_MAX) return { text: texts.memory.forgetHow }
    const all = ALL.exec(argument)
    if (all !== null) return { text: await forgetAll(context, isConfirmed(all[1])) }
    if (!NUMBERS.test(argument))
      return { text: said(context, await memory.forget(turn, { type: 'text', text: argument })) }
    const numbers = argument.match(/\d+/g)?.map(Number) ?? []
    const matched = await memory.forget(turn, { type: 'numbers', numbers })
    if (matched.type !== 'nothing') return { text: said(context, matched) }
    // No number of a memory: a number that the person wrote, such as a PIN.
    const mentioned = await memory.forget(turn, { type: 'text', text: argument })
    if (mentioned.type !== 'nothing') return { text: said(context, mentioned) }
    return { text: texts.memory.noSuchNumber(Number(numbers[0])) }
  },
}

/** Without the words themselves: they would stay in the answer. */
function said({ texts: { memory: texts } }: CommandContext, matched: Matched): string {
  switch (matched.type) {
    case 'forgotten': {
      const { numbers, messages } = matched
      const lines = [
        ...(numbers.length > 0 ? [texts.forgotten(numbers.toSorted((one, other) => one - other).join(', '))] : []),
        ...(messages > 0 ? [texts.forgottenMessages(messages)] : []),
      ]
      return lines.join('\n')
    }
    case 'several':
      return [texts.whichOne, ...matched.items.map((item) => memoryLine(item, texts))].join('\n')
    case 'nothing':
      return texts.nothingFound
    default:
      return matched satisfies never
  }
}

async function forgetAll({ texts: { memory: texts }, memory, turn }: CommandContext, confirmed: boolean) {
  if (turn.chat.kind !== 'dm') return texts.onlyHere
  if (!confirmed) return texts.forgetAllConfirm((await memory.all(turn)).items.length)
  await memory.forget(turn, { type: 'all' })
  return texts.forgottenAll
}
