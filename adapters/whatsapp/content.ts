import type { MediaKind, MediaPart, Part, PartOrigin, Span } from '#core/contract/message.ts'
import { cleanText } from '#core/contract/text.ts'
import { defined } from '../shared/defined.ts'
import { displayName, fileNameIn, mimeIn } from '../shared/event-text.ts'
import { type Jid, userIn } from './jid.ts'
import type { WireContent } from './wire.ts'

/** Who is mentioned: the person's own jid, and whether it is the bot. */
export type Named = (jid: Jid) => { readonly target: string; readonly isBot: boolean }

type Of = {
  /** The serialised id of the message that holds it. */
  readonly ref: string
  readonly origin?: PartOrigin | undefined
  readonly named: Named
}

/** What a person put into a message; undefined where nobody wrote one: WhatsApp's own reports, and what is gone. */
export function partsOf(content: WireContent, of: Of): readonly Part[] | undefined {
  const { type } = content
  if (REPORTS.has(type) || isStillEncrypted(content)) return undefined
  const media = mediaOf(content, of)
  if (media !== undefined) return [media]
  if (type === 'chat') return textOf(content, of)
  if (type === 'location') return locationOf(content)
  if (type === 'vcard') return [{ type: 'contact', displayName: nameIn(content.body, content.vcardFormattedName) }]
  if (type === 'multi_vcard') return contactsOf(content)
  // A poll, a list, an order, an invitation, a view-once picture, and whatever WhatsApp adds next.
  return OTHER
}

/** Not written by a person, or without anything to answer: the pictures of an album come as messages of their own. */
const REPORTS = new Set([
  ...['gp2', 'group_notification', 'notification', 'notification_template', 'broadcast_notification'],
  ...['newsletter_notification', 'e2e_notification', 'protocol', 'call_log', 'debug', 'revoked', 'album'],
  ...['reaction', 'reaction_enc', 'poll_update', 'poll_result_snapshot', 'event_response', 'keep_in_chat'],
  'pinned_message',
])

/** It is decrypted later, unless WhatsApp gives such messages to the phone alone: view-once pictures. */
const isStillEncrypted = ({ type, subtype = '' }: WireContent) =>
  type === 'ciphertext' && !subtype.endsWith('_unavailable_fanout')

const OTHER: readonly Part[] = [{ type: 'other' }]

const KINDS: Readonly<Record<string, MediaKind>> = {
  image: 'image',
  sticker: 'sticker',
  ptt: 'audio',
  audio: 'audio',
  video: 'video',
  ptv: 'video',
  gif: 'video',
  document: 'file',
}

/** Of a quoted message, too; a view-once one is not given to WhatsApp Web. */
export function mediaOf(content: WireContent, { ref, origin, named }: Of): MediaPart | undefined {
  const kind = Object.hasOwn(KINDS, content.type) ? KINDS[content.type] : undefined
  if (kind === undefined || content.isViewOnce === true) return undefined
  const { mimetype, size: bytes, width, height, duration, filename, caption, mentionedJidList: mentioned } = content
  const mime = mimeIn(mimetype)
  const words = wordsIn(caption, { mentioned, named })
  return defined({
    // A picture that was sent as a document is one all the same.
    type: kind === 'file' && mime?.startsWith('image/') ? 'image' : kind,
    ref,
    mime,
    bytes,
    width,
    height,
    durationMs: duration === undefined ? undefined : Math.round(duration * 1000),
    fileName: fileNameIn(filename),
    caption: words?.text,
    captionSpans: words?.spans,
    origin,
  })
}

function textOf({ body, mentionedJidList: mentioned }: WireContent, { origin, named }: Of): readonly Part[] {
  const words = wordsIn(body, { mentioned, named })
  return words === undefined ? OTHER : [defined({ type: 'text' as const, ...words, origin })]
}

type Mentions = { readonly mentioned: readonly Jid[] | undefined; readonly named: Named }

/** WhatsApp writes a mention as `@` and the digits of the person's phone number or hidden id. */
const MENTION = /@(\d{5,20})(?!\d)/g

function wordsIn(written: string | undefined, { mentioned = [], named }: Mentions) {
  const text = cleanText(written ?? '')
  if (text.trim() === '') return undefined
  const byUser = new Map(mentioned.map((jid) => [userIn(jid), jid]))
  const spans = [...text.matchAll(MENTION)].flatMap((match): Span[] => {
    const jid = byUser.get(match[1] ?? '')
    if (jid === undefined) return []
    const { target, isBot } = named(jid)
    return [{ type: 'mention', start: match.index, length: match[0].length, target, ...(isBot && { isBot }) }]
  })
  return { text, spans: spans.length > 0 ? spans : undefined }
}

function locationOf({ lat: latitude, lng: longitude }: WireContent): readonly Part[] {
  return latitude === undefined || longitude === undefined ? OTHER : [{ type: 'location', latitude, longitude }]
}

function contactsOf({ vcardList: cards = [] }: WireContent): readonly Part[] {
  if (cards.length === 0) return OTHER
  return cards.slice(0, CONTACTS_MAX).map((card) => ({
    type: 'contact',
    displayName: nameIn(card.vcard, card.displayName),
  }))
}

const CONTACTS_MAX = 50
const FULL_NAME = /^FN(?:;[^:\r\n]*)?:(.*)$/m

const nameIn = (card = '', stated = '') => displayName(stated || (FULL_NAME.exec(card)?.[1] ?? ''))
