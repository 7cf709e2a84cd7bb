import { identityId } from '#core/contract/ids.ts'
import type { Quote } from '#core/contract/message.ts'
import { defined } from '../shared/defined.ts'
import { mediaOf, type Named, partsOf } from './content.ts'
import type { DecodeContext } from './decode-context.ts'
import { type Jid, isGroup, isMadeByPhone, isServed, phoneJid } from './jid.ts'
import { serializedKey, type WireMessage } from './wire.ts'

/** WhatsApp names the account by its phone number, or by its hidden id. */
export function isMe(jid: Jid, { me, personOf }: DecodeContext): boolean {
  return jid === me.lid || personOf(jid) === phoneJid(me.phoneNumber)
}

export const namedIn =
  (context: DecodeContext): Named =>
  (jid) => ({ target: context.personOf(jid), isBot: isMe(jid, context) })

/** The message that this one replies to. What the owner wrote on the phone is not from the bot. */
export function quoteOf(message: WireMessage, context: DecodeContext): Quote | undefined {
  const { quotedMsg: quoted, quotedStanzaID: id, quotedParticipant: by } = message
  if (id === undefined) return undefined
  const messageId = quoted?.id?.serialized ?? quotedId(message, id, context)
  const of = { ref: messageId, named: namedIn(context) }
  const [words] = quoted === undefined || quoted.type !== 'chat' ? [] : (partsOf(quoted, of) ?? [])
  const media = quoted && mediaOf(quoted, of)
  const author = by && context.personOf(by)
  const isIn = isServed(message.quotedRemoteJid ?? message.id.remote)
  return defined({
    messageId,
    fromBot: by !== undefined && isMe(by, context) && !isMadeByPhone(id) && isIn,
    fromSender: author !== undefined && author === senderOf(message, context) ? true : undefined,
    authorId: author === undefined ? undefined : identityId(context.account, author),
    text: words?.type === 'text' ? words.text : media?.caption,
    media: media === undefined ? [] : [media],
  })
}

/** The page says what it is within its chat; who wrote it belongs to its id, in groups as the group names people. */
function quotedId(
  { id: key, quotedParticipant: by, quotedRemoteJid }: WireMessage,
  id: string,
  context: DecodeContext,
) {
  const remote = quotedRemoteJid ?? key.remote
  const participant = isGroup(remote) ? by : undefined
  return serializedKey({ fromMe: by !== undefined && isMe(by, context), remote, id, participant })
}

/** The person behind a message: of a private chat whose it is. */
export function senderOf({ id, author }: Pick<WireMessage, 'id' | 'author'>, { personOf }: DecodeContext): Jid {
  return personOf(isGroup(id.remote) ? (author ?? id.participant ?? id.remote) : id.remote)
}
