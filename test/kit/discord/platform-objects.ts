import type { APIMessageTopLevelComponent, APIUser, InteractionType, MessageType } from 'discord-api-types/v10'

/** A place where messages are: a private chat, a channel of a server, or a thread below one. */
export type Channel = {
  readonly id: string
  readonly name: string
  readonly messages: Map<string, Said>
  /** Opened by whom: threads only. */
  readonly ownerId?: string
  /** The other one: private chats only. */
  readonly recipient?: APIUser
  readonly guild?: Guild
  /** The channel that this thread is in. */
  readonly parent?: Channel
  lastMessageId: string | undefined
  /** The person blocked the bot. */
  isClosed: boolean
}

/** A server. */
export type Guild = {
  readonly id: string
  readonly name: string
  readonly members: Map<string, APIUser>
  readonly channels: Channel[]
  readonly joinedAtMs: number
  /** The bot was thrown out. */
  isLeft: boolean
}

export type StoredFile = {
  readonly id: string
  readonly channelId: string
  readonly name: string
  readonly bytes: Uint8Array
  readonly mime: string
  readonly size?: { readonly width: number; readonly height: number }
  /** Of a voice message. */
  readonly seconds?: number
}

/** A message, as it reads now and as it read before. */
export type Said = {
  readonly id: string
  readonly channel: Channel
  readonly author: APIUser
  readonly type: MessageType
  readonly replyTo: Said | undefined
  readonly nonce: string | undefined
  /** That it answers. */
  readonly interaction: Interaction | undefined
  /** Ephemeral: only this person sees it. */
  readonly onlyFor: string | undefined
  readonly reactions: Map<string, Set<string>>
  readonly versions: { readonly content: string; readonly atMs: number }[]
  /** Fields that the double only passes on, such as stickers or a poll. */
  readonly more: Readonly<Record<string, unknown>>
  content: string
  flags: number
  files: readonly StoredFile[]
  components: APIMessageTopLevelComponent[]
  /** Who is pinged: ids of people, `everyone`, `&` with the id of a role. */
  pinged: ReadonlySet<string>
  editedAtMs: number | undefined
  isDeleted: boolean
}

export type Post = {
  readonly author: APIUser
  readonly content: string
  readonly pinged?: ReadonlySet<string>
  readonly type?: MessageType
  readonly replyTo?: Said | undefined
  readonly flags?: number
  readonly files?: readonly StoredFile[]
  readonly components?: APIMessageTopLevelComponent[]
  readonly nonce?: string | undefined
  readonly interaction?: Interaction | undefined
  readonly onlyFor?: string | undefined
  readonly more?: Readonly<Record<string, unknown>>
}

/** What a person did that the bot must answer within 3 s: a command or a press. */
export type Interaction = {
  readonly id: string
  readonly token: string
  readonly type: InteractionType
  readonly user: APIUser
  readonly channel: Channel
  readonly createdAtMs: number
  /** Of a command. */
  readonly command?: string
  /** The message that was pressed, or that the command is about. */
  readonly about?: Said
  /** The bot acknowledged it. */
  isAcknowledged: boolean
  /** `@original`. */
  original: Said | undefined
}
