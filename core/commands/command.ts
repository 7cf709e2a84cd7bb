import type { ReplyFile, ServiceStatus } from '../contract/channel.ts'
import type { Turn } from '../contract/turn.ts'
import type { Judgement } from '../guard/guard.ts'
import type { MemoryControl } from '../memory/control.ts'
import type { Texts } from '../texts/text-table.ts'

/**
 * Answered by the service itself, without the engine. It runs under the lease of its conversation, and again after a
 * crash: what it changes it may change twice.
 */
export type Command = {
  /** Without the slash, in lower case, without the hyphens and underscores that people may type in it. */
  readonly name: string
  /**
   * It shows or changes what is known of one person, so it is refused to an identity that several people share. Says
   * where it is answered when it comes from a group.
   */
  readonly ofPerson?: 'answered-here' | 'answered-in-private'
  run(context: CommandContext): CommandReply | Promise<CommandReply>
}

export type CommandContext = {
  readonly argument: string
  readonly texts: Texts
  readonly status: ServiceStatus
  readonly turn: Turn
  readonly memory: MemoryControl
  /** Waits, half a second at most, for what is being learnt from this person. */
  readonly learningSettled: () => Promise<void>
  /** What the person wants kept. Rejects when it cannot be judged; then nothing may be kept. */
  readonly judge: (text: string) => Promise<Judgement>
  /** Before what takes longer. */
  readonly startTyping: () => void
  /** Everything about the person of the turn; rejects with `ExportRefused`. */
  readonly exportOf: () => Promise<Exported>
}

/** `areFetched`: the chat shows where the files are, and they wait there. */
export type Exported = { readonly files: readonly ReplyFile[]; readonly areFetched: boolean }

export type CommandReply =
  /** `reset`: later prompts contain nothing from before. Nothing is deleted. */
  | { readonly text: string; readonly reset?: true; readonly files?: readonly ReplyFile[] }
  /** The guard's verdict on what was to be kept. */
  | { readonly blocked: Judgement; readonly judged: string }
