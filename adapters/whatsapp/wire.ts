import { z } from 'zod'
import { lenient, lenientList } from '../shared/lenient.ts'
import { type Jid, isGroup, isPerson, isServed, jidIn } from './jid.ts'
import type { RawEvent } from './raw-event.ts'

/** As text, or as the page's own object for it. */
const jidSchema = z
  .union([z.string(), z.object({ _serialized: z.string() }).transform((wid) => wid._serialized)])
  .transform(jidIn)
  .pipe(z.string())

const ID_LENGTH_MAX = 300

/** Of a message: `true_4915…@c.us_3EB0…`, in groups with who wrote it. */
export type WireKey = {
  readonly serialized: string
  readonly fromMe: boolean
  readonly remote: Jid
  readonly id: string
  readonly participant?: Jid | undefined
}

const keyObjectSchema = z.object({
  fromMe: z.boolean(),
  remote: jidSchema,
  id: z.string().min(1).max(ID_LENGTH_MAX),
  participant: lenient(jidSchema),
  _serialized: lenient(z.string().min(1).max(ID_LENGTH_MAX)),
})

const keySchema = keyObjectSchema.transform(({ _serialized: serialized, ...key }): WireKey => ({
  ...key,
  serialized: serialized ?? serializedKey(key),
}))

/** As the page writes it. */
export function serializedKey({ fromMe, remote, id, participant }: Omit<WireKey, 'serialized'>): string {
  return [String(fromMe), remote, id, ...(participant === undefined ? [] : [participant])].join('_')
}

const text = lenient(z.string())
const flag = lenient(z.boolean())
const count = lenient(z.number().nonnegative())

/** What a message holds, and one that is quoted. Of files `body` is a small picture, which is not read. */
const contentFields = {
  type: z.string().max(64),
  subtype: text,
  body: text,
  caption: text,
  mimetype: text,
  filename: text,
  size: count,
  width: count,
  height: count,
  /** In seconds. */
  duration: lenient(z.coerce.number().nonnegative()),
  lat: lenient(z.number()),
  lng: lenient(z.number()),
  vcardFormattedName: text,
  vcardList: lenientList(z.object({ displayName: text, vcard: text })),
  isViewOnce: flag,
  mentionedJidList: lenientList(jidSchema),
}

const contentSchema = z.object(contentFields)
export type WireContent = z.output<typeof contentSchema>

/** The last second that is a date. */
const SECONDS_MAX = 8_640_000_000_000
const secondsSchema = lenient(z.number().nonnegative().max(SECONDS_MAX))
const millisecondsSchema = lenient(
  z
    .number()
    .nonnegative()
    .max(SECONDS_MAX * 1000)
    .transform(Math.round),
)

const messageSchema = z.object({
  ...contentFields,
  id: keySchema,
  t: secondsSchema,
  author: lenient(jidSchema),
  notifyName: text,
  quotedMsg: lenient(contentSchema.extend({ id: lenient(keySchema) })),
  quotedStanzaID: lenient(z.string().min(1).max(ID_LENGTH_MAX)),
  quotedParticipant: lenient(jidSchema),
  /** Where the quoted message is, if in another chat. */
  quotedRemoteJid: lenient(jidSchema),
  isForwarded: flag,
  isNotification: flag,
  isStatusV3: flag,
  /** It went to a broadcast list. */
  broadcast: flag,
  /** Only of a message that a person edited. */
  latestEditSenderTimestampMs: millisecondsSchema,
  latestEditMsgKey: lenient(z.looseObject({})),
  /** Of a revoked message: what was revoked. */
  protocolMessageKey: lenient(keySchema),
})
export type WireMessage = z.output<typeof messageSchema>

