import type { Command } from './all.ts'

export const help: Command = { name: 'help', run: ({ texts }) => ({ text: texts.help }) }
