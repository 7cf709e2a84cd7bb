/** Objects of the Bot API as they are on the wire, as far as the double builds them. */
export type User = {
  readonly id: number
  readonly is_bot: boolean
  readonly first_name: string
  readonly last_name?: string
  readonly username?: string
  readonly language_code?: string
}

export type Chat = {
  readonly id: number
  readonly type: 'private' | 'group' | 'supergroup'
  readonly title?: string
  readonly first_name?: string
  readonly is_forum?: true
}

export type Entity = { readonly type: string; readonly offset: number; readonly length: number; readonly user?: User }

/** One message: the fixed part, and what it holds (text, photo, caption, location …) by the names of the Bot API. */
export type Message = {
  readonly message_id: number
  readonly date: number
  readonly chat: Chat
  readonly from: User
  readonly edit_date?: number
  readonly message_thread_id?: number
  readonly is_topic_message?: true
  readonly reply_to_message?: Message
} & Content

export type BotCommand = { readonly command: string; readonly description: string }

export type KeyboardButton = { readonly text: string; readonly callback_data: string }
export type Keyboard = { readonly inline_keyboard: readonly (readonly KeyboardButton[])[] }

export type Content = {
  readonly text?: string
  readonly entities?: readonly Entity[]
  readonly caption?: string
  readonly reply_markup?: Keyboard | undefined
  readonly caption_entities?: readonly Entity[]
  readonly photo?: readonly { readonly file_id: string; readonly [field: string]: unknown }[]
  readonly [field: string]: unknown
}

export type Update = { readonly update_id: number; readonly [kind: string]: unknown }
