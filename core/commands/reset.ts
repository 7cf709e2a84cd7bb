import type { Command } from './command.ts'

/**
 * A new conversation. What is remembered outlives it, and the person is told so. The next question no longer has what was
 * said before, so it waits here for what is learnt from that.
 */
export const reset: Command = {
  name: 'reset',
  async run({ texts, memory, learningSettled }) {
    await learningSettled()
    return { text: memory.isEnabled ? `${texts.resetDone}\n${texts.memory.reset}` : texts.resetDone, reset: true }
  },
}
