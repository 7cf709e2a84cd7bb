/**
 * Which messages of a group are for the bot. `mention`: those that name it, and commands. `replies`: also replies to it.
 * `thread`: also all in a thread in which it has answered before. `all`: every message.
 */
export type GroupMode = (typeof GROUP_MODES)[number]

export const GROUP_MODES = ['mention', 'replies', 'thread', 'all'] as const

/** Who may write: everybody, also whoever an operator lets in by a code, or only those who are named. */
export type AccessMode = 'open' | 'pairing' | 'allow-list'

/** Whether somebody may write. A stranger may not yet. */
export type Standing = 'granted' | 'stranger' | 'blocked'
