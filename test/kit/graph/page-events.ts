import type { GraphState, Room, Said } from './graph-state.ts'
import { fileUrl } from './media.ts'
import type { WebhookItem } from './webhook-body.ts'

/**
 * What Messenger and Instagram tell a webhook. Forms:
 * https://developers.facebook.com/documentation/business-messaging/messenger-platform/webhooks/webhook-events (messages,
 * message-edits, message-reactions, message-deliveries, message-reads, message-echoes) and
 * https://developers.facebook.com/documentation/instagram-platform/webhooks/examples (the same, with `is_deleted`, the
 * echoes among the messages, and `read.mid`).
 */
type Extra = { readonly quickReplyPayload?: string }

export function messageEvent(state: GraphState, room: Room, said: Said, extra: Extra = {}): WebhookItem {
  const message = {
    mid: said.id,
    ...contentOf(state, said),
    ...(extra.quickReplyPayload === undefined ? {} : { quick_reply: { payload: extra.quickReplyPayload } }),
    ...(said.replyTo === undefined ? {} : { reply_to: { mid: said.replyTo } }),
  }
  return persons(state, room, { message })
}

export function editEvent(state: GraphState, room: Room, said: Said): WebhookItem {
  const message_edit = { mid: said.id, text: said.text, num_edit: said.versions.length - 1 }
  return persons(state, room, { message_edit })
}

/** Instagram's "unsend". */
export function deletionEvent(state: GraphState, room: Room, said: Said): WebhookItem {
  return persons(state, room, { message: { mid: said.id, is_deleted: true } })
}

/** By the word that Messenger has for a reaction. */
const WORDS: Readonly<Record<string, string>> = {
  '👍': 'like',
  '👎': 'dislike',
  '❤': 'love',
  '❤️': 'love',
  '😆': 'smile',
  '😮': 'wow',
  '😢': 'sad',
  '😠': 'angry',
}

/** Without emoji: taken back. */
export function reactionEvent(state: GraphState, room: Room, mid: string, emoji: string | undefined): WebhookItem {
  const shown = emoji === undefined ? {} : { reaction: WORDS[emoji] ?? 'other', emoji }
  return persons(state, room, { reaction: { mid, action: emoji === undefined ? 'unreact' : 'react', ...shown } })
}

/** What follows every message of the bot: Messenger's receipt, and the echo. */
export function sentEvents(state: GraphState, room: Room, said: Said): WebhookItem[] {
  const nowMs = state.now()
  const delivery = { delivery: { mids: [said.id], watermark: nowMs } }
  const receipts = state.product === 'messenger' ? [{ body: from(state, room, delivery), isPersons: false }] : []
  return [echoEvent(state, room, said, state.app.id), ...receipts]
}

/** `appId`: of whoever sent it for the page; the page's own people write with the app of its inbox. */
export function echoEvent(state: GraphState, room: Room, said: Said, appId: string): WebhookItem {
  const message = {
    mid: said.id,
    is_echo: true,
    app_id: Number(appId),
    ...(said.note === undefined ? {} : { metadata: said.note }),
    ...contentOf(state, said),
  }
  const { profile } = state
  const ends = { sender: { id: profile.botId }, recipient: { id: room.account.id } }
  return { body: { ...ends, timestamp: state.now(), message }, isPersons: false }
}

export function readEvent(state: GraphState, room: Room, last: Said): WebhookItem {
  const read = state.product === 'instagram' ? { mid: last.id } : { watermark: last.versions.at(-1)?.atMs ?? 0 }
  return { body: from(state, room, { read }), isPersons: false }
}

function persons(state: GraphState, room: Room, what: object): WebhookItem {
  return { body: from(state, room, what), isPersons: true }
}

function from(state: GraphState, room: Room, what: object) {
  const ends = { sender: { id: room.account.id }, recipient: { id: state.profile.botId } }
  return { ...ends, timestamp: state.now(), ...what }
}

function contentOf(state: GraphState, { text, pictures, document }: Said) {
  const attachment = (type: string, url: string) => ({ type, payload: { url } })
  const attachments = [
    ...pictures.map((file) => attachment('image', fileUrl(state, file))),
    ...(document ? [attachment('file', fileUrl(state, document))] : []),
  ]
  return { ...(text === '' ? {} : { text }), ...(attachments.length === 0 ? {} : { attachments }) }
}