/** By the names that the library gives them, or by those of the page. */
const reactionSchema = z
  .object({
    msgId: lenient(keySchema),
    parentMsgKey: lenient(keySchema),
    senderId: lenient(jidSchema),
    senderUserJid: lenient(jidSchema),
    reaction: lenient(z.string().max(64)),
    reactionText: lenient(z.string().max(64)),
    /** In seconds, with a fraction. */
    timestamp: secondsSchema,
  })
  .transform(({ msgId, parentMsgKey, senderId, senderUserJid, reaction, reactionText, timestamp }, context) => {
    const [key, sender] = [msgId ?? parentMsgKey, senderId ?? senderUserJid]
    if (key !== undefined && sender !== undefined)
      return { key, sender, emoji: reaction ?? reactionText ?? '', timestamp }
    const path = [key === undefined ? 'msgId' : 'senderId']
    context.addIssue({ code: 'custom', path })
    return z.NEVER
  })
type WireReaction = z.output<typeof reactionSchema>

/** A `RawEvent` with the fields that are read, and no others: thumbnails and keys of files stay behind. */
export type WireEvent =
  | { readonly type: 'message'; readonly message: WireMessage; readonly isLive: boolean }
  | { readonly type: 'edit' | 'revoke' | 'undecrypted'; readonly message: WireMessage }
  | { readonly type: 'reaction'; readonly reaction: WireReaction }
  | { readonly type: 'ack'; readonly message: WireMessage; readonly ack: number }

/** `where`: the field that cannot be read, without its value. */
export type WireRead = WireEvent | { readonly type: 'unreadable'; readonly where: string }

/** Never throws. */
export function readWire(raw: RawEvent): WireRead {
  if (raw.type === 'reaction') {
    const { data: reaction, error } = reactionSchema.safeParse(raw.data)
    return reaction ? { type: 'reaction', reaction } : unreadable(error)
  }
  const { data: message, error } = messageSchema.safeParse(raw.data)
  if (message === undefined) return unreadable(error)
  const read = withoutThumbnail(message)
  switch (raw.type) {
    case 'message':
      return { type: 'message', message: read, isLive: raw.isLive }
    case 'ack':
      return { type: 'ack', message: read, ack: raw.ack }
    case 'edit':
    case 'revoke':
    case 'undecrypted':
      return { type: raw.type, message: read }
    default:
      return unreadable(undefined)
  }
}

const unreadable = (error: z.ZodError | undefined) => ({
  type: 'unreadable' as const,
  where: error?.issues[0]?.path.map(String).join('.') || 'the event itself',
})

/** Of these `body` is what people wrote, or a card. */
const WITH_BODY = new Set(['chat', 'vcard'])

function withoutThumbnail(message: WireMessage): WireMessage {
  const { quotedMsg: quoted } = message
  return { ...message, ...bodyOf(message), ...(quoted && { quotedMsg: { ...quoted, ...bodyOf(quoted) } }) }
}

const bodyOf = ({ type, body }: WireContent) => ({ body: WITH_BODY.has(type) ? body : undefined })

export const keyOf = (wire: WireEvent): WireKey =>
  wire.type === 'reaction'
    ? wire.reaction.key
    : wire.type === 'revoke'
      ? (wire.message.protocolMessageKey ?? wire.message.id)
      : wire.message.id

/** Whether it is in a private chat or a group: not of a status, a broadcast list or a channel. */
export function isForSomebody(wire: WireEvent): boolean {
  if (!isServed(keyOf(wire).remote)) return false
  return wire.type === 'reaction' || !(wire.message.broadcast === true || wire.message.isStatusV3 === true)
}

/** Who wrote a message; undefined where that is not said. */
export function authorOf({ id, author }: Pick<WireMessage, 'id'> & { author?: Jid | undefined }): Jid | undefined {
  const by = isGroup(id.remote) ? (author ?? id.participant) : id.remote
  return by !== undefined && isPerson(by) ? by : undefined
}

/** Everybody whom it names, as it names them. */
export function jidsIn(wire: WireEvent): Jid[] {
  if (wire.type === 'reaction') return [wire.reaction.sender]
  const { message } = wire
  const about = message.protocolMessageKey
  const all = [
    authorOf(message),
    message.quotedParticipant,
    about && authorOf({ id: about }),
    ...(message.mentionedJidList ?? []),
  ]
  return all.filter((jid) => jid !== undefined)
}
