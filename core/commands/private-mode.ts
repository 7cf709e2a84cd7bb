import type { Command } from './command.ts'

/** `/private` until `/private off`, in this conversation: nothing is learnt or recalled, and later prompts know nothing of it. */
export const privateMode: Command = {
  name: 'private',
  ofPerson: 'answered-here',
  async run({ argument, texts: { memory: texts }, memory, turn }) {
    const isPrivate = argument.trim().toLowerCase() !== 'off'
    await memory.setPrivate(turn, isPrivate)
    return { text: isPrivate ? texts.private.on : texts.private.off }
  },
}
