import type { ServiceStatus } from '../contract/channel.ts'
import type { Texts } from '../texts/text-table.ts'

/** Answered by the service itself: no guard, no engine. */
export type Command = {
  /** Without the slash, in lower case. */
  readonly name: string
  run(context: CommandContext): CommandReply
}

export type CommandContext = { readonly texts: Texts; readonly status: ServiceStatus }

/** `reset`: later prompts contain nothing from before. Nothing is deleted. */
export type CommandReply = { readonly text: string; readonly reset?: true }
