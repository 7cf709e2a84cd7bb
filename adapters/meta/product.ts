import type { Capabilities, OutgoingMessage } from '#core/contract/channel.ts'
import type { AccountId } from '#core/contract/ids.ts'
import type { Chat, ChatEvent } from '#core/contract/message.ts'

export type MetaProductName = 'messenger' | 'instagram' | 'whatsapp-cloud'

/** What has to be known to read a webhook's body. */
export type ReadContext = {
  readonly account: AccountId
  /** The page, the professional account, or the phone number that the bot is. */
  readonly botId: string
  readonly receivedAtMs: number
}

/** What a webhook's body says. */
export type BodyRead = {
  readonly events: readonly ReadEvent[]
  /** Kinds that mean nothing to us, and what is for another bot. */
  readonly unknown: number
}

/** `addresses`: where the files of a message are, by their `ref`, where the platform says it at once. */
export type ReadEvent = { readonly event: ChatEvent; readonly addresses?: Readonly<Record<string, string>> }

/** All in which the three products differ. */
export type Product = {
  readonly name: MetaProductName
  /** As people write it. */
  readonly title: string
  readonly tokenSetting: string
  /** Whether calls prove that the app's secret is known. Tokens of the Instagram login belong to another secret. */
  readonly provesSecret: boolean
  /** Of its webhooks. */
  readonly object: 'page' | 'instagram' | 'whatsapp_business_account'
  readonly capabilities: Capabilities
  /** As its clients show it. */
  readonly textOf: (markdown: string) => string
  /** Asked of the bot itself: its id, and a name for operators. */
  readonly fields: string
  readonly botIn: (answer: unknown) => { readonly id: string; readonly name: string } | undefined
  /** Pure. */
  readonly read: (body: unknown, context: ReadContext) => BodyRead
  /** What is posted to the bot's `messages` to send a text, and the id in the answer. */
  readonly messageTo: (chat: Chat, text: string, message: OutgoingMessage) => object
  readonly messageIdIn: (answer: unknown) => string | undefined
  /** Where a bot can send any file: what goes with it. */
  readonly fileFields?: (chat: Chat) => Readonly<Record<string, string>>
  /** What is posted there to show that the message is read and an answer is being written. */
  readonly signals: (chat: Chat, answers: string | undefined) => readonly object[]
  /** `asked`: a file's address is asked for by its id, with the token. `told`: it comes with the message. */
  readonly media: 'asked' | 'told'
}
