/**
 * Ids are branded, so that one kind cannot be passed for another; each kind has exactly one maker. A person is
 * identified by the platform's id of their account, never by a name.
 */
declare const brand: unique symbol
type Branded<Name extends string> = string & { readonly [brand]: Name }

export type Platform = (typeof PLATFORMS)[number]

export const PLATFORMS = [
  ...(['telegram', 'discord', 'whatsapp', 'messenger', 'instagram', 'whatsapp-cloud'] as const),
  ...(['web', 'terminal'] as const),
] as const

/** One bot on one platform: `telegram:123456`. */
export type AccountId = Branded<'AccountId'>
/** One person's account on one platform, for one bot: `telegram:123456:987`. */
export type IdentityId = Branded<'IdentityId'>
/** A chat, or a thread in a chat: `telegram:123456:-1005/42`. */
export type ConversationId = Branded<'ConversationId'>
export type PersonId = Branded<'PersonId'>
export type EventId = Branded<'EventId'>
export type TurnId = Branded<'TurnId'>
/** Also the idempotency key of a send, where the platform supports one. */
export type ReplyId = Branded<'ReplyId'>

export const accountId = (platform: Platform, botId: string) => `${platform}:${botId}` as AccountId
export const platformIn = (id: AccountId | IdentityId | ConversationId) => id.slice(0, id.indexOf(':')) as Platform
export const identityId = (account: AccountId, userId: string) => `${account}:${userId}` as IdentityId
export const conversationId = (account: AccountId, chatId: string, threadId?: string) =>
  `${account}:${chatId}${threadId === undefined ? '' : `/${threadId}`}` as ConversationId

/** An identity or a group as operators see and type it: platform, bot, then the person or the chat. */
export const OPERATOR_ID = new RegExp(`^(?:${PLATFORMS.join('|')}):[^:\\s\\p{Cc}]+:[^\\s\\p{Cc}]+$`, 'u')

/** 128 random bits as 22 URL-safe characters; Discord's nonce allows 25. */
export type RandomId = () => string
export const personId = (random: RandomId) => random() as PersonId
export const eventId = (random: RandomId) => random() as EventId
export const turnId = (random: RandomId) => random() as TurnId
export const replyId = (random: RandomId) => random() as ReplyId
