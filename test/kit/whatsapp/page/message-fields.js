import { MsgKey } from './msg-key.js'
import { isMe, me } from './people.js'
import { asWid, createWid } from './wid.js'

/** Of files WhatsApp puts a small picture there: never what somebody wrote. */
const THUMBNAIL = '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAMCAg=='

/** As the page keeps a message, from what the server says of it. */
export function fieldsOf(wire, { isNew }) {
  const id = keyOf(wire)
  const own = id.fromMe ? (id.participant ?? me.pn) : undefined
  return {
    id,
    type: wire.type,
    t: wire.t,
    ack: wire.ack,
    from: own ?? id.remote,
    to: own ? id.remote : me.pn,
    author: id.participant,
    notifyName: wire.notifyName,
    self: id.fromMe ? 'out' : 'in',
    isNewMsg: isNew,
    star: false,
    broadcast: false,
    isStatusV3: id.remote.isStatus(),
    isForwarded: wire.isForwarded,
    isViewOnce: wire.isViewOnce,
    mentionedJidList: (wire.mentions ?? []).map(createWid),
    ...contentOf(wire),
    ...quoteOf(wire.quoted),
    ...(wire.editedAtMs !== undefined && { latestEditSenderTimestampMs: wire.editedAtMs, latestEditMsgKey: id }),
    ...(wire.type === 'revoked' && { protocolMessageKey: id }),
    ...wire.extra,
  }
}

function keyOf({ id, chat, fromMe, author }) {
  const remote = createWid(chat)
  const isOfMany = remote.isGroup() || remote.isStatus()
  return new MsgKey({ fromMe, remote, id, participant: isOfMany ? (author ?? me.pn) : undefined })
}

function contentOf({ body, caption, media }) {
  if (media === undefined) return { body, caption, ...NO_FILE }
  const { path, ...rest } = media
  const hash = btoa(path)
  return {
    ...rest,
    body: media.mimetype.startsWith('audio/') ? undefined : THUMBNAIL,
    caption,
    directPath: `/media/${path}`,
    mediaKey: hash,
    filehash: hash,
    encFilehash: hash,
  }
}

/** A message that was revoked loses its file. */
const NO_FILE = { directPath: undefined, mimetype: undefined, filename: undefined, size: undefined }

/** WhatsApp gives what was quoted, and not its key. */
const quoteOf = (quoted) =>
  quoted && {
    quotedMsg: definedOf({ type: quoted.type, ...contentOf(quoted) }),
    quotedStanzaID: quoted.id,
    quotedParticipant: createWid(quoted.author),
  }

/** What the page says to the server of a message that it sends. */
export function wireOf(message) {
  const { id, type, mentionedJidList = [], quotedMsg } = message
  return definedOf({
    id: id.id,
    chat: id.remote._serialized,
    author: id.participant?._serialized,
    type,
    ...wireContentOf(message),
    mentions: mentionedJidList.length > 0 ? mentionedJidList.map(({ _serialized }) => _serialized) : undefined,
    quoted: quotedMsg && wireQuoteOf(message),
  })
}

const wireQuoteOf = ({ quotedMsg, quotedStanzaID, quotedParticipant }) => ({
  id: quotedStanzaID,
  fromMe: isMe(quotedParticipant),
  author: quotedParticipant._serialized,
  type: quotedMsg.type,
  ...wireContentOf(quotedMsg),
})

function wireContentOf({ body, caption, directPath, mimetype, size, width, height, filename, duration }) {
  if (directPath === undefined) return { body, caption }
  const path = directPath.slice('/media/'.length)
  return { caption, media: definedOf({ path, mimetype, size, width, height, filename, duration }) }
}

const definedOf = (fields) => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))

/** The message that `message` quotes, as one of its own. */
export function quotedFieldsOf({ id: { remote }, quotedMsg, quotedStanzaID, quotedParticipant: by, t }) {
  const fromMe = isMe(by)
  const participant = remote.isGroup() ? by : undefined
  const id = new MsgKey({ fromMe, remote, id: quotedStanzaID, participant })
  return { ...quotedMsg, id, t, from: fromMe ? by : remote, to: fromMe ? remote : me.pn, author: asWid(participant) }
}
