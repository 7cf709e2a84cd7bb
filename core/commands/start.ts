import type { Command } from './command.ts'

/** A first word, with what stands between a newcomer and an answer. */
export const start: Command = {
  name: 'start',
  run: ({ texts, status }) => ({
    text: status.engine === 'ready' ? texts.start : `${texts.start}\n\n${texts.statusEngine[status.engine]}`,
  }),
}
