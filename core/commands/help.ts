import type { Command } from './command.ts'

export const help: Command = {
  name: 'help',
  run: ({ texts, memory }) => ({ text: memory.isEnabled ? `${texts.help}\n${texts.memory.help}` : texts.help }),
}
