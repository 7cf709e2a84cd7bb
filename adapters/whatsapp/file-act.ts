import { readFile } from 'node:fs/promises'
import { ChannelError, type OutgoingFile } from '#core/contract/channel.ts'
import type { Clock } from '#machine/clock.ts'
import type { Client, Message } from 'whatsapp-web.js'
import { CAPABILITIES } from './capabilities.ts'
import { shownOf } from './find-sent.ts'
import type { KnownChats } from './known-chats.ts'
import { nameOf, notBegun } from './page-failure.ts'
import type { Tries } from './tries.ts'

const READ_BACK_MAX = 10
/** The page's clock counts whole seconds. */
const CLOCK_SLACK_MS = 2_000

type FileDeps = { readonly chats: KnownChats; readonly tries: Tries; readonly clock: Pick<Clock, 'now'> }
type Act = (client: Client) => Promise<Message | undefined>

/** The act that sends a file as a document. It is read whole, since it goes to the page as one base64 text. */
export async function fileAct(
  { chats, tries, clock }: FileDeps,
  { chatId, file, caption }: { chatId: string; file: OutgoingFile; caption: string },
  signal: AbortSignal,
): Promise<Act> {
  const { fileBytesMax } = CAPABILITIES
  if (file.bytes > fileBytesMax) {
    throw new ChannelError('media-too-large', `Files go to WhatsApp up to ${fileBytesMax} bytes.`)
  }
  const data = await readFile(file.path, { encoding: 'base64', signal }).catch((cause: unknown) => {
    if (signal.aborted) throw notBegun()
    throw new ChannelError('media-gone', 'The file to send no longer exists.', { cause })
  })
  // Loaded here, so that an adapter without a file to send does without.
  const { default: library } = await import('whatsapp-web.js')
  const media = new library.MessageMedia(file.mime, data, file.name, file.bytes)
  const options = { sendMediaAsDocument: true, waitUntilMsgSent: true, ...(caption !== '' && { caption }) }
  return async (client) => {
    const beganAtMs = clock.now()
    try {
      return await client.sendMessage(chatId, media, options)
    } catch (error) {
      // An upload that failed throws before there is a message; anything later leaves one in the chat.
      const chat = await chats.in(client, chatId)
      const newest = (await chat?.fetchMessages({ limit: READ_BACK_MAX })) ?? []
      const ours = newest.find((message) => {
        const { isOwn, fileName, sentAtMs, messageId } = shownOf(message)
        const isNew = sentAtMs >= beganAtMs - CLOCK_SLACK_MS && !tries.isReceipt(messageId)
        return isOwn && isNew && fileName === file.name
      })
      if (ours !== undefined) return ours
      throw new ChannelError('unreachable', `WhatsApp did not take the file (${nameOf(error)}).`)
    }
  }
}
