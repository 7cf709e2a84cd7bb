import type { Command } from './command.ts'

/** A greeting, with the state of the engine when it is not ready. */
export const start: Command = {
  name: 'start',
  run: ({ texts, status, memory }) => ({
    text: [
      memory.isEnabled ? `${texts.start}\n${texts.memory.start}` : texts.start,
      ...(status.engine === 'ready' ? [] : [texts.statusEngine[status.engine]]),
    ].join('\n\n'),
  }),
}
