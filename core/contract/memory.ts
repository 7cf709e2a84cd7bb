import type { ConversationId, TurnId } from './ids.ts'
import type { Chat } from './message.ts'

/** Each is a folder of code with the same interface: `core/memory/kinds/`. Items are profile, fact or event. */
export type MemoryItemKind = 'profile' | 'fact' | 'event'

/**
 * Fields of a profile. Of `name` and `place` the newest value holds; of the others each value is an item. `people` is
 * people and pets, `avoid` what to avoid, such as allergies, `instruction` a standing instruction.
 */
export const MEMORY_FIELDS = ['name', 'place', 'languages', 'preference', 'instruction', 'people', 'avoid'] as const
export type MemoryField = (typeof MEMORY_FIELDS)[number]
export const SINGLE_VALUE_FIELDS: ReadonlySet<MemoryField> = new Set(['name', 'place'])

/** `told`: the person asked to have it remembered. `learnt`: extracted from what they typed. */
export type MemoryOrigin = 'told' | 'learnt'

/**
 * Where it was said: empty for a private chat, else the group conversation. A group recalls its own scope alone; a
 * private chat recalls everything of its person.
 */
export type MemoryScope = string

export const scopeOf = ({ chat, conversation }: { chat: Chat; conversation: ConversationId }): MemoryScope =>
  chat.kind === 'dm' ? '' : conversation

/** `item:7` or `turn:<id>` (a passage). */
export type MemoryRef = `item:${number}` | `turn:${TurnId}`

export type MemoryItem = {
  readonly number: number
  readonly kind: MemoryItemKind
  readonly field?: MemoryField
  readonly value?: string
  readonly text: string
  readonly scope: MemoryScope
  readonly origin: MemoryOrigin
  readonly confidence: number
  readonly turnId?: TurnId
  readonly saidAtMs: number
  readonly supersededBy?: number
  /** An operator changed its words then; the person has not since. */
  readonly editedAtMs?: number
}

/** One line for a prompt, best first. Its text is a person's own: it is neutralised where the prompt is built. */
export type RecalledLine = {
  readonly ref: MemoryRef
  readonly text: string
  readonly saidAtMs: number
  /** What the text is; a sentence about the person, unless it says otherwise. */
  readonly as?: LineForm
}

/** `about`: `The person lives in Oslo.` `words`: what the person wrote. `wish`: a standing instruction in their words. */
export type LineForm = 'about' | 'words' | 'wish'

export type Recalled = {
  /** Stable from turn to turn: it stands after our own words. */
  readonly profile: readonly RecalledLine[]
  /** For this question. */
  readonly recalled: readonly RecalledLine[]
}

export const NOTHING_RECALLED: Recalled = { profile: [], recalled: [] }
