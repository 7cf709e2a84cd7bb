import type { Command } from './command.ts'
import { help } from './help.ts'
import { reset } from './reset.ts'
import { start } from './start.ts'
import { status } from './status.ts'

/** One line per command. */
export const commands: readonly Command[] = [start, help, reset, status]
