import { commands } from '../commands/all.ts'
import type { Run } from './parts.ts'
import type { TurnOutcome } from '../contract/turn.ts'

/** A command is answered by the service itself: no guard, no engine; its texts are our own. */
export function runCommand(run: Run, { name }: { name: string }): TurnOutcome {
  const command = commands.find((known) => known.name === name)
  if (command === undefined) return { state: 'noticed', reason: 'unknown-command', text: run.texts.unknownCommand }
  const { text, reset } = command.run({ texts: run.texts, status: run.status() })
  return { state: 'commanded', text, ...(reset && { reset }) }
}
