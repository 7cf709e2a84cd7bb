import { readFile } from 'node:fs/promises'
import { ChannelError, type OutgoingFile } from '#core/contract/channel.ts'
import type { Client, Message } from 'whatsapp-web.js'
import { say } from '../sentences.ts'
import { fileToSendGone, tooLargeToSend } from '../shared/file-errors.ts'
import { CAPABILITIES } from './capabilities.ts'
import { READ_BACK_MAX, shownOf } from './find-sent.ts'
import type { KnownChats } from './known-chats.ts'
import { isPageGone, nameOf } from './page-errors.ts'
import { notBegun } from './send-failure.ts'

type Act = (client: Client) => Promise<Message | undefined>

/** The act that sends a file as a document. It is read whole, since it goes to the page as one base64 text. */
export async function fileAct(
  chats: KnownChats,
  { chatId, file, caption }: { chatId: string; file: OutgoingFile; caption: string },
  signal: AbortSignal,
): Promise<Act> {
  const { fileBytesMax } = CAPABILITIES
  if (file.bytes > fileBytesMax) throw tooLargeToSend('WhatsApp', fileBytesMax)
  const data = await readFile(file.path, { encoding: 'base64', signal }).catch((cause: unknown) => {
    if (signal.aborted) throw notBegun()
    throw fileToSendGone(cause)
  })
  // Loaded here, so that an adapter without a file to send does without.
  const { default: library } = await import('whatsapp-web.js')
  const media = new library.MessageMedia(file.mime, data, file.name, file.bytes)
  const options = { sendMediaAsDocument: true, waitUntilMsgSent: true, ...(caption !== '' && { caption }) }

  async function sent(client: Client): Promise<Message[]> {
    const chat = await chats.find(client, chatId)
    const messages = (await chat?.fetchMessages({ limit: READ_BACK_MAX })) ?? []
    return messages.filter((message) => {
      const { isOwn, fileName } = shownOf(message)
      return isOwn && fileName === file.name
    })
  }

  return async (client) => {
    const known = await sent(client).catch((error: unknown) => {
      throw new ChannelError('unreachable', say('whatsapp.file-not-begun', { reason: nameOf(error) }))
    })
    const earlier = new Set(known.map(({ id }) => id._serialized))
    try {
      return await client.sendMessage(chatId, media, options)
    } catch (error) {
      if (isPageGone(error)) throw error
      // An upload that failed throws before there is a message; anything later leaves one in the chat.
      const ours = (await sent(client)).find(({ id }) => !earlier.has(id._serialized))
      if (ours !== undefined) return ours
      throw new ChannelError('unreachable', say('whatsapp.file-not-taken', { reason: nameOf(error) }))
    }
  }
}
