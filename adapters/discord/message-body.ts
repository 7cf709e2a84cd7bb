import { createHash } from 'node:crypto'
import { type Button, ChannelError, type OutgoingMessage } from '#core/contract/channel.ts'
import { cleanText } from '#core/contract/text.ts'
import { say } from '../sentences.ts'
import { discordMarkdown } from '../shared/discord-markdown.ts'

/** In characters as Discord counts them; UTF-16 units are never fewer. */
export const TEXT_LENGTH_MAX = 2000
const NONCE_LENGTH_MAX = 25
const SUPPRESS_EMBEDS = 1 << 2
const EPHEMERAL = 1 << 6
const [ACTION_ROW, BUTTON, SECONDARY] = [1, 2, 2]

/** Nothing that a text says pings anybody, whoever wrote it. */
const NO_MENTIONS = { parse: [], replied_user: false }

/** Of a send or an edit: an edit without buttons takes them away. Previews of links are off, also after an edit. */
export function bodyOf(
  { text, buttons = [] }: Pick<OutgoingMessage, 'text' | 'buttons'>,
  of: { isPrivate?: boolean } = {},
) {
  const content = discordMarkdown(cleanText(text))
  if (content.length > TEXT_LENGTH_MAX) {
    const about = { platform: 'Discord', most: TEXT_LENGTH_MAX, length: content.length }
    throw new ChannelError('refused', say('message.too-long', about))
  }
  const flags = SUPPRESS_EMBEDS | (of.isPrivate ? EPHEMERAL : 0)
  return { content, allowed_mentions: NO_MENTIONS, flags, components: componentsOf(buttons) }
}

const componentsOf = (buttons: readonly Button[]) =>
  buttons.length === 0 ? [] : [{ type: ACTION_ROW, components: buttons.map(componentOf) }]

function componentOf({ label, data }: Button) {
  return { type: BUTTON, style: SECONDARY, label, custom_id: data }
}

/** Discord shows a message once that is sent twice with one nonce, for some minutes. */
export function keyOf({ replyId, index }: Pick<OutgoingMessage, 'replyId' | 'index'>) {
  const plain = `${replyId}.${index.toString(36)}`
  const hashed = () => createHash('sha256').update(plain).digest('base64url').slice(0, NONCE_LENGTH_MAX)
  return { nonce: plain.length > NONCE_LENGTH_MAX ? hashed() : plain, enforce_nonce: true }
}

/** The message answered may be deleted by now; the answer is still wanted. */
export function referenceOf({ replyTo }: Pick<OutgoingMessage, 'replyTo'>) {
  return replyTo === undefined ? {} : { message_reference: { message_id: replyTo, fail_if_not_exists: false } }
}
