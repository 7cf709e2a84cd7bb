import { randomBytes } from 'node:crypto'
import { accountId, conversationId, identityId, type RandomId } from '#core/contract/ids.ts'
import type { ChatEvent, CommandEvent, EditEvent, MediaPart, MessageEvent, Part } from '#core/contract/message.ts'

export const account = accountId('telegram', 'bot')
export const randomId: RandomId = () => randomBytes(16).toString('base64url')

type About = {
  messageId?: string
  chatId?: string
  chatKind?: 'dm' | 'group'
  from?: string
  displayName?: string
  isBot?: boolean
  receivedAtMs?: number
  /** When it was received, unless said otherwise. */
  sentAtMs?: number
  isShared?: true
  network?: string
}

/** What all events have; a chat is private unless said otherwise. */
export function envelope({ chatId = '1', chatKind = 'dm', from = 'alice', ...about }: About = {}) {
  const receivedAtMs = about.receivedAtMs ?? Date.now()
  return {
    v: 1 as const,
    platform: 'telegram' as const,
    account,
    chat: { id: chatId, kind: chatKind },
    sender: {
      id: identityId(account, from),
      displayName: about.displayName ?? from,
      isBot: about.isBot ?? false,
      ...(about.isShared && { isShared: about.isShared }),
    },
    ...(about.network !== undefined && { network: about.network }),
    sentAtMs: about.sentAtMs ?? receivedAtMs,
    receivedAtMs,
  }
}

export const conversationOf = (chatId = '1') => conversationId(account, chatId)

let messages = 0

export function message(text: string, about: About & Partial<MessageEvent> = {}): MessageEvent {
  const { messageId = `m${++messages}`, chatKind = 'dm', ...rest } = about
  const content = {
    parts: text === '' ? [] : ([{ type: 'text', text }] satisfies Part[]),
    addressed: chatKind === 'dm' ? ('dm' as const) : ('none' as const),
  }
  return { ...envelope({ ...rest, chatKind }), type: 'message', messageId, ...content, ...contentOf(rest) }
}

export function edit(of: MessageEvent, text: string, changed: Partial<EditEvent> = {}): EditEvent {
  return { ...of, type: 'edit', revision: 1, parts: [{ type: 'text', text }], ...changed }
}

export function command(name: string, about: About = {}): CommandEvent {
  const messageId = about.messageId ?? `m${++messages}`
  return { ...envelope(about), type: 'command', messageId, name, argument: '', addressed: 'dm' }
}

export function deletion({ chat, sender, messageId }: MessageEvent | CommandEvent): ChatEvent {
  return { ...envelope(), chat, sender, type: 'delete', messageId }
}

export function picture(ref = 'photo', caption?: string): MediaPart {
  return { type: 'image', ref, ...(caption && { caption }) }
}

function contentOf(given: Partial<MessageEvent>) {
  const { parts, groupId, replyTo, forwardedFrom, mayContinue, addressed, raw, locale } = given
  return {
    ...(parts && { parts }),
    ...(groupId !== undefined && { groupId }),
    ...(replyTo && { replyTo }),
    ...(forwardedFrom !== undefined && { forwardedFrom }),
    ...(mayContinue && { mayContinue }),
    ...(addressed && { addressed }),
    ...(raw && { raw }),
    ...(locale !== undefined && { locale }),
  }
}
