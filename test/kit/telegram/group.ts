import type { User } from './wire.ts'
import type { PlatformState, Room } from './platform-state.ts'

// The ids of groups are negative; those of supergroups begin with -100.
const SUPERGROUP_ID = -1_001_000_000_000

/** Who does something in a group. */
type Member = { readonly user: User; in(group: Group): { blocks(): void } }

/** A group that the bot is in. */
export class Group {
  readonly #state: PlatformState
  room: Room

  constructor(state: PlatformState, title: string, { topics = false }: { topics?: boolean } = {}) {
    this.#state = state
    const id = SUPERGROUP_ID - state.unique()
    this.room = state.addRoom({ id, type: 'supergroup', title, ...(topics ? { is_forum: true as const } : {}) }, [])
  }

  get chatId(): number {
    return this.room.chat.id
  }

  /** Opens a topic and returns its thread id. */
  topic(name: string, by: Member): number {
    const content = { forum_topic_created: { name, icon_color: 0 } }
    const said = this.#state.post(this.room, { from: by.user, content })
    const { message_id: threadId } = said.wire
    said.wire = { ...said.wire, message_thread_id: threadId, is_topic_message: true }
    this.room.topics.set(threadId, said.wire)
    return threadId
  }

  /** A plain group becomes a supergroup with another id; the old id answers where it went. */
  moves(by: Member): void {
    const old = this.room
    const id = SUPERGROUP_ID - this.#state.unique()
    this.room = this.#state.addRoom({ ...old.chat, id }, [...old.memberIds])
    const said = this.#state.post(old, { from: by.user, content: { migrate_to_chat_id: this.chatId } })
    old.movedTo = this.chatId
    this.#state.tell('message', said.wire)
  }

  /** Throws the bot out. */
  removesBot(by: Member): void {
    by.in(this).blocks()
  }
}
