import type { Capabilities } from '#core/contract/channel.ts'
import { whatsAppText } from '../shared/whatsapp-text.ts'

/** Ours: WhatsApp takes 65,536, which nobody reads. */
const TEXT_LENGTH_MAX = 4096
/** It passes through the page as base64. */
const FILE_BYTES_MAX = 16 * 1024 ** 2

/** Shown for 25 s, or until a message comes. */
const TYPING_LIFETIME_MS = 20_000

/** Edits are possible and not used: each is one more message for WhatsApp, which watches how much an account sends. */
export const CAPABILITIES = {
  streaming: 'none',
  editIntervalMs: 0,
  textMax: { length: TEXT_LENGTH_MAX, unit: 'utf16' },
  renderedLength: (text) => whatsAppText(text).length,
  typingLifetimeMs: TYPING_LIFETIME_MS,
  repeatedSend: 'unknowable',
  reconciledBy: 'read-back',
  marksFinal: false,
  replyTo: true,
  reactions: true,
  threads: false,
  albumIn: 'unmarked',
  edits: true,
  deletions: true,
  buttons: 'none',
  receipts: 'read',
  catchUp: 'read-back',
  markup: 'whatsapp',
  sendRate: { count: 1, perMs: 2_000 },
  files: 'send',
  fileBytesMax: FILE_BYTES_MAX,
} as const satisfies Capabilities
