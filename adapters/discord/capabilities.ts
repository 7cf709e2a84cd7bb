import type { Capabilities } from '#core/contract/channel.ts'
import type { Chat } from '#core/contract/message.ts'
import { discordMarkdown } from '../shared/discord-markdown.ts'
import { EDIT_INTERVAL_MS } from './edit-pace.ts'
import { TEXT_LENGTH_MAX } from './message-body.ts'

const TYPING_LIFETIME_MS = 10_000
/** Discord keeps nonces for some minutes and does not say for how many. */
const KEY_TRUSTED_MS = 120_000
/** For bots in every server; some take more. */
export const FILE_BYTES_MAX = 10 * 1024 ** 2

/** `editIntervalMs`: as the headers of the chat's channel said; without it what holds until they say something. */
export function capabilitiesOf(chat: Chat, editIntervalMs = EDIT_INTERVAL_MS): Capabilities {
  return {
    streaming: 'edit',
    editIntervalMs,
    textMax: { length: TEXT_LENGTH_MAX, unit: 'utf16' },
    renderedLength: (text) => discordMarkdown(text).length,
    typingLifetimeMs: TYPING_LIFETIME_MS,
    repeatedSend: 'key',
    keyTrustedMs: KEY_TRUSTED_MS,
    reconciledBy: 'read-back',
    marksFinal: false,
    replyTo: true,
    reactions: true,
    threads: chat.kind !== 'dm',
    albumIn: 'message',
    edits: true,
    deletions: true,
    buttons: 'below',
    receipts: 'sent',
    catchUp: 'read-back',
    markup: 'discord',
    files: 'send',
    fileBytesMax: FILE_BYTES_MAX,
  }
}
