import type { Command } from './command.ts'

export const reset: Command = { name: 'reset', run: ({ texts }) => ({ text: texts.resetDone, reset: true }) }
