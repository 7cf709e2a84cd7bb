import type { Command } from './command.ts'

/**
 * Comes here only when nothing of this person was running: a stop that ended an answer is part of that answer's turn
 * (core/mailbox/stops.ts).
 */
export const stop: Command = { name: 'stop', run: ({ texts }) => ({ text: texts.nothingToStop }) }
