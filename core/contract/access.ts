/**
 * Which messages of a group are for the bot. `mention`: those that name it, and commands. `replies`: also replies to it.
 * `thread`: also all in a thread in which it was addressed before. `all`: every message.
 */
export type GroupMode = (typeof GROUP_MODES)[number]

export const GROUP_MODES = ['mention', 'replies', 'thread', 'all'] as const
