import type { Command } from './command.ts'
import { shown } from './kept-words.ts'
import { dateOf, memoryLine, oneLine } from './memory-pages.ts'

/** "Why did you say that?": the memories in the prompt of the last answer here, or that there were none. */
export const why: Command = {
  name: 'why',
  ofPerson: 'answered-in-private',
  async run({ texts: { memory: texts }, memory, turn }) {
    const used = await memory.usedByLastAnswer(turn)
    if (used === undefined || used.items.length + used.passages.length + used.goneCount === 0) {
      return { text: texts.usedNone }
    }
    return {
      text: [
        texts.used,
        ...used.items.map((item) => memoryLine({ ...item, text: shown(item.text) }, texts)),
        ...used.passages.map(({ text, saidAtMs }) => `– ${shown(oneLine(text))} (${dateOf(saidAtMs)})`),
        ...(used.goneCount > 0 ? [texts.usedGone] : []),
      ].join('\n'),
    }
  },
}
