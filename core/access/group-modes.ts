import type pg from 'pg'
import { BoundedSet } from '#machine/bounded.ts'
import type { GroupMode } from '../contract/access.ts'
import { conversationId, type ConversationId } from '../contract/ids.ts'
import type { Addressed, ChatEvent } from '../contract/message.ts'

/** Groups with a mode of their own. */
export const GROUPS_MAX = 100_000
/** Threads in which the bot has answered that are remembered. */
const THREADS_MAX = 50_000

/**
 * Which messages of a group are for the bot, in memory, because each message of each group asks. The mode of a group
 * counts for all its threads; it stands in the row of its conversation without a thread.
 */
export class GroupModes {
  readonly #pool: Pick<pg.Pool, 'query'>
  /** Of groups for which none was chosen. */
  #otherwise: GroupMode
  readonly #modes = new Map<ConversationId, GroupMode>()
  /** Threads of groups in mode `thread` in which the bot has answered, the newest last. */
  readonly #answered = new BoundedSet<ConversationId>(THREADS_MAX)

  constructor({ pool, otherwise }: { pool: Pick<pg.Pool, 'query'>; otherwise: GroupMode }) {
    this.#pool = pool
    this.#otherwise = otherwise
  }

  async load(): Promise<void> {
    const { rows } = await this.#pool.query<{ id: ConversationId; mode: GroupMode }>(CHOSEN, [GROUPS_MAX])
    for (const { id, mode } of rows) this.#modes.set(id, mode)
    const sticky = rows.filter(({ mode }) => mode === 'thread').map(({ id }) => id)
    if (this.#otherwise === 'thread') await this.#loadAnswered(undefined)
    else if (sticky.length > 0) await this.#loadAnswered(sticky)
  }

  modeOf(group: ConversationId): GroupMode {
    return this.#modes.get(group) ?? this.#otherwise
  }

  /** How many groups have a mode of their own. */
  get count(): number {
    return this.#modes.size
  }

  /** After the database knows it; `undefined`: as the settings say. */
  async set(group: ConversationId, mode: GroupMode | undefined): Promise<void> {
    if (mode === undefined) this.#modes.delete(group)
    else this.#modes.set(group, mode)
    // Read after the mode is known: an answer from now on is told by `onAnswer`.
    if (this.modeOf(group) === 'thread') await this.#loadAnswered([group])
  }

  /** Of groups for which none was chosen. */
  async setOtherwise(mode: GroupMode): Promise<void> {
    const before = this.#otherwise
    this.#otherwise = mode
    try {
      if (mode === 'thread') await this.#loadAnswered(undefined)
    } catch (error) {
      this.#otherwise = before
      throw error
    }
  }

  /** The group has another id, and its row with its mode has followed it. */
  moved(from: ConversationId, to: ConversationId): void {
    const mode = this.#modes.get(from)
    this.#modes.delete(from)
    if (mode !== undefined && !this.#modes.has(to)) this.#modes.set(to, mode)
  }

  /** Something of a reply is shown in this conversation. */
  onAnswer(conversation: ConversationId): void {
    const end = conversation.lastIndexOf('/')
    if (end < 0 || this.modeOf(conversation.slice(0, end) as ConversationId) !== 'thread') return
    this.#answered.add(conversation)
  }

  /** The event as its group's mode takes it. What other bots say stays as it is: no bot is answered. */
  applied<Event extends ChatEvent>(event: Event): Event {
    if (!('addressed' in event) || event.chat.kind === 'dm' || event.sender.isBot) return event
    // A command that names another bot.
    if (event.type === 'command' && event.addressed === 'none') return event
    const { account, chat } = event
    const mode = this.modeOf(conversationId(account, chat.id))
    const isAnswered = () =>
      chat.threadId !== undefined && this.#answered.has(conversationId(account, chat.id, chat.threadId))
    const addressed = addressedIn(mode, { addressed: event.addressed, isAnswered })
    return addressed === event.addressed ? event : { ...event, addressed }
  }

  /** Of these groups, or of all. */
  async #loadAnswered(groups: readonly ConversationId[] | undefined): Promise<void> {
    const { rows } = await this.#pool.query<{ id: ConversationId }>(ANSWERED, [groups ?? null, THREADS_MAX])
    for (const { id } of rows.reverse()) this.onAnswer(id)
  }
}

/** `isAnswered`: in a thread in which the bot has answered before. */
function addressedIn(mode: GroupMode, { addressed, isAnswered }: { addressed: Addressed; isAnswered: () => boolean }) {
  switch (mode) {
    case 'mention':
      return addressed === 'reply' ? 'none' : addressed
    case 'replies':
      return addressed
    case 'thread':
      return addressed === 'none' && isAnswered() ? 'mode' : addressed
    case 'all':
      return addressed === 'none' ? 'mode' : addressed
    default:
      return mode satisfies never
  }
}

const CHOSEN = `select id, group_mode as mode from conversation where group_mode is not null limit $1`

const ANSWERED = `
  select c.id from conversation c
  where ($1::text[] is null or c.account || ':' || (c.chat ->> 'id') = any($1)) and c.chat ->> 'threadId' is not null
    and exists (select from turn where conversation_id = c.id and state not in ('running', 'ignored', 'limited'))
  order by c.created_at desc limit $2`
