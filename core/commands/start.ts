import type { Command } from './command.ts'

/** A greeting, with the state of the engine when it is not ready. */
export const start: Command = {
  name: 'start',
  run: ({ texts, status }) => ({
    text: status.engine === 'ready' ? texts.start : `${texts.start}\n\n${texts.statusEngine[status.engine]}`,
  }),
}
