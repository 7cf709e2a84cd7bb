import type { Command } from './all.ts'

export const reset: Command = { name: 'reset', run: ({ texts }) => ({ text: texts.resetDone, reset: true }) }
