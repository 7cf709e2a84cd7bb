import type { Capabilities } from '#core/contract/channel.ts'
import type { Chat } from '#core/contract/message.ts'
import { type Marked, readMarkdown } from '../shared/markdown.ts'
import { quiet } from './quiet.ts'
import { TEXT_LENGTH_MAX } from './wire.ts'

const EDIT_INTERVAL_MS = { dm: 1000, group: 3000, channel: 3000 }
const TYPING_LIFETIME_MS = 5000
/** Of a bot's uploads; a Bot API server of one's own takes more. */
export const FILE_BYTES_MAX = 50_000_000

export function capabilitiesOf(chat: Chat): Capabilities {
  return {
    streaming: 'edit',
    editIntervalMs: EDIT_INTERVAL_MS[chat.kind],
    textMax: { length: TEXT_LENGTH_MAX, unit: 'utf16' },
    ...(chat.kind !== 'dm' && { renderedLength: (text) => Math.max(text.length, rendered(chat, text).text.length) }),
    typingLifetimeMs: TYPING_LIFETIME_MS,
    repeatedSend: 'unknowable',
    reconciledBy: 'none',
    marksFinal: false,
    replyTo: true,
    reactions: true,
    threads: true,
    albumIn: 'parts',
    edits: true,
    deletions: false,
    buttons: 'below',
    receipts: 'sent',
    catchUp: 'platform',
    markup: 'entities',
    files: 'send',
    fileBytesMax: FILE_BYTES_MAX,
  }
}

/** In groups without names that Telegram would find by itself. */
export function rendered({ kind }: Pick<Chat, 'kind'>, text: string): Marked {
  const marked = readMarkdown(text)
  return kind === 'dm' ? marked : quiet(marked)
}
