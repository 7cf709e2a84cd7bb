import type { Command } from './command.ts'
import { deleteMe } from './delete-me.ts'
import { edit } from './edit.ts'
import { exportCommand } from './export.ts'
import { forget } from './forget.ts'
import { help } from './help.ts'
import { memories } from './memories.ts'
import { memory } from './memory.ts'
import { privateMode } from './private-mode.ts'
import { remember } from './remember.ts'
import { reset } from './reset.ts'
import { start } from './start.ts'
import { status } from './status.ts'
import { stop } from './stop.ts'
import { why } from './why.ts'

/** One line per command. */
export const commands: readonly Command[] = [
  start,
  help,
  stop,
  reset,
  status,
  exportCommand,
  memories,
  remember,
  edit,
  forget,
  why,
  memory,
  privateMode,
  deleteMe,
]

/** `/delete-me` and `/delete_me` are one: Telegram marks no command with a hyphen. */
export const commandNamed = (name: string): Command | undefined =>
  commands.find((command) => command.name === name.replaceAll(/[-_]/g, ''))
