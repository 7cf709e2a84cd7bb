import { wordsOf } from '../contract/asked.ts'
import type { ChatEvent, MessageContent, Part, Quote } from '../contract/message.ts'
import type { ConversationRow, FeedbackRow, IdentityRow, PictureRow, SaidRow, UnaskedRow } from './export-rows.ts'

/**
 * The form of `export.json`. It grows by new fields; a change that a reader would trip over gets a new version.
 * docs/export.md describes it.
 */
export const EXPORT_VERSION = 1

/** Where a picture lies in the zip. */
export const pictureName = ({ sha256, mime }: Pick<PictureRow, 'sha256' | 'mime'>) =>
  `pictures/${sha256}.${mime === 'image/png' ? 'png' : 'jpg'}`

export const identityRecord = ({ id, name, locale, since, approvedAt }: IdentityRow) => ({
  platform: id.slice(0, id.indexOf(':')),
  id,
  name,
  ...(locale !== null && { language: locale }),
  since,
  ...(approvedAt !== null && { approvedAt }),
})

export const conversationRecord = ({ account, chat: { kind, title } }: ConversationRow) => ({
  platform: account.slice(0, account.indexOf(':')),
  kind,
  ...(title !== undefined && { title }),
})

/** What the person sent, and the reply if this was the last message before it. */
export function saidRecords(row: SaidRow): object[] {
  const { body, received_at: at, pictures, reply } = row
  const said = {
    from: 'you',
    type: body.type,
    at,
    ...contentOf(body),
    ...(pictures !== null && { pictures: pictures.map(pictureName) }),
  }
  return reply === null ? [said] : [said, replyRecord(row)]
}

/** Of an answer to somebody else. */
export const feedbackRecord = ({ value, at }: FeedbackRow) => ({ from: 'you', type: 'feedback', at, value })

export const unaskedRecord = ({ at, kind, text }: UnaskedRow) => ({ from: 'bot', type: 'reply', at, kind, text })

const replyRecord = (row: SaidRow) => ({
  from: 'bot',
  type: 'reply',
  at: row.replied_at,
  kind: row.reply_kind,
  text: row.reply,
  ...(row.feedback !== null && { feedback: row.feedback }),
  ...(row.memories_used !== null && { memoriesUsed: row.memories_used }),
  ...(row.checks !== null && { checks: row.checks }),
})

function contentOf(event: ChatEvent): object {
  switch (event.type) {
    case 'message':
    case 'edit':
      return { messageId: event.messageId, ...messageRecord(event) }
    case 'command':
      return { messageId: event.messageId, text: `/${event.name} ${event.argument}`.trim() }
    case 'reaction':
      return { messageId: event.messageId, emoji: event.emoji }
    case 'member':
      return { change: event.change }
    case 'delete':
    case 'callback':
    case 'delivery':
      return { messageId: event.messageId }
    default:
      return event satisfies never
  }
}

function messageRecord({ parts, replyTo, forwardedFrom }: MessageContent) {
  const others = parts.flatMap(otherRecord)
  return {
    text: wordsOf(parts),
    ...(others.length > 0 && { attachments: others }),
    ...(replyTo !== undefined && { inReplyTo: quoteRecord(replyTo) }),
    ...(forwardedFrom !== undefined && { forwarded: true }),
  }
}

/** The words of somebody else who is quoted are theirs. */
function quoteRecord({ messageId, fromBot, fromSender, text }: Quote) {
  const from = fromBot ? 'bot' : fromSender === true ? 'you' : 'somebody else'
  return { messageId, from, ...(from !== 'somebody else' && text !== undefined && { text }) }
}

/** What is neither words nor a picture. Its bytes are not kept, and a contact is somebody else. */
function otherRecord(part: Part): object[] {
  switch (part.type) {
    case 'text':
    case 'image':
      return []
    case 'location':
      return [{ type: 'location', latitude: part.latitude, longitude: part.longitude }]
    case 'contact':
    case 'other':
      return [{ type: part.type }]
    default:
      return [{ type: part.type, ...(part.fileName !== undefined && { fileName: part.fileName }) }]
  }
}
