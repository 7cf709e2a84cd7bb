import type { Command } from './command.ts'

/** A new conversation. What is remembered outlives it, and the person is told so. */
export const reset: Command = {
  name: 'reset',
  run: ({ texts, memory }) => ({
    text: memory.isEnabled ? `${texts.resetDone}\n${texts.memory.reset}` : texts.resetDone,
    reset: true,
  }),
}
