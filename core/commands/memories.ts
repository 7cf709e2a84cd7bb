import { memoryPages } from './memory-pages.ts'
import type { Command } from './command.ts'

/** `/memories`, `/memories 2`: a page of all that is remembered, which fits into one message. */
export const memories: Command = {
  name: 'memories',
  ofPerson: 'answered-in-private',
  async run({ argument, texts, memory, turn }) {
    const { items, passages } = await memory.all(turn)
    const { isOff } = await memory.stateOf(turn)
    const whenOff = memory.isEnabled && isOff ? [texts.memory.state.off] : []
    const looksUp = passages > 0 ? [texts.memory.passages(passages)] : []
    if (items.length === 0) {
      const none = memory.isEnabled ? texts.memory.empty : texts.memory.state.never
      return { text: [none, ...looksUp, ...whenOff].join('\n') }
    }
    const pages = memoryPages(items, texts)
    const number = Math.min(Math.max(1, Number.parseInt(argument, 10) || 1), pages.length)
    const below = [
      ...(number === pages.length ? looksUp : []),
      ...(pages.length > 1 ? [texts.memory.page(number, pages.length)] : []),
      texts.memory.howToChange,
      ...whenOff,
    ]
    return { text: `${pages[number - 1]}\n\n${below.join('\n')}` }
  },
}
