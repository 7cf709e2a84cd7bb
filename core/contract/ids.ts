/**
 * Ids are branded so that one cannot be given where another is wanted; each has exactly one maker. A person is known by
 * the platform's id of their account, never by a name.
 */
declare const brand: unique symbol
type Branded<Name extends string> = string & { readonly [brand]: Name }

export type Platform =
  | 'telegram'
  | 'discord'
  | 'whatsapp'
  | 'messenger'
  | 'instagram'
  | 'whatsapp-cloud'
  | 'web'
  | 'terminal'

/** One bot on one platform: `telegram:123456`. */
export type AccountId = Branded<'AccountId'>
/** One person's account on one platform, as one of our bots knows it: `telegram:123456:987`. */
export type IdentityId = Branded<'IdentityId'>
/** A chat or a thread in it: `telegram:123456:-1005/42`. */
export type ConversationId = Branded<'ConversationId'>
export type PersonId = Branded<'PersonId'>
export type EventId = Branded<'EventId'>
export type TurnId = Branded<'TurnId'>
/** Also the id that a platform is given to recognise a repeated send, where it can. */
export type ReplyId = Branded<'ReplyId'>

export const accountId = (platform: Platform, botId: string) => `${platform}:${botId}` as AccountId
export const identityId = (account: AccountId, userId: string) => `${account}:${userId}` as IdentityId
export const conversationId = (account: AccountId, chatId: string, threadId?: string) =>
  `${account}:${chatId}${threadId === undefined ? '' : `/${threadId}`}` as ConversationId

/** 128 random bits, as 22 URL-safe characters: no longer than the 25 that Discord's nonce takes. */
export type RandomId = () => string
export const personId = (random: RandomId) => random() as PersonId
export const eventId = (random: RandomId) => random() as EventId
export const turnId = (random: RandomId) => random() as TurnId
export const replyId = (random: RandomId) => random() as ReplyId
